/**
 * Room tone for holes: grains of the pauses nearby, each over into the next at equal power, as independent noise asks for. Both
 * channels of a grain stay together, so that the room stays as wide as it is.
 */
import { sineWindow } from '../sound/hann';
import { lowerBound } from '../time/lower-bound';
import type { Stretch } from './holes';

/** Hops on either side of speech that are no pause: breath and the ends of words. */
const AROUND_HOPS = 1;
/** Least sure that a hop may be speech. */
const MAY_BE_SPEECH = 0.15;
/** Of the frames without speech this share is surely room alone; what is this much louder than these is not. */
const QUIET_SHARE = 0.2;
const LOUDER = 4;
/** A grain, which is the shortest pause of use. */
export const GRAIN_S = 0.16;
/** So much of the nearest pauses is enough for a hole. */
const ENOUGH_S = 2;
/** A single grain is not brought farther to the mean of its pauses than this, in power. */
const MOST_POWER = 4;
/** At either end of a hole the tone and what was there go over into each other. */
export const JOIN_S = 0.01;
/** What comes before a hole is carried into it where it is not louder than the tone by more than this, in power. */
const CALM = 4;

/**
 * @param energies mean square of each frame, Float32Array [F] @param speech how surely each hop is speech, 0..1
 * @param holes in frames @returns stretches of frames that hold the room alone, long enough for a grain
 */
export function pausesOf(
  energies: Float32Array,
  frameS: number,
  speech: Float32Array,
  hopS: number,
  holes: readonly Stretch[],
): Stretch[] {
  const isSpoken = (frame: number) => {
    const hop = Math.floor(((frame + 0.5) * frameS) / hopS);
    for (let i = hop - AROUND_HOPS; i <= hop + AROUND_HOPS; i++)
      if ((speech[i] ?? 0) >= MAY_BE_SPEECH) return true;
    return false;
  };
  const isOpen = energies.map((_, frame) => (isSpoken(frame) ? 0 : 1));
  // Filters ring where a hole begins and ends.
  for (const { from, to } of holes) isOpen.fill(0, Math.max(0, Math.floor(from) - 2), Math.ceil(to) + 2);
  const open = energies.filter((energy, frame) => isOpen[frame] === 1 && energy > 0).sort();
  const most = LOUDER * (open[Math.floor(QUIET_SHARE * open.length)] ?? 0);
  const least = Math.ceil(GRAIN_S / frameS);
  const pauses: Stretch[] = [];
  for (let from = 0; from < energies.length; from++) {
    let to = from;
    while (to < energies.length && isOpen[to] === 1 && energies[to]! > 0 && energies[to]! <= most) to += 1;
    if (to - from >= least) pauses.push({ from, to });
    from = Math.max(from, to);
  }
  return pauses;
}

/**
 * @param pauses in order of time, each as long as a grain at least, none of them over the hole
 * @returns what lies next to the hole, from the nearest on and as much as is enough: the last one is cut, but never below a grain
 */
export function nearest(pauses: readonly Stretch[], hole: Stretch, rateHz: number): Stretch[] {
  const enough = Math.round(ENOUGH_S * rateHz);
  const grain = Math.ceil(GRAIN_S * rateHz);
  let after = lowerBound(
    pauses.map(({ from }) => from),
    hole.to,
  );
  let before = after - 1;
  const chosen: Stretch[] = [];
  for (let missing = enough; missing > 0; ) {
    const [earlier, later] = [pauses[before], pauses[after]];
    if (!earlier && !later) break;
    const most = Math.max(missing, grain);
    const isEarlier = !later || (earlier && hole.from - earlier.to <= later.from - hole.to);
    const { from, to } = (isEarlier ? earlier : later) as Stretch;
    // The part next to the hole: a break of half an hour has no place in memory.
    const part = isEarlier
      ? { from: Math.max(from, to - most), to }
      : { from, to: Math.min(to, from + most) };
    if (isEarlier) before -= 1;
    else after += 1;
    chosen.push(part);
    missing -= part.to - part.from;
  }
  return chosen;
}

/** Tone without end, in blocks of any length. */
class Grains {
  readonly #pauses: readonly Float32Array[][];
  readonly #size: number;
  readonly #random: () => number;
  readonly #window: Float64Array;
  /** Mean square of the pauses, over all channels. */
  readonly power: number;
  /** Where a grain may begin in each pause: how many places. */
  readonly #places: readonly number[];
  readonly #allPlaces: number;
  /** What the last grain still adds, and how much of it is given. */
  readonly #open: Float64Array[];
  #given = 0;

