/** The own mouths of all who speak: a plan for each speech, and what all of them want of the video. */
import { LipslateError } from '../../core/errors';
import type { DubPicture, DubTrack } from './contract';
import { type Footage, type InsideRange, OwnMouth, type OwnMouthAt, type Showing } from './own-mouth';
import type { PredictedLips } from './predicted-lips';
import type { Speech } from './speech-features';

/** One speech, and the faces that say it. */
export interface Voice {
  tracks: readonly DubTrack[];
  speech: Speech;
}

export class OwnMouths {
  /** Stretches of the source to be streamed into `cut`, of all mouths. */
  readonly ranges: readonly InsideRange[];
  readonly #mouths: readonly OwnMouth[];

  /**
   * @param showings every picture of the result
   * @param footage null where the face's video has no sound
   * @param onProgress gets shares, 0..1
   * @throws LipslateError no-mouth when one of the voices has none
   */
  static async plan(
    picture: DubPicture,
    voices: readonly Voice[],
    showings: readonly Showing[],
    footage: Footage | null,
    lips: PredictedLips,
    onProgress: (share: number) => void,
  ): Promise<OwnMouths> {
    const mouths: OwnMouth[] = [];
    for (const [n, { tracks, speech }] of voices.entries()) {
      const report = (share: number) => onProgress((n + share) / voices.length);
      mouths.push(await OwnMouth.plan(picture, tracks, showings, speech, footage, lips, report));
    }
    return new OwnMouths(mouths);
  }

  private constructor(mouths: readonly OwnMouth[]) {
    this.#mouths = mouths;
    this.ranges = mouths.flatMap(({ ranges }) => ranges);
  }

  /** Cuts the insides out of the pictures of one of `ranges`. */
  async cut(index: number, port: MessagePort): Promise<void> {
    let first = 0;
    for (const mouth of this.#mouths) {
      if (index < first + mouth.ranges.length) return mouth.cut(index - first, port);
      first += mouth.ranges.length;
    }
    throw new LipslateError('internal', `no range ${index}`);
  }

  /** Of one picture of the result, every mouth that is bent; none: the picture stays as it is. */
  at(showing: Showing): OwnMouthAt[] {
    return this.#mouths.map((mouth) => mouth.at(showing)).filter((at) => at !== null);
  }

  /** Whether somebody's mouth is bent in a source picture. */
  isBent(source: number): boolean {
    return this.#mouths.some(({ places }) => places[source]);
  }
}
