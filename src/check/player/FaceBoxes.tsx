/** The faces on the picture, with the numbers that they have in the plots. */
import { useEffect, useRef, useState } from 'react';
import type { CheckEvidence } from '../../../workers/sync/contract';
import type { PlotTimeline } from '../plots/timeline';
import styles from './FaceBoxes.module.css';
import { type FaceBox, faceBoxesAt } from './face-boxes';

interface FaceBoxesProps {
  timeline: PlotTimeline;
  evidence: CheckEvidence;
  /** Width of the picture to its height, as it is shown. */
  aspect: number;
}

/** For the eye alone: who is seen and speaks when is told in words beside the plots. */
export function FaceBoxes({ timeline, evidence, aspect }: FaceBoxesProps) {
  const boxes = useBoxes(timeline, evidence);
  return (
    <div className={styles['place']} aria-hidden="true" data-testid="face-boxes">
      <div className={styles['picture']} style={{ '--aspect': aspect } as React.CSSProperties}>
        {boxes.map(({ id, speaks, left, top, width, height }) => (
          <div
            key={id}
            className={styles['box']}
            data-speaks={speaks || undefined}
            style={{
              left: percent(left),
              top: percent(top),
              width: percent(width),
              height: percent(height),
            }}
          >
            <span className={styles['name']}>{speaks ? `Face ${id} speaks` : `Face ${id}`}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** As the film plays: once for each picture of the screen at most, and only when something moved. */
function useBoxes(timeline: PlotTimeline, { tracks, measurement }: CheckEvidence): FaceBox[] {
  const [boxes, setBoxes] = useState<FaceBox[]>([]);
  const shown = useRef('');
  useEffect(() => {
    let request = 0;
    const place = () => {
      request = 0;
      const next = faceBoxesAt(tracks, measurement.activeSpeaker, timeline.getSnapshot().playheadS);
      const key = JSON.stringify(next);
      if (key === shown.current) return;
      shown.current = key;
      setBoxes(next);
    };
    place();
    const undo = timeline.subscribe(() => {
      request ||= requestAnimationFrame(place);
    });
    return () => {
      undo();
      cancelAnimationFrame(request);
    };
  }, [timeline, tracks, measurement]);
  return boxes;
}

function percent(share: number): string {
  return `${100 * share}%`;
}
