/** What is shown and heard at every place of a dubbed video: all there is to know before the first picture comes. */
import { facePerPicture, type PictureFace } from '../../core/dub/faces';
import { type PictureRun, pictureRuns } from '../../core/dub/runs';
import { silentWindow, silentWindows } from '../../core/dub/silence';
import { resultTimeline, type Timeline } from '../../core/dub/timeline';
import { LipslateError } from '../../core/errors';
import type { Box } from '../../core/lips/geometry';
import { melWindows } from '../../core/lips/wav2lip';
import { MEL_BANDS } from '../../core/sound/mel';
import type { DubOptions, DubPicture, DubTrack } from './contract';
import type { OwnMouth } from './own-mouth';
import type { Speech } from './speech-features';

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
}

export class PlannedDub {
  readonly picture: DubPicture;
  readonly speech: Speech;
  readonly runs: PictureRun[];
  readonly timeline: Timeline;
  /** Set by whoever planned it; null for Wav2Lip. */
  own: OwnMouth | null = null;
  readonly #faces: (PictureFace | null)[];
  readonly #silent: boolean[] | null;

  /** @throws LipslateError no-face when no picture of the result has one */
  constructor(picture: DubPicture, tracks: readonly DubTrack[], speech: Speech, options: DubOptions) {
    this.picture = picture;
    this.speech = speech;
    const columns = speech.mel.length / MEL_BANDS;
    this.timeline = resultTimeline(picture, speech.durationS, columns, options.extension);
    const { sources, melStarts } = this.timeline;
    this.runs = pictureRuns(sources, picture);
    // As in the original, pictures that are not used have no part in the averages.
    const used = 1 + sources.reduce((most, source) => Math.max(most, source), -1);
    this.#faces = facePerPicture(picture.timesS.subarray(0, used), tracks, { ...picture, ...options });
    if (this.#faces.every((face) => face === null)) throw new LipslateError('no-face');
    this.#silent = options.shutInSilence ? silentWindows(speech.features, melStarts) : null;
  }

  /** Pictures of the result. */
  get count(): number {
    return this.timeline.sources.length;
  }

  /** How many of them get a new mouth. */
  get dubbed(): number {
    const mouths = this.own?.places ?? this.#faces;
    return this.timeline.sources.reduce((sum, source) => sum + (mouths[source] ? 1 : 0), 0);
  }

  place(index: number): OutputFrame {
    const { sources, timesS } = this.timeline;
    const timeS = timesS[index]!;
    const endS = timesS[index + 1] ?? this.timeline.endS;
    const source = sources[index]!;
    const face = this.#faces[source];
    const { box, outline } = face ?? { box: null, outline: null };
    return { index, source, timeS, durationS: endS - timeS, box, outline };
  }

  /** What the generator hears there. Float32Array [80, 16] */
  melWindow(index: number): Float32Array<ArrayBuffer> {
    if (this.#silent?.[index]) return silentWindow();
    return melWindows(this.speech.mel, [this.timeline.melStarts[index]!]);
  }
}
