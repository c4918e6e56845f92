/** Where we are in the file; drag or use the arrow keys to go elsewhere. */
import { useSyncExternalStore } from 'react';
import { clockWords } from '../../../core/report/format';
import type { Timeline } from '../plots/timeline';

/** Fine enough to look smooth, coarse enough not to render 60 times a second for a long file. */
const STEP_S = 0.05;

export function Seeker({ timeline, disabled }: { timeline: Timeline; disabled: boolean }) {
  const timeS = useSyncExternalStore(timeline.subscribe, () => {
    return Math.round(timeline.getSnapshot().playheadS / STEP_S) * STEP_S;
  });
  const durationS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().durationS);
  return (
    <div className="seeker figures small">
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${clockWords(timeS)} of ${clockWords(durationS)}`}
        min={0}
        max={durationS}
        step={STEP_S}
        value={timeS}
        disabled={disabled || durationS === 0}
        onChange={(event) => timeline.seek(Number(event.target.value))}
      />
      <span className="muted" aria-hidden="true">
        {clockWords(timeS)}.{Math.floor((timeS % 1) * 10 + 1e-6)} / {clockWords(durationS)}
      </span>
    </div>
  );
}
