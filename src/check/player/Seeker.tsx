/** Where we are in the file; drag or use the arrow keys to go elsewhere. */
import { useSyncExternalStore } from 'react';
import { clockTenths, clockWords } from '../../../core/report/format';
import { type FrameRate, timecode } from '../../../core/report/frame-rate';
import { TimeSlider } from '../../ui/TimeSlider';
import type { PlotTimeline } from '../plots/timeline';
import styles from './Player.module.css';

/** Fine enough to look smooth, coarse enough not to render 60 times a second for a long file. */
const STEP_S = 0.05;

interface SeekerProps {
  timeline: PlotTimeline;
  /** Of the timecode; null where there is none. */
  rate: FrameRate | null;
  disabled: boolean;
}

export function Seeker({ timeline, rate, disabled }: SeekerProps) {
  const timeS = useSyncExternalStore(timeline.subscribe, () => {
    return Math.round(timeline.getSnapshot().playheadS / STEP_S) * STEP_S;
  });
  const code = useSyncExternalStore(timeline.subscribe, () => {
    if (!rate) return null;
    return timecode(frameAt(timeline.getSnapshot().playheadS, rate), rate);
  });
  const durationS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().durationS);
  return (
    <TimeSlider
      label="Position"
      timeS={timeS}
      endS={durationS}
      stepS={STEP_S}
      disabled={disabled || durationS === 0}
      onSeek={(toS) => timeline.seek(toS)}
      shown={`${clockTenths(timeS)} / ${clockWords(durationS)}`}
      after={
        code && (
          <span className={styles['timecode']} title="Timecode: hours, minutes, seconds, frames">
            {code}
          </span>
        )
      }
      inset
    />
  );
}

/** The picture that is shown at a time: half a millisecond is the rounding of containers. */
function frameAt(timeS: number, { num, den }: FrameRate): number {
  return Math.max(0, Math.floor(((timeS + 0.0005) * num) / den));
}
