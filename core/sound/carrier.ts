/**
 * Finds out, while a track is decoded, whether its usual downmix still has the speech: it is lost where two sides cancel
 * each other, where it is on a channel that is left out, or where other channels cover it.
 */
import { GrowingUint8 } from '../growable-arrays';
import { DOWNMIX, type Mix, monoWeights } from './downmix';
import { speechPresence } from './speech';
import { SOUND_HOP_S } from './types';

/** Levels are kept in steps of half a decibel from here up. */
const LOWEST_DB = -120;
const STEPS_PER_DB = 2;
/** What is heard of speech, roughly: one pole on either side. */
const BAND_HZ = [150, 3500] as const;
const SPEECH = 0.5;
/** Less speech than this on a channel is no reason to leave the usual downmix. */
const LEAST_SPEECH_S = 1;
/** The downmix has lost its speech when a channel has so much more of it, ... */
const MUCH_MORE = 2;
/** ... or when a channel's speech is so much weaker in the downmix than its weight explains. */
const LOST_DB = 10;
/** With so much speech in the downmix, and nothing lost, the channels need no closer look. */
const PLENTY = 0.5;
/** Sides that are each other's opposite. */
const OPPOSITE = -0.5;

/** Speech in a track, by what it was made mono with. */
export interface Carrier {
  /** What has the speech: the usual downmix unless that lost it. */
  mix: Mix;
  /** Seconds of speech in the usual downmix, and in what has it. */
  downmixSpeechS: number;
  speechS: number;
}

export class CarrierSearch {
  readonly #rateHz: number;
  readonly #channels: number;
  /** The channels in order, then the downmix. */
  readonly #meters: LevelMeter[];
  readonly #pairs: PairMeter[];

  /** @param channels 1 or more */
  constructor(rateHz: number, channels: number) {
    this.#rateHz = rateHz;
    this.#channels = channels;
    this.#meters = Array.from({ length: channels === 1 ? 1 : channels + 1 }, () => new LevelMeter(rateHz));
    this.#pairs = Array.from({ length: Math.floor(channels / 2) }, () => new PairMeter(rateHz));
  }

  /** Whether blocks like this one can follow those that were pushed. */
  takes(rateHz: number, channels: number): boolean {
    return rateHz === this.#rateHz && channels === this.#channels;
  }

  /**
   * @param planes one Float32Array [N] per channel, following the last ones
   * @param downmix Float32Array [N], toMono of them
   */
  push(planes: Float32Array[], downmix: Float32Array): void {
    this.#meters.forEach((meter, i) => {
      meter.push(planes[i] ?? downmix);
    });
    this.#pairs.forEach((pair, i) => {
      pair.push(this.#meters[2 * i]!.filtered, this.#meters[2 * i + 1]!.filtered, downmix.length);
    });
  }

  result(): Carrier {
    const downmix = heard(this.#meters.at(-1)!.levels);
    const usual = { mix: DOWNMIX, downmixSpeechS: downmix.speechS, speechS: downmix.speechS };
    if (this.#channels === 1) return usual;
    const weights = monoWeights(this.#channels);
    const isLost = (level: number, weight: number) =>
      level + decibels(Math.max(weight, 1 / 16) ** 2) - downmix.meanDb > LOST_DB;
    const channels = this.#meters.slice(0, -1);
    const share = downmix.speechS / SOUND_HOP_S / Math.max(1, this.#meters[0]!.levels.length);
    if (share > PLENTY && !channels.some(({ meanDb }, i) => isLost(meanDb, weights[i]!))) return usual;

    const candidates = [
      ...channels.map(({ levels }, channel) => ({
        mix: { kind: 'channel', channel } as Mix,
        weight: weights[channel]!,
        isOpposed: false,
        ...heard(levels),
      })),
      ...this.#pairs.map((pair, i) => ({
        mix: { kind: 'difference', channels: [2 * i, 2 * i + 1] } as Mix,
        weight: weights[2 * i]!,
        isOpposed: pair.correlation < OPPOSITE,
        ...heard(pair.levels),
      })),
    ].filter(
      ({ speechS, meanDb, weight }) =>
        speechS >= LEAST_SPEECH_S &&
        (speechS > MUCH_MORE * downmix.speechS ||
          (isLost(meanDb, weight) && MUCH_MORE * speechS > downmix.speechS)),
    );
    const most = Math.max(...candidates.map(({ speechS }) => speechS));
    // Of those with about as much: both sides together where they are opposites, else the loudest one.
    const best = candidates
      .filter(
        ({ speechS, isOpposed, mix }) =>
          1.1 * speechS >= most && (isOpposed || mix.kind === 'channel' || speechS === most),
      )
      .sort((a, b) => Number(b.isOpposed) - Number(a.isOpposed) || b.meanDb - a.meanDb)[0];
    return best === undefined ? usual : { ...usual, mix: best.mix, speechS: best.speechS };
  }
}

