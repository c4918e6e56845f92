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
  /** Where the mouth goes: whole pixels of the displayed picture; null: it stays as it is. */
  box: Box | null;
  /** Of the face, as PictureFace.outline; null without a face. */
  outline: Float32Array | null;
  /** How much of the mouth is put in, 0..1: less where a stretch begins and ends. */
  share: number;
}

export class PlannedDub {
  readonly picture: DubPicture;
  readonly speech: Speech;
  readonly runs: PictureRun[];
  readonly timeline: Timeline;
  /** Set by whoever planned it; null for Wav2Lip. */
  own: OwnMouths | null = null;
  /** Of the first speech, which is the only one that Wav2Lip knows. */
  readonly #faces: (PictureFace | null)[];
  /** Of each other one. */
  readonly #others: (PictureFace | null)[][];
  readonly #silent: boolean[] | null;

  /**
   * @param speech the first; others are as long
   * @throws LipslateError no-face when no picture of the result has one
   */
  constructor(picture: DubPicture, tracks: readonly DubTrack[], speech: Speech, options: DubOptions) {
    this.picture = picture;
    this.speech = speech;
    const { columns } = speech.mel;
    this.timeline = picture.part
      ? partTimeline(picture.timesS, picture.part, columns)
      : resultTimeline(picture, speech.durationS, columns, options.extension);
    const { sources, melStarts } = this.timeline;
    this.runs = pictureRuns(sources, picture);
    // As in the original, pictures that are not used have no part in the averages.
    const used = 1 + sources.reduce((most, source) => Math.max(most, source), -1);
    const [first = [], ...others] = tracksByVoice(tracks).map((own) =>
      facePerPicture(picture.timesS.subarray(0, used), own, { ...picture, ...options }),
    );
    this.#faces = first;
    this.#others = others;
    if ([first, ...others].flat().every((face) => face === null)) throw new LipslateError('no-face');
    this.#silent = options.shutInSilence ? silentWindows(speech.features, melStarts) : null;
  }

  /** Pictures of the result. */
  get count(): number {
    return this.timeline.sources.length;
  }

  /** How many of them get a new mouth. */
  get dubbed(): number {
    const { own } = this;
    const hasMouth = (source: number) => (own ? own.isBent(source) : Boolean(this.#faces[source]));
    return this.timeline.sources.reduce((sum, source) => sum + (hasMouth(source) ? 1 : 0), 0);
  }

  /** Of all who speak in the first so many pictures of the result: the badge hides none. */
  *boxes(pictures: number): Generator<Box> {
    for (const source of this.timeline.sources.subarray(0, pictures)) {
      for (const faces of [this.#faces, ...this.#others]) {
        const face = faces[source];
        if (face) yield face.box;
      }
    }
  }

  place(index: number): OutputFrame {
    const { sources, timesS } = this.timeline;
    const timeS = timesS[index]!;
    const endS = timesS[index + 1] ?? this.timeline.endS;
    const source = sources[index]!;
    const face = this.#faces[source];
    const { box, outline } = face ?? { box: null, outline: null };
    const share = this.picture.part ? shareInPart(timeS, this.timeline.endS, MOUTH_JOIN_S) : 1;
    return { index, source, timeS, durationS: endS - timeS, box, outline, share };
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

  /** What the generator hears there. Float32Array [80, 16] */
  melWindow(index: number): Float32Array<ArrayBuffer> {
    if (this.#silent?.[index]) return silentWindow();
    return this.speech.mel.windowAt(this.timeline.melStarts[index]!);
  }
}

/** Of each speech, what says it. */
export function tracksByVoice(tracks: readonly DubTrack[]): DubTrack[][] {
  const voices = 1 + tracks.reduce((most, { voice = 0 }) => Math.max(most, voice), 0);
  return Array.from({ length: voices }, (_, n) => tracks.filter(({ voice = 0 }) => voice === n));
}
