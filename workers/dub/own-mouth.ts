/** The own mouth's plan of one speech: what the lips do at every place of the result, and what is seen between them. */
import { rangeOfPictures } from '../../core/dub/runs';
import { evenBox, evenSize, rgbaOf } from '../../core/dub/yuv';
import { LipslateError } from '../../core/errors';
import { insideArea, type PlannedInside, planInsides } from '../../core/mouth/insides';
import { type MouthPlace, mouthPlaces } from '../../core/mouth/places';
import { shapeAt } from '../../core/mouth/shape-at';
import type { MouthInside } from '../../core/mouth/types';
import { wantedLook } from '../../core/mouth/wanted-look';
import type { SharedInside } from '../../core/mouth/warp';
import { nearest } from '../../core/time/nearest';
import { forEachFrame } from '../lib/port/receive-frames';
import type { DubPicture, DubTrack } from './contract';
import { type OwnPerson, planPerson, withLips } from './own-person';
import type { PredictedLips } from './predicted-lips';
import type { Speech } from './speech-features';
import { FramePlanes } from './yuv-frame';

/** One picture of the result, as OutputFrame has it. */
export interface Showing {
  index: number;
  source: number;
  timeS: number;
}

/** 16 kHz sound of the face's own video, from a time of it on. */
export interface Footage {
  samples: Float32Array;
  startS: number;
}

/** What the mouth of one picture is bent by. */
export interface OwnMouthAt {
  place: MouthPlace;
  /** Float32Array [SHAPE_SIZE] */
  shape: Float32Array;
  insides: SharedInside[];
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
  /** Of every track. */
  readonly #people: readonly OwnPerson[];
  /** For every picture of the result, by their number among the person's chosen. */
  readonly #seen: PlannedInside[][];
  /** By the source picture that they are cut out of. */
  readonly #insides = new Map<number, MouthInside>();

  /**
   * @param showings every picture of the result
   * @param footage null where it has no sound
   * @param onProgress gets shares, 0..1
   * @throws LipslateError no-mouth
   */
  static async plan(
    picture: DubPicture,
    tracks: readonly DubTrack[],
    showings: readonly Showing[],
    speech: Speech,
    footage: Footage | null,
    lips: PredictedLips,
    onProgress: (share: number) => void,
  ): Promise<OwnMouth> {
    const faces = tracks.map(withLips);
    const places = mouthPlaces(picture.timesS, faces, picture);
    if (!showings.some(({ source }) => places[source])) throw new LipslateError('no-mouth');
    const predicted = {
      footage: footage && { lips: await lips.of(footage.samples), startS: footage.startS },
      speech: await lips.of(speech.samples, onProgress),
    };
    const people = new Map<number | undefined, OwnPerson>();
    for (const { person } of tracks) {
      if (people.has(person)) continue;
      const own = faces.filter((_, n) => tracks[n]!.person === person);
      people.set(person, planPerson(own, picture.timesS, predicted, speech));
    }
    const ofTracks = tracks.map(({ person }) => people.get(person)!);
    return new OwnMouth(picture, places, showings, ofTracks);
  }

  private constructor(
    picture: DubPicture,
    places: readonly (MouthPlace | null)[],
    showings: readonly Showing[],
    people: readonly OwnPerson[],
  ) {
    this.#picture = picture;
    this.places = places;
    this.#people = people;
    this.ranges = rangesOf(this.#wanted(), picture);
    this.#seen = this.#planned(showings);
  }

  /** Cuts the insides out of the pictures of one of `ranges`. */
  async cut(index: number, port: MessagePort): Promise<void> {
    if (!this.ranges[index]) throw new LipslateError('internal', `no range ${index}`);
    const { timesS } = this.#picture;
    const { width, height } = evenSize(this.#picture);
    const planes = new FramePlanes(width, height);
    const wanted = new Set(this.#wanted());
    await forEachFrame(port, async ({ ptsS, frame, rotation }) => {
      const picture = nearest(timesS, ptsS);
      const face = this.places[picture]?.face;
      if (!face || !wanted.has(picture) || this.#insides.has(picture)) return;
      const lips = insideArea(face, planes.image.width, planes.image.height);
      const area = lips && evenBox(lips, planes.image);
      if (!area) return;
      await planes.read(frame, rotation);
      const data = rgbaOf(planes.image, area, planes.colours.shares);
      const image = { data, width: area.width, height: area.height };
      this.#insides.set(picture, { image, x: area.x, y: area.y, face });
    });
  }

  /** null: the picture stays as it is. */
  at({ index, source, timeS }: Showing): OwnMouthAt | null {
    const place = this.places[source];
    if (!place) return null;
    const { shapes, chosen } = this.#people[place.of]!;
    const insides = this.#seen[index]!.flatMap(({ inside, share }) => {
      const cut = this.#insides.get(chosen[inside]!.picture);
      return cut ? [{ inside: cut, share }] : [];
    });
    return { place, shape: shapeAt(shapes, timeS), insides };
  }

  /** Source pictures that insides are cut out of. */
  #wanted(): number[] {
    return [...new Set(this.#people)].flatMap(({ chosen }) => chosen.map(({ picture }) => picture));
  }

  #planned(showings: readonly Showing[]): PlannedInside[][] {
    const seen: PlannedInside[][] = showings.map(() => []);
    for (const person of new Set(this.#people)) {
      const own = showings.flatMap(({ index, source, timeS }) => {
        const place = this.places[source];
        if (!place || this.#people[place.of] !== person) return [];
        return [{ index, look: wantedLook(place.face, shapeAt(person.shapes, timeS)) }];
      });
      const looks = person.chosen.map(({ look }) => look);
      const plan = planInsides(
        own.map(({ look }) => look),
        looks,
      );
      own.forEach(({ index }, n) => {
        seen[index] = plan[n]!;
      });
    }
    return seen;
  }
}

function rangesOf(chosen: readonly number[], picture: DubPicture): InsideRange[] {
  const ranges: InsideRange[] = [];
  for (const number of chosen.toSorted((a, b) => a - b)) {
    const range = rangeOfPictures(picture, number, number);
    const last = ranges.at(-1);
    if (last && range.startS - last.endS < ONE_STREAM_S) last.endS = range.endS;
    else ranges.push(range);
  }
  return ranges;
}
