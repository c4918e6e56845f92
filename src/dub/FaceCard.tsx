/** The face: given by drop, button or example; then its picture, in which who speaks can be chosen. */
import { useEffect, useRef, useState } from 'react';
import { LipslateError } from '../../core/errors';
import { clockWords, durationWords } from '../../core/report/format';
import { fetchExample } from '../engine/example';
import { Icon } from '../ui/Icon';
import { facesSentence } from './copy';
import { DubProblem } from './DubProblem';
import { FacePicture } from './FacePicture';
import { FileButton } from './FileButton';
import type { DubSession, FaceState } from './session/types';

interface FaceCardProps {
  face: FaceState | null;
  session: DubSession;
  busy: boolean;
  'data-drop': string | undefined;
  onDragEnter(): void;
}

const ACCEPT = 'video/*,image/*,.mkv,.mov,.avi,.mts,.m2ts,.ts,.mxf';

export function FaceCard({ face, session, busy, ...drop }: FaceCardProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const giveExample = async () => {
    setProblem(null);
    try {
      session.setFace(await fetchExample());
    } catch (cause) {
      setProblem(`The example could not be loaded. ${LipslateError.from(cause).hint}`);
    }
  };
  const take = (file: File) => {
    setProblem(null);
    session.setFace(file);
  };
  return (
    <section className="card dub-card dub-face" aria-labelledby="face-title" {...drop}>
      <header className="dub-card-head">
        <h2 id="face-title">The face</h2>
        {face && (
          <FileButton accept={ACCEPT} disabled={busy} quiet onFile={take} testId="face-file">
            Choose another<span className="visually-hidden"> face</span>
          </FileButton>
        )}
      </header>
      {!face && (
        <div className="drop-zone dub-drop">
          <Icon name="film" />
          <p>
            <strong>Drop a video or a photo of somebody</strong>
          </p>
          <div className="file-buttons">
            <FileButton accept={ACCEPT} disabled={busy} primary onFile={take} testId="face-file">
              Choose a video or photo
            </FileButton>
            <button type="button" className="button large" onClick={() => void giveExample()}>
              <Icon name="film" />
              Use the example
            </button>
          </div>
          <p className="muted small">
            The face should look roughly at the camera. mp4, mov, mkv, webm, avi; JPEG, PNG, WebP.
          </p>
        </div>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {face && <Given key={face.id} face={face} session={session} busy={busy} />}
    </section>
  );
}

function Given({ face, session, busy }: { face: FaceState; session: DubSession; busy: boolean }) {
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
  const untilS = Math.max(face.lookedS, face.timesS.at(-1) ?? 0);
  return (
    <>
      <p className="dub-file">
        <strong title={face.file.name}>{face.file.name}</strong>
        {info && <span className="muted small figures">{natureWords(face)}</span>}
      </p>
      {status === 'failed' && error && <DubProblem error={error} onRetry={() => session.retryFace()} />}
      {status === 'opening' && <p className="muted">Opening the file…</p>}
      {info && <FacePicture face={face} session={session} timeS={timeS} disabled={busy} />}
      {info && !info.still && (
        <div className="dub-seeker figures small">
          <input
            type="range"
            aria-label="Look at another moment"
            aria-valuetext={`${clockWords(timeS)} of ${clockWords(untilS)}`}
            min={0}
            max={untilS}
            step={0.04}
            value={Math.min(timeS, untilS)}
            disabled={untilS === 0}
            onChange={(event) => seek(Number(event.target.value))}
          />
          <span className="muted" aria-hidden="true">
            {clockWords(timeS)}.{Math.floor((timeS % 1) * 10 + 1e-6)}
          </span>
        </div>
      )}
      {status === 'looking' && info && (
        <div className="stage-progress">
          <progress
            aria-label="Finding faces"
            max={1}
            value={face.neededS > 0 ? Math.min(1, face.lookedS / face.neededS) : 0}
          />
          <p className="muted small figures">
            <span>Finding faces…</span>
            <span>
              {durationWords(Math.min(face.lookedS, face.neededS))} of {durationWords(face.neededS)}
            </span>
          </p>
        </div>
      )}
      {status === 'ready' && face.people.length === 0 && (
        <p className="dub-note tone-warn">
          <Icon name="warning" />
          <span>
            <strong>No face was found here.</strong> Use a video or photo in which somebody looks roughly at
            the camera, at least 48 pixels wide.
          </span>
        </p>
      )}
      {face.people.length > 0 && <p className="small">{facesSentence(face)}</p>}
      {info?.warnings.map((warning) => (
        <p key={warning} className="muted small">
          {warning}
        </p>
      ))}
    </>
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
