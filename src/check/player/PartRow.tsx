/** A part of the film, from in to out: played over and over, or checked alone. */
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { partWords } from '../../../core/report/format';
import type { CheckJob, CheckSession } from '../../engine/check-types';
import { LEAST_PART_S, type TimeRange } from '../../engine/ranges';
import { LinkButton } from '../../ui/LinkButton';
import { Check } from '../../ui/Option';
import { markedPart, markHere } from '../plots/moves';
import type { PlotTimeline } from '../plots/timeline';
import styles from './Player.module.css';
import type { Playback } from './playback';

interface PartRowProps {
  job: CheckJob;
  session: CheckSession;
  timeline: PlotTimeline;
  playback: Playback | null;
  playing: boolean;
  /** What else can be done with it. */
  besidePart(part: TimeRange): ReactNode;
}

export function PartRow({ job, session, timeline, playback, playing, besidePart }: PartRowProps) {
  const [loops, setLoops] = useState(false);
  const inS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().inS);
  const outS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().outS);
  const durationS = useSyncExternalStore(timeline.subscribe, () => timeline.getSnapshot().durationS);
  const part = markedPart({ inS, outS, durationS });
  const [startS, endS] = [part?.startS ?? 0, part?.endS ?? durationS];
  useEffect(() => {
    if (!loops || !playing || !playback) return;
    playback.setLoop(startS);
    const stop = timeline.subscribe(() => {
      if (timeline.getSnapshot().playheadS >= endS) playback.seek(startS);
    });
    return () => {
      stop();
      playback.setLoop(null);
    };
  }, [loops, playing, playback, timeline, startS, endS]);
  const clear = () => {
    timeline.mark('in', null);
    timeline.mark('out', null);
    setLoops(false);
  };
  return (
    <div className={`${styles['row']} ${styles['part']}`}>
      <span className="small">Part</span>
      <Marks timeline={timeline} />
      <p className={`small figures ${styles['partWords']}`} aria-live="polite">
        {part ? partWords(part) : job.part ? `Checked: ${partWords(job.part)}` : 'The whole file'}
      </p>
      {part && (
        <>
          <button
            type="button"
            className="button"
            disabled={part.endS - part.startS < LEAST_PART_S}
            onClick={() => session.checkPart(job.id, part)}
          >
            Check this part
          </button>
          <span className="small">
            <Check checked={loops} onChange={setLoops}>
              Loop
            </Check>
          </span>
          <Suspense>{besidePart(part)}</Suspense>
          <LinkButton onPress={clear}>Clear</LinkButton>
        </>
      )}
      {!part && job.part && (
        <LinkButton onPress={() => session.checkPart(job.id, null)}>Check the whole file</LinkButton>
      )}
    </div>
  );
}

function Marks({ timeline }: { timeline: PlotTimeline }) {
  return (
    <>
      <button
        type="button"
        className="button"
        title="In: the part begins here (I)"
        onClick={() => markHere(timeline, 'in')}
      >
        In
      </button>
      <button
        type="button"
        className="button"
        title="Out: the part ends here (O)"
        onClick={() => markHere(timeline, 'out')}
      >
        Out
      </button>
    </>
  );
}
