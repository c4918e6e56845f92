/** What is shown and heard at every place of a dubbed video: all there is to know before the first picture comes. */
import { facePerPicture, type PictureFace } from '../../core/dub/faces';
import { MOUTH_JOIN_S, shareInPart } from '../../core/dub/part';
import { type PictureRun, pictureRuns } from '../../core/dub/runs';
import { silentWindow, silentWindows } from '../../core/dub/silence';
import { partTimeline, resultTimeline, type Timeline } from '../../core/dub/timeline';
import { LipslateError } from '../../core/errors';
import type { Box } from '../../core/lips/geometry';
import { nearest } from '../../core/time/nearest';
import type { DubOptions, DubPicture, DubTrack } from './contract';
import type { OwnMouths } from './own-mouths';
import type { Speech } from './speech-features';

/** Times of one picture, read twice, differ by less. */
const SAME_PICTURE_S = 0.002;

/** One picture of the result. */
export interface OutputFrame {
  index: number;
  /** Number of the source picture. */
  source: number;
  /** In the result. */
  timeS: number;
  durationS: number;
  /** Of each speech, the face that says it: where Wav2Lip's mouth goes; null: nobody who says it is seen. */
  faces: readonly (PictureFace | null)[];
  /** How much of the mouth is put in, 0..1: less where a stretch begins and ends. */
  share: number;
}

/** A speech and what says it. */
export interface Voice {
  tracks: readonly DubTrack[];
  speech: Speech;
}

export class PlannedDub {
  readonly picture: DubPicture;
  /** The first; others are as long. */
  readonly speech: Speech;
  readonly runs: PictureRun[];
  readonly timeline: Timeline;
  /** Set by whoever planned it; null for Wav2Lip. */
  own: OwnMouths | null = null;
  readonly #voices: readonly Voice[];
  /** Of each speech, by source picture. */
  readonly #faces: (PictureFace | null)[][];
  readonly #silent: boolean[][] | null;

  /**
   * @param voices at least one, all as long
   * @throws LipslateError no-face when for one of them no picture of the result has one
   */
  constructor(picture: DubPicture, voices: readonly Voice[], options: DubOptions) {
    this.picture = picture;
    this.#voices = voices;
    this.speech = voices[0]!.speech;
    const { durationS, mel } = this.speech;
    this.timeline = picture.part
      ? partTimeline(picture.timesS, picture.part, mel.columns)
      : resultTimeline(picture, durationS, mel.columns, options.extension);
    const { sources, melStarts } = this.timeline;
    this.runs = pictureRuns(sources, picture);
    // As in the original, pictures that are not used have no part in the averages.
    const used = 1 + sources.reduce((most, source) => Math.max(most, source), -1);
    this.#faces = voices.map(({ tracks }) =>
      facePerPicture(picture.timesS.subarray(0, used), tracks, { ...picture, ...options }),
    );
    const isSeen = (own: readonly (PictureFace | null)[]) => sources.some((source) => own[source] != null);
    if (!this.#faces.every(isSeen)) throw new LipslateError('no-face');
    this.#silent = options.shutInSilence
      ? voices.map(({ speech }) => silentWindows(speech.features, melStarts))
      : null;
  }

  /** How many speeches there are. */
  get voices(): number {
    return this.#voices.length;
  }

  /** Pictures of the result. */
  get count(): number {
    return this.timeline.sources.length;
  }

  /** How many of them get a new mouth. */
  get dubbed(): number {
    const { own } = this;
    const hasMouth = (source: number) =>
      own ? own.isBent(source) : this.#facesIn(source).some((face) => face !== null);
    return this.timeline.sources.reduce((sum, source) => sum + (hasMouth(source) ? 1 : 0), 0);
  }

  /** Of all who speak in the first so many pictures of the result: the badge hides none. */
  *boxes(pictures: number): Generator<Box> {
    for (const source of this.timeline.sources.subarray(0, pictures)) {
      for (const face of this.#facesIn(source)) if (face) yield face.box;
    }
  }

  place(index: number): OutputFrame {
    const { sources, timesS } = this.timeline;
    const timeS = timesS[index]!;
    const endS = timesS[index + 1] ?? this.timeline.endS;
    const source = sources[index]!;
    const faces = this.#facesIn(source);
    const share = this.picture.part ? shareInPart(timeS, this.timeline.endS, MOUTH_JOIN_S) : 1;
    return { index, source, timeS, durationS: endS - timeS, faces, share };
  }

  /** Of a stretch: the place at which a picture of the video stands; null outside. */
  placeOf(ptsS: number): OutputFrame | null {
    const { part, timesS } = this.picture;
    const first = this.timeline.sources[0];
    if (!part || first === undefined) return null;
    const source = nearest(timesS, ptsS);
    const index = source - first;
    const isIt = Math.abs(timesS[source]! - ptsS) < SAME_PICTURE_S;
    return isIt && index >= 0 && index < this.count ? this.place(index) : null;
  }

  /** What the generator hears there of one speech. Float32Array [80, 16] */
  melWindow(index: number, voice: number): Float32Array<ArrayBuffer> {
    if (this.#silent?.[voice]?.[index]) return silentWindow();
    return this.#voices[voice]!.speech.mel.windowAt(this.timeline.melStarts[index]!);
  }

  #facesIn(source: number): (PictureFace | null)[] {
    return this.#faces.map((own) => own[source] ?? null);
  }
}

/** Of each speech, what says it. */
export function tracksByVoice(tracks: readonly DubTrack[]): DubTrack[][] {
  const voices = 1 + tracks.reduce((most, { voice = 0 }) => Math.max(most, voice), 0);
  return Array.from({ length: voices }, (_, n) => tracks.filter(({ voice = 0 }) => voice === n));
}
