/** The own mouth's plan: what the lips do at every place of the result, and what is seen between them. */
import { evenBox, rgbaOf } from '../../core/dub/yuv';
import { LipslateError } from '../../core/errors';
import { chooseInsides, planInsides } from '../../core/mouth/insides';
import { type MouthPlace, mouthPlaces } from '../../core/mouth/places';
import { shapeAt } from '../../core/mouth/shape-at';
import { fitSpeaker, speakerShapes } from '../../core/mouth/speaker';
import type { MouthInside, MouthShapes } from '../../core/mouth/types';
import { mouthArea } from '../../core/mouth/warp';
import { nearest } from '../../core/time/nearest';
import { forEachFrame } from '../lib/port/receive-frames';
import type { DubPicture, DubTrack } from './contract';
import type { LipsFromSpeech } from './lips-from-speech';
import type { Speech } from './speech-features';
import { FramePlanes } from './yuv-frame';

/** One picture of the result, as OutputFrame has it. */
interface Showing {
  index: number;
  source: number;
  timeS: number;
}

/** What the mouth of one picture is bent by. */
export interface OwnMouthAt {
  place: MouthPlace;
  /** Float32Array [SHAPE_SIZE] */
  shape: Float32Array;
  insides: { inside: MouthInside; share: number }[];
}

/** A stretch of source pictures that is streamed for the insides in it. */
export interface InsideRange {
  startS: number;
  endS: number;
}

/** Decoding on costs less than looking for the key frame before the next picture. */
const ONE_STREAM_S = 2;

export class OwnMouth {
  readonly ranges: InsideRange[];
  /** Of every source picture; null: it stays as it is. */
  readonly places: readonly (MouthPlace | null)[];
  readonly #picture: DubPicture;
  readonly #shapes: MouthShapes;
  readonly #chosen: number[];
  readonly #seen: { inside: number; share: number }[][];
  readonly #insides: (MouthInside | null)[];

  /**
   * @param showings every picture of the result
   * @param footage 16 kHz sound of the face's own video; null where it has none
   * @throws LipslateError no-mouth
   */
  static async plan(
    picture: DubPicture,
    tracks: readonly DubTrack[],
    showings: readonly Showing[],
    speech: Speech,
    footage: Float32Array | null,
    network: LipsFromSpeech,
  ): Promise<OwnMouth> {
    const faces = tracks.map(({ lowerFaces, lips, quality, ...track }) => {
      if (!lowerFaces || !lips || !quality) throw new LipslateError('internal', 'a track without lips');
      return { ...track, lowerFaces, lips, quality };
    });
    const places = mouthPlaces(picture.timesS, faces, picture);
    if (!showings.some(({ source }) => places[source])) throw new LipslateError('no-mouth');
    const own = footage && (await network.predict(footage));
    const speaker = fitSpeaker(faces, own);
    const shapes = speakerShapes(await network.predict(speech.samples), speaker, speech.features);
    return new OwnMouth(picture, places, showings, shapes);
  }

  private constructor(
    picture: DubPicture,
    places: readonly (MouthPlace | null)[],
    showings: readonly Showing[],
    shapes: MouthShapes,
  ) {
    this.#picture = picture;
    this.places = places;
    this.#shapes = shapes;
    this.#chosen = chooseInsides(places);
    this.#insides = this.#chosen.map(() => null);
    this.ranges = rangesOf(this.#chosen, picture);
    this.#seen = planInsides(
      showings.map(({ source, timeS }) => (places[source] ? shapeAt(shapes, timeS) : null)),
    );
  }

  /** Cuts the insides out of the pictures of one of `ranges`. */
  async cut(index: number, port: MessagePort): Promise<void> {
    const range = this.ranges[index];
    if (!range) throw new LipslateError('internal', `no range ${index}`);
    const { timesS, width, height } = this.#picture;
    const planes = new FramePlanes(even(width), even(height));
    await forEachFrame(port, async ({ ptsS, frame, rotation }) => {
      const number = nearest(timesS, ptsS);
      const at = this.#chosen.indexOf(number);
      const face = this.places[number]?.face;
      if (at < 0 || !face || this.#insides[at]) return;
      const wanted = mouthArea(face, planes.image.width, planes.image.height);
      const area = wanted && evenBox(wanted, planes.image);
      if (!area) return;
      await planes.read(frame, rotation);
      const data = rgbaOf(planes.image, area, planes.colours.shares);
      const image = { data, width: area.width, height: area.height };
      this.#insides[at] = { image, x: area.x, y: area.y, face };
    });
  }

  /** null: the picture stays as it is. */
  at({ index, source, timeS }: Showing): OwnMouthAt | null {
    const place = this.places[source];
    if (!place) return null;
    const insides = this.#seen[index]!.flatMap(({ inside, share }) => {
      const cut = this.#insides[inside];
      return cut ? [{ inside: cut, share }] : [];
    });
    return { place, shape: shapeAt(this.#shapes, timeS), insides };
  }
}

function rangesOf(chosen: readonly number[], { timesS, endS }: DubPicture): InsideRange[] {
  const ranges: InsideRange[] = [];
  for (const number of chosen.toSorted((a, b) => a - b)) {
    const timeS = timesS[number]!;
    // Limits between pictures, so that no rounding of a timestamp takes one away.
    const startS = number > 0 ? (timesS[number - 1]! + timeS) / 2 : Math.min(0, timeS);
    const end =
      number + 1 < timesS.length ? (timeS + timesS[number + 1]!) / 2 : Math.max(endS, timeS + 0.001);
    const last = ranges.at(-1);
    if (last && startS - last.endS < ONE_STREAM_S) last.endS = end;
    else ranges.push({ startS, endS: end });
  }
  return ranges;
}

function even(side: number): number {
  return Math.max(2, 2 * Math.floor(side / 2));
}
