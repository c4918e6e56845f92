/** Where we are in the file; drag or use the arrow keys to go elsewhere. */
import { useSyncExternalStore } from 'react';
import { clockTenths, clockWords } from '../../../core/report/format';
import { TimeSlider } from '../../ui/TimeSlider';
import type { PlotTimeline } from '../plots/timeline';

/** Fine enough to look smooth, coarse enough not to render 60 times a second for a long file. */
const STEP_S = 0.05;

export function Seeker({ timeline, disabled }: { timeline: PlotTimeline; disabled: boolean }) {
  const timeS = useSyncExternalStore(timeline.subscribe, () => {
    return Math.round(timeline.getSnapshot().playheadS / STEP_S) * STEP_S;
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
      inset
    />
  );
}
