/** The face: given by drop, button or example; then its picture, in which who speaks can be chosen. */
import { useEffect, useRef, useState } from 'react';
import { clockTenths, clockWords, durationWords } from '../../core/report/format';
import type { DubSession, DubState, FaceState } from '../engine/dub/types';
import { isKnownAgain } from '../engine/dub/who';
import { Card, CardHead } from '../ui/Card';
import { DropButtons, DropZone } from '../ui/DropZone';
import { FileButton } from '../ui/FileButton';
import { GivenFile } from '../ui/GivenFile';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Check } from '../ui/Option';
import { ProgressBar } from '../ui/ProgressBar';
import { TimeSlider } from '../ui/TimeSlider';
import { facesSentence } from './copy';
import { DubProblem } from './DubProblem';
import { FacePicture } from './FacePicture';
import { PartFields } from './PartFields';
import type { DropTarget } from './useDropPlaces';
import type { Example } from './useExample';

interface FaceCardProps extends DropTarget {
  state: DubState;
  session: DubSession;
  busy: boolean;
  example: Example;
}

const ACCEPT = 'video/*,image/*,.mkv,.mov,.avi,.mts,.m2ts,.ts,.mxf';

export function FaceCard({ state, session, busy, example, ...drop }: FaceCardProps) {
  const { face } = state;
  const take = (file: File) => {
    example.forget();
    session.setFace(file);
  };
  return (
    <Card aria-labelledby="face-title" {...drop}>
      <CardHead>
        <h2 id="face-title">The face</h2>
        {face && (
          <FileButton accept={ACCEPT} disabled={busy} quiet onFile={take} testId="face-file">
            Choose another<span className="visually-hidden"> face</span>
          </FileButton>
        )}
      </CardHead>
      {!face && (
        <DropZone size="card">
          <Icon name="film" />
          <p>
            <strong>Drop a video or a photo of somebody</strong>
          </p>
          <DropButtons>
            <FileButton accept={ACCEPT} disabled={busy} primary onFile={take} testId="face-file">
              Choose a video or photo
            </FileButton>
            <button
              type="button"
              className="button large"
              disabled={busy || example.fetching}
              onClick={example.start}
            >
              <Icon name="play" />
              Try the example
            </button>
          </DropButtons>
          <p className="muted small">
            The person should look roughly at the camera. mp4, mov, mkv, webm, avi; JPEG, PNG, WebP.
          </p>
        </DropZone>
      )}
      {example.problem && (
        <p className="error-text" role="alert">
          {example.problem}
        </p>
      )}
      {face && <Given key={face.id} state={state} face={face} session={session} busy={busy} />}
    </Card>
  );
}

type GivenProps = { face: FaceState } & Pick<FaceCardProps, 'state' | 'session' | 'busy'>;

function Given({ state, face, session, busy }: GivenProps) {
  const { info, status, error } = face;
  const [timeS, setTimeS] = useState(0);
  const moved = useRef(false);
  const firstS = face.chosen[0]?.startS ?? null;
  useEffect(() => {
    // The picture shown first should have somebody in it.
    if (firstS !== null && !moved.current) setTimeS(firstS);
  }, [firstS]);
  const seek = (toS: number) => {
    moved.current = true;
    setTimeS(toS);
  };
  const { part, speech } = state;
  const lengthS = info?.durationS ?? 0;
  // To choose a stretch all of the video can be looked through.
  const untilS = part ? lengthS : Math.max(face.lookedS, face.timesS.at(-1) ?? 0);
  return (
    <>
      <GivenFile name={face.file.name} nature={info && natureWords(face)} />
      {status === 'failed' && error && <DubProblem error={error} onRetry={() => session.retryFace()} />}
      {status === 'opening' && <p className="muted">Opening the file…</p>}
      {info && (
        <FacePicture
          face={face}
          speakers={state.speakers}
          apart={state.apart}
          session={session}
          timeS={timeS}
          disabled={busy}
        />
      )}
      {info && !info.still && (
        <TimeSlider
          label="Look at another moment"
          timeS={timeS}
          endS={untilS}
          stepS={0.04}
          disabled={untilS === 0}
          onSeek={seek}
          shown={clockTenths(timeS)}
        />
      )}
      {info && !info.still && lengthS > 0 && (
        <PartFields
          part={part}
          durationS={lengthS}
          speechS={speech?.heard?.durationS ?? null}
          timeS={timeS}
          disabled={busy}
          onChange={(to) => session.setPart(to)}
        />
      )}
      {status === 'looking' && info && <Looking face={face} />}
      {status === 'ready' && face.people.length === 0 && <NoFace />}
      {face.people.length > 0 && <p className="small">{facesSentence(face, state.speakers)}</p>}
      {isKnownAgain(face.people) && (
        <Check checked={state.apart} disabled={busy} onChange={(on) => session.setApart(on)}>
          Choose faces in every shot by itself
        </Check>
      )}
      {info?.warnings.map((warning) => (
        <p key={warning} className="muted small">
          {warning}
        </p>
      ))}
    </>
  );
}

function NoFace() {
  return (
    <Note tone="warn" icon="warning">
      <p>
        <strong>No face was found here.</strong> Use a video or photo in which somebody looks roughly at the
        camera, with a face at least 48 pixels wide.
      </p>
    </Note>
  );
}

function Looking({ face: { fromS, lookedS, neededS } }: { face: FaceState }) {
  const wantedS = neededS - fromS;
  const doneS = Math.max(0, Math.min(lookedS - fromS, wantedS));
  return (
    <ProgressBar
      label="Finding faces"
      share={wantedS > 0 ? doneS / wantedS : 0}
      left="Finding faces…"
      right={`${durationWords(doneS)} of ${durationWords(wantedS)}`}
    />
  );
}

/** `0:12 · 1280 × 720 · 25 fps · photo` */
function natureWords({ info }: FaceState): string {
  if (!info) return '';
  const { video, still, durationS, container } = info;
  const size = `${video.width} × ${video.height}`;
  if (still) return `${size} · photo`;
  const rate = video.fps > 0 ? `${Number(video.fps.toFixed(2))} fps` : null;
  return [clockWords(durationS), size, rate, container].filter(Boolean).join(' · ');
}