/** Level of one channel in the band of speech, every 10 ms. */
class LevelMeter {
  readonly levels = new GrowingUint8(6000);
  /** What the last push was after the filter. Float32Array [>= N] */
  filtered = new Float32Array(2048);
  readonly #hops: Hops;
  readonly #keep: number;
  readonly #take: number;
  #slow = 0;
  #fast = 0;

  constructor(rateHz: number) {
    this.#hops = new Hops(rateHz, this.levels);
    this.#keep = onePole(BAND_HZ[0], rateHz);
    this.#take = onePole(BAND_HZ[1], rateHz);
  }

  /** Mean level of all so far, dB. */
  get meanDb(): number {
    return this.#hops.meanDb;
  }

  push(samples: Float32Array): void {
    if (this.filtered.length < samples.length) this.filtered = new Float32Array(samples.length);
    const { filtered } = this;
    const keep = this.#keep;
    const take = this.#take;
    let slow = this.#slow;
    let fast = this.#fast;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] as number;
      slow += keep * (x - slow);
      fast += take * (x - slow - fast);
      filtered[i] = fast;
    }
    // Numbers too small for a float's full precision are slow to reckon with.
    this.#slow = Math.abs(slow) < 1e-20 ? 0 : slow;
    this.#fast = Math.abs(fast) < 1e-20 ? 0 : fast;
    this.#hops.add(filtered, samples.length);
  }
}

/** Level of half the difference of two channels, and how alike they are. */
class PairMeter {
  readonly levels = new GrowingUint8(6000);
  readonly #hops: Hops;
  #difference = new Float32Array(2048);
  #xx = 0;
  #yy = 0;
  #xy = 0;

  constructor(rateHz: number) {
    this.#hops = new Hops(rateHz, this.levels);
  }

  get correlation(): number {
    return this.#xy / Math.sqrt(this.#xx * this.#yy || 1);
  }

  push(x: Float32Array, y: Float32Array, count: number): void {
    if (this.#difference.length < count) this.#difference = new Float32Array(count);
    const difference = this.#difference;
    let [xx, yy, xy] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const a = x[i] as number;
      const b = y[i] as number;
      xx += a * a;
      yy += b * b;
      xy += a * b;
      difference[i] = (a - b) / 2;
    }
    this.#xx += xx;
    this.#yy += yy;
    this.#xy += xy;
    this.#hops.add(difference, count);
  }
}

/** Sums power up over hops of 10 ms, whatever the rate. */
class Hops {
  readonly #levels: GrowingUint8;
  readonly #hop: number;
  #count = 0;
  #hopEnd: number;
  #power = 0;
  #total = 0;

  constructor(rateHz: number, levels: GrowingUint8) {
    this.#levels = levels;
    this.#hop = rateHz * SOUND_HOP_S;
    this.#hopEnd = this.#hop;
  }

  get meanDb(): number {
    return decibels((2 * this.#total) / Math.max(1, this.#count));
  }

  /** @param samples Float32Array [>= count] */
  add(samples: Float32Array, count: number): void {
    for (let at = 0; at < count; ) {
      const end = Math.min(count, at + Math.ceil(this.#hopEnd - this.#count));
      let power = 0;
      for (let i = at; i < end; i++) power += (samples[i] as number) ** 2;
      this.#power += power;
      this.#count += end - at;
      at = end;
      if (this.#count >= this.#hopEnd) this.#close();
    }
  }

  #close(): void {
    this.#hopEnd += this.#hop;
    // A sine at full scale has half of it.
    const level = decibels((2 * this.#power) / this.#hop);
    this.#levels.extend(1)[0] = Math.min(255, Math.max(0, Math.round((level - LOWEST_DB) * STEPS_PER_DB)));
    this.#total += this.#power;
    this.#power = 0;
  }
}

function heard(levels: GrowingUint8): { speechS: number; meanDb: number } {
  const energyDb = Float32Array.from(levels.view(), (step) => LOWEST_DB + step / STEPS_PER_DB);
  const speech = speechPresence(energyDb);
  let count = 0;
  let power = 0;
  for (let i = 0; i < speech.length; i++) {
    power += 10 ** (energyDb[i]! / 10);
    if (speech[i]! > SPEECH) count += 1;
  }
  return { speechS: count * SOUND_HOP_S, meanDb: decibels(power / Math.max(1, speech.length)) };
}

function decibels(power: number): number {
  return 10 * Math.log10(Math.max(power, 1e-12));
}

/** Share of each new sample that a one-pole low pass takes in. */
function onePole(cutoffHz: number, rateHz: number): number {
  return 1 - Math.exp((-2 * Math.PI * Math.min(cutoffHz, rateHz / 3)) / rateHz);
}
