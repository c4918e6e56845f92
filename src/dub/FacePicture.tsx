/** One moment of the video, with a button on every face in sight. */
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { drawRotatedFrame } from '../../workers/lib/draw-rotated-frame';
import { peopleAt } from '../engine/dub/people';
import { peopleOfSpeaker, speakerName } from '../engine/dub/speakers';
import type { DubSession, FaceState, MomentPicture, Speaker } from '../engine/dub/types';
import { faceNumber } from '../engine/dub/who';
import { faceName } from './copy';
import styles from './FacePicture.module.css';

interface FacePictureProps {
  face: FaceState;
  /** Who says another speech than the first. */
  speakers: readonly Speaker[];
  /** A click means this shot only. */
  apart: boolean;
  session: DubSession;
  timeS: number;
  disabled: boolean;
}

/** Enough for the card on a sharp screen. */
const MAX_WIDTH = 1280;
/** So that a high picture leaves room for the rest of the page. */
const MAX_HEIGHT_VH = 52;

export function FacePicture({ face, speakers, apart, session, timeS, disabled }: FacePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { info, people, chosen } = face;
  const { width = 16, height = 9 } = info?.video ?? {};
  useDrawnMoment(canvas, { session, timeS, width, height, anyFace: people.length > 0 });
  const sighted = peopleAt(people, timeS);
  return (
    <fieldset
      className={styles['picture']}
      aria-label="Faces in the picture"
      onKeyDown={moveFocus}
      style={{ aspectRatio: width / height, maxWidth: `${(MAX_HEIGHT_VH * width) / height}vh` }}
    >
      <canvas ref={canvas} role="img" aria-label={`Picture of ${face.file.name}`} />
      {sighted.map(({ person, box }, index) => {
        const speaks = chosen.includes(person);
        const other = speakers.findIndex((speaker) => peopleOfSpeaker(people, speaker).includes(person));
        const name = faceName(sighted, index, apart);
        return (
          <button
            key={person.id}
            type="button"
            className={`${styles['box']} ${other >= 0 ? styles['other'] : ''}`}
            aria-pressed={speaks}
            aria-label={other >= 0 ? `${name}: ${speakerName(other).toLowerCase()}` : name}
            disabled={disabled}
            style={{
              left: percent(box.x),
              top: percent(box.y),
              width: percent(box.width),
              height: percent(box.height),
            }}
            onClick={() => {
              const place = { timeS, x: box.x + box.width / 2, y: box.y + box.height / 2 };
              session.pick(apart ? { ...place, alone: true } : place);
            }}
          >
            <span className={styles['number']} aria-hidden="true">
              {speaks || other >= 0 ? '✓ ' : ''}
              {faceNumber(person, apart)}
              {other >= 0 && (
                <span className={styles['who']}>{` · ${speakerName(other).toLowerCase()}`}</span>
              )}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}

interface Moment {
  session: DubSession;
  timeS: number;
  /** Displayed size of the picture. */
  width: number;
  height: number;
  anyFace: boolean;
}

function useDrawnMoment(canvas: RefObject<HTMLCanvasElement | null>, moment: Moment): void {
  const { session, timeS, width, height, anyFace } = moment;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the first faces the times of pictures are known
  useEffect(() => {
    let wanted = true;
    session
      .pictureAt(timeS)
      .then((picture) => {
        if (!picture) return;
        if (wanted && canvas.current) draw(canvas.current, picture, width, height);
        picture.frame.close();
      })
      // The search for faces reports a broken file.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [session, timeS, width, height, anyFace]);
}

/** Arrow keys go from face to face. */
function moveFocus(event: KeyboardEvent<HTMLFieldSetElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const next = buttons[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** @param width displayed size of the picture */
function draw(canvas: HTMLCanvasElement, { frame, rotation }: MomentPicture, width: number, height: number) {
  const scale = Math.min(1, MAX_WIDTH / width);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  drawRotatedFrame(context, frame, rotation, canvas.width, canvas.height);
}

function percent(share: number): string {
  return `${100 * Math.max(0, Math.min(1, share))}%`;
}
