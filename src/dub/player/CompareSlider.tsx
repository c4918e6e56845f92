/** The line between before (left) and after (right): dragged, or moved with the arrow keys. */
import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './CompareSlider.module.css';

interface CompareSliderProps {
  /** Share of the picture that shows before, 0..1. */
  split: number;
  onSplit(split: number): void;
}

const STEP = 0.05;
const PAGE = 0.25;
/** Share of the picture that a word beside the line takes. */
const ROOM = 0.18;

export function CompareSlider({ split, onSplit }: CompareSliderProps) {
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) onSplit(clamp((event.clientX - left) / width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, split);
    if (to === null) return;
    event.preventDefault();
    onSplit(clamp(to));
  };
  const before = Math.round(split * 100);
  return (
    <div
      className={styles['compare']}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
      }}
    >
      <div
        className={styles['line']}
        role="slider"
        tabIndex={0}
        aria-label="Before and after"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={before}
        aria-valuetext={valueText(before)}
        style={{ left: `${split * 100}%` }}
        onKeyDown={onKeyDown}
      >
        <span className={styles['before']} aria-hidden="true" hidden={split < ROOM}>
          Before
        </span>
        <span className={styles['after']} aria-hidden="true" hidden={split > 1 - ROOM}>
          After
        </span>
        <span className={styles['grip']} />
      </div>
    </div>
  );
}

function valueText(before: number): string {
  if (before === 0) return 'All after';
  if (before === 100) return 'All before';
  return `Before on the left ${before} %, after on the right ${100 - before} %`;
}

function moved(key: string, split: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return split - STEP;
    case 'ArrowRight':
    case 'ArrowUp':
      return split + STEP;
    case 'PageDown':
      return split - PAGE;
    case 'PageUp':
      return split + PAGE;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, Math.round(share * 1000) / 1000));
}
