/** A tour of the example: what each part of the page says of it, one after the other. */
import { useEffect, useRef, useState } from 'react';
import { recall, remember } from '../ui/local-storage';
import styles from './Tour.module.css';

interface Stop {
  title: string;
  words: string;
  /** What it is about. */
  selector: string;
}

const STOPS: readonly Stop[] = [
  {
    title: 'The answer',
    words:
      'One sentence, how exact it is, and what it means to viewers. The mark on the scale is the offset, the band around it its 95 % interval.',
    selector: '[aria-labelledby="verdict-title"]',
  },
  {
    title: 'Fix it',
    words:
      'Makes a copy in which the sound is where it belongs, and measures that again before it is offered. Your file stays as it is.',
    selector: '[data-testid="fix-card"]',
  },
  {
    title: 'See and hear it',
    words:
      'Play it, and switch between “As is” and “Corrected” while it plays. With the buttons below the sound moves by hand, and that value is used everywhere.',
    selector: '[aria-label="Player"]',
  },
  {
    title: 'The evidence',
    words:
      'Lips and sound on one time axis, and how well they fit at every shift: the bright line is the answer. “How to read it” stands at each plot.',
    selector: '[aria-labelledby="ev-title"]',
  },
  {
    title: 'Your own videos',
    words: 'Drop them anywhere on this page, one or a hundred. Nothing is uploaded.',
    selector: '[aria-labelledby="queue-title"]',
  },
];

const STATES = ['offered', 'over'] as const;

export function Tour() {
  const [state, setState] = useState(() => recall('tour', STATES));
  const [at, setAt] = useState<number | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  const stop = at === null ? null : STOPS[at]!;
  const isOn = at !== null;
  // The button that began it is gone.
  useEffect(() => {
    if (isOn) next.current?.focus({ preventScroll: true });
  }, [isOn]);
  useEffect(() => (stop ? pointAt(stop.selector) : undefined), [stop]);
  const end = () => {
    setAt(null);
    setState('over');
    remember('tour', 'over');
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  if (state === 'over') return null;
  if (at === null || stop === null)
    return (
      <p className={styles['offer']}>
        <button type="button" className="button" onClick={() => setAt(0)}>
          Take a tour of this example
        </button>
        <button type="button" className="button quiet" onClick={end}>
          No, thanks
        </button>
      </p>
    );
  const isLast = at === STOPS.length - 1;
  return (
    <section className={`card ${styles['stop']}`} aria-label="Tour of the example">
      <div role="status">
        <p className="muted small">{`${at + 1} of ${STOPS.length}`}</p>
        <h3>{stop.title}</h3>
        <p>{stop.words}</p>
      </div>
      <div className="actions">
        <button
          ref={next}
          type="button"
          className="button primary"
          onClick={() => (isLast ? end() : setAt(at + 1))}
        >
          {isLast ? 'Done' : 'Next'}
        </button>
        {at > 0 && (
          <button type="button" className="button" onClick={() => setAt(at - 1)}>
            Back
          </button>
        )}
        {!isLast && (
          <button type="button" className="button quiet" onClick={end}>
            End the tour
          </button>
        )}
      </div>
    </section>
  );
}

/** Marks a part of the page and brings it into view, also one that is still being loaded. @returns its undo */
function pointAt(selector: string): () => void {
  let target: Element | null = null;
  const look = () => {
    target ??= document.querySelector(selector);
    if (!target) return;
    observer.disconnect();
    target.setAttribute('data-toured', '');
    // The words stand at the foot of the window.
    target.scrollIntoView({ block: 'start' });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
    target?.removeAttribute('data-toured');
  };
}
