/** A lane per face: where it is seen, where it speaks, and what it says on its own. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DrawnTrack, Thumbnail } from '../../../core/lips/types';
import { countWords } from '../../../core/report/format';
import type { CheckEvidence } from '../../../workers/sync/contract';
import { faceSentence, facesSentence } from './copy';
import { drawLane } from './drawLane';
import styles from './FacesRow.module.css';
import { Keys } from './Legend';
import { PlotButton } from './PlotButton';
import { AxisFrame, Empty, Plot, Row } from './Row';
import { seenStretches } from './series';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

/** A film has hundreds of faces, as each shot starts anew: the ones that speak most come first. */
const FIRST_FACES = 6;
const MORE_FACES = 24;
/** A longer list of faces would not help. */
const MOST_JUDGED = 12;

export function FacesRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  evidence: CheckEvidence | null;
  /** The face that alone was measured; null: all of them. */
  judgedId: number | null;
  /** Null while nothing can be measured again. */
  onJudge: ((id: number | null) => void) | null;
  whyEmpty: string;
}) {
  const { timeline, theme, evidence } = props;
  const [shown, setShown] = useState(FIRST_FACES);
  const tracks = useMemo(() => (evidence ? mostSpeakingFirst(evidence) : []), [evidence]);
  const hidden = Math.max(0, tracks.length - shown);
  return (
    <Row
      title="Faces"
      note={evidence && tracks.length > 0 ? facesSentence(evidence) : ''}
      aside={tracks.length > 0 && <Keys of={LEGEND} />}
    >
      {evidence && tracks.length > 0 ? (
        <ul className={styles['lanes']}>
          {tracks.slice(0, shown).map((track) => (
            <Lane key={track.id} timeline={timeline} theme={theme} track={track} evidence={evidence} />
          ))}
        </ul>
      ) : (
        <Empty>{props.whyEmpty}</Empty>
      )}
      {props.onJudge && tracks.length > 1 && (
        <JudgedFace
          ids={tracks.slice(0, MOST_JUDGED).map(({ id }) => id)}
          judgedId={props.judgedId}
          onJudge={props.onJudge}
        />
      )}
      {hidden > 0 && (
        <PlotButton onClick={() => setShown(shown + MORE_FACES)}>
          {`Show ${countWords(Math.min(hidden, MORE_FACES), 'more face', 'more faces')}`}
        </PlotButton>
      )}
    </Row>
  );
}

/** Measures again by one face, such as the one that is known to speak live. */
function JudgedFace(props: {
  ids: readonly number[];
  judgedId: number | null;
  onJudge: (id: number | null) => void;
}) {
  return (
    <label className={styles['judged']}>
      Measured by
      <select
        value={props.judgedId ?? ''}
        onChange={({ target }) => props.onJudge(target.value === '' ? null : Number(target.value))}
      >
        <option value="">all faces that speak</option>
        {props.ids.map((id) => (
          <option key={id} value={id}>{`face ${id} alone`}</option>
        ))}
      </select>
    </label>
  );
}

function Lane(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  track: DrawnTrack;
  evidence: CheckEvidence;
}) {
  const { track, evidence } = props;
  const seen = useMemo(() => seenStretches(track), [track]);
  const draw = useCallback(
    (frame: PlotFrame) => {
      const speaks = evidence.measurement.activeSpeaker.filter((span) => span.trackId === track.id);
      drawLane(frame, seen, speaks, evidence.cutsS);
    },
    [evidence, seen, track.id],
  );
  const words = faceSentence(
    track,
    evidence.measurement.tracks.find((t) => t.id === track.id),
    evidence.measurement.verdict === 'varies',
    evidence.measurement.ci95Ms,
  );
  return (
    <li>
      <div className={styles['head']}>
        {track.thumbnail ? <Picture thumbnail={track.thumbnail} /> : <span className={styles['thumb']} />}
        <span>{words}</span>
      </div>
      <AxisFrame timeline={props.timeline} size="lane">
        <Plot
          timeline={props.timeline}
          theme={props.theme}
          draw={draw}
          label={`When face ${track.id} is seen and speaks`}
        />
      </AxisFrame>
    </li>
  );
}

function Picture({ thumbnail }: { thumbnail: Thumbnail }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { width, height, rgba } = thumbnail;
    if (width > 0 && height > 0 && rgba.length === width * height * 4) {
      ref.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
    }
  }, [thumbnail]);
  return (
    <canvas
      ref={ref}
      className={styles['thumb']}
      width={thumbnail.width}
      height={thumbnail.height}
      role="img"
      aria-label="The face"
    />
  );
}

const LEGEND = [
  ['seen', 'seen'],
  ['speaks', 'speaks'],
  ['cut', 'shot cut'],
] as const;

function mostSpeakingFirst({ tracks, measurement }: CheckEvidence): DrawnTrack[] {
  const speakingS = new Map(measurement.tracks.map((t) => [t.id, t.speakingS]));
  return tracks.toSorted((a, b) => (speakingS.get(b.id) ?? 0) - (speakingS.get(a.id) ?? 0) || a.id - b.id);
}
