/** Every stretch and every face on its own, when there is more than one. A press goes there. */

import { clockWords } from '../../core/report/format';
import { segmentSentence } from '../../core/report/pattern-sentences';
import { trackSentence } from '../../core/report/sentences';
import type { Measurement } from '../../core/sync/types';
import { Action, ActionList } from '../ui/ActionList';
import type { PlotTimeline } from './plots/timeline';
import styles from './SegmentList.module.css';

export function Parts({ measurement, timeline }: { measurement: Measurement; timeline: PlotTimeline }) {
  const { segments, tracks } = measurement;
  if (segments.length < 2 && tracks.length < 2) return null;
  return (
    <div className={styles['parts']}>
      {segments.length > 1 && (
        <section className="card" aria-labelledby="segments-title">
          <h3 id="segments-title">Part by part</h3>
          <ActionList>
            {segments.map((segment) => (
              <li key={segment.startS}>
                <GoTo timeS={segment.startS} timeline={timeline} label={segmentSentence(segment)} />
              </li>
            ))}
          </ActionList>
        </section>
      )}
      {tracks.length > 1 && (
        <section className="card" aria-labelledby="faces-title">
          <h3 id="faces-title">Face by face</h3>
          <ActionList>
            {tracks.map((track) => (
              <li key={track.id}>
                <GoTo
                  timeS={track.startS}
                  timeline={timeline}
                  label={`Face ${track.id} (from ${clockWords(track.startS)}). ${trackSentence(track, measurement.ci95Ms)}`}
                />
              </li>
            ))}
          </ActionList>
        </section>
      )}
    </div>
  );
}

function GoTo({ timeS, timeline, label }: { timeS: number; timeline: PlotTimeline; label: string }) {
  return (
    <Action icon="chevron" title="Go there" onClick={() => timeline.seek(timeS)}>
      {label}
    </Action>
  );
}