  constructor(pauses: readonly Float32Array[][], rateHz: number, seed: number) {
    this.#pauses = pauses;
    this.#size = 2 * Math.floor((GRAIN_S * rateHz) / 2);
    this.#random = byChance(seed);
    this.#window = sineWindow(this.#size);
    this.power = meanPower(pauses);
    this.#places = pauses.map((pause) => (pause[0] as Float32Array).length - this.#size + 1);
    this.#allPlaces = this.#places.reduce((sum, count) => sum + count, 0);
    this.#open = (pauses[0] as Float32Array[]).map(() => new Float64Array(this.#size));
    this.#add();
    this.#move();
  }

  next(): number[] {
    if (this.#given === this.#size / 2) this.#move();
    const at = this.#given++;
    return this.#open.map((plane) => plane[at] as number);
  }

  #move(): void {
    const half = this.#size / 2;
    for (const plane of this.#open) {
      plane.copyWithin(0, half);
      plane.fill(0, half);
    }
    this.#add();
    this.#given = 0;
  }

  /** A grain of any pause, forwards or backwards, as loud as all pauses are. */
  #add(): void {
    const size = this.#size;
    let place = Math.floor(this.#random() * this.#allPlaces);
    const which = this.#places.findIndex((count) => {
      if (place < count) return true;
      place -= count;
      return false;
    });
    const pause = this.#pauses[which] as Float32Array[];
    const grain = pause.map((plane) => plane.subarray(place, place + size));
    const gain = Math.sqrt(Math.min(MOST_POWER, Math.max(1 / MOST_POWER, this.power / meanPower([grain]))));
    const isBackwards = this.#random() < 0.5;
    grain.forEach((plane, channel) => {
      const open = this.#open[channel] as Float64Array;
      for (let i = 0; i < size; i++)
        open[i]! += gain * this.#window[i]! * (plane[isBackwards ? size - 1 - i : i] as number);
    });
  }
}

export interface HoleToFill extends Stretch {
  /** What lies right before and behind it, per channel, as long as a join. */
  before: readonly Float32Array[];
  after: readonly Float32Array[];
}

/** What is added in one hole, from its first sample to its last. */
export class HoleTone {
  readonly #hole: HoleToFill;
  readonly #grains: Grains;
  readonly #join: number;
  readonly #isCalm: readonly [before: boolean, after: boolean];
  #at = 0;

  /** @param pauses one or more, each as long as a grain at least: Float32Array [N] per channel */
  constructor(hole: HoleToFill, pauses: readonly Float32Array[][], rateHz: number) {
    this.#hole = hole;
    this.#grains = new Grains(pauses, rateHz, hole.from);
    this.#join = Math.min(Math.round(JOIN_S * rateHz), Math.floor((hole.to - hole.from) / 2));
    const isCalm = (planes: readonly Float32Array[]) =>
      (planes[0]?.length ?? 0) >= this.#join && meanPower([planes]) <= CALM * this.#grains.power;
    this.#isCalm = [isCalm(hole.before), isCalm(hole.after)];
  }

  /** In place: adds to the next samples of the hole. @param from, to of the block */
  addTo(planes: readonly Float32Array[], from: number, to: number): void {
    const { before, after } = this.#hole;
    const length = this.#hole.to - this.#hole.from;
    for (let i = from; i < to; i++, this.#at++) {
      const tone = this.#grains.next();
      const left = length - 1 - this.#at;
      const [isBefore, isAfter] = [this.#at < this.#join, left < this.#join];
      const place = isBefore ? this.#at : left;
      const isMirrored = isBefore ? this.#isCalm[0] : this.#isCalm[1];
      const angle = isBefore || isAfter ? (((place + 0.5) / this.#join) * Math.PI) / 2 : Math.PI / 2;
      planes.forEach((plane, channel) => {
        // What was there goes on, mirrored, so that no sample jumps.
        const own = isBefore ? before[channel]?.at(-1 - place) : after[channel]?.[place];
        const carried = (isBefore || isAfter) && isMirrored ? Math.cos(angle) * (own ?? 0) : 0;
        plane[i]! += Math.sin(angle) * (tone[channel] as number) + carried;
      });
    }
  }
}

/** Numbers in 0..1 that are the same for the same hole (Park & Miller 1988). */
function byChance(seed: number): () => number {
  let state = 1 + (seed % 2_147_483_646);
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

function meanPower(stretches: readonly (readonly Float32Array[])[]): number {
  let [sum, count] = [0, 0];
  for (const planes of stretches)
    for (const plane of planes) {
      for (const sample of plane) sum += sample * sample;
      count += plane.length;
    }
  return count === 0 ? 0 : sum / count;
}
