/** What is said of a sound before and after it was prepared. */
import { CinemaMeter } from './cinema';
import { ClippingCounter } from './clipping';
import { reverberation } from './decays';
import { type Loudness, LoudnessMeter, HOP_S as METER_HOP_S } from './meter';
import { Sides } from './sides';
import { Waveform } from './waveform';

export const HOP_S = METER_HOP_S;

export interface SoundFigures extends Loudness {
  /** Loudness of the quietest tenth: the room between words, LUFS. */
  noiseFloorLufs: number | null;
  /** dB between what is speech and what is not; null where either is missing. */
  speechAboveNoiseDb: number | null;
  /** Loudness of what is said alone, LUFS; see speechLoudness. */
  speechLufs: number | null;
  /** Samples whose tops were cut off. */
  clippedSamples: number;
  /** Of both sides of stereo, -1 (one is the other turned round) to 1 (alike); null where one is silent, or there are no two. */
  phaseCorrelation: number | null;
  /** Estimate of the seconds in which a word's sound dies away by 60 dB; null where too few words end, or noise covers their ends. */
  reverberationS: number | null;
  /** Leq(m) of ISO 21727, dB; null where nobody asked, and for silence. */
  leqMDb: number | null;
}

/** Speech, and its absence, as surely as the noise suppressor says. */
export const IS_SPEECH = 0.6;
const IS_NONE = 0.15;
const LEAST_HOPS = 3;

/** The loudness meter and what else is counted, of sound that comes in blocks. */
export class FigureMeter {
  readonly #meter: LoudnessMeter;
  readonly #clipping: ClippingCounter[];
  readonly #wave: Waveform;
  readonly #withPeaks: boolean;
  /** Mean squares of each 10 ms. */
  readonly #parts: number[] = [];
  readonly #cinema: CinemaMeter | null;
  readonly sides = new Sides();

  /**
   * @param withPeaks false: of loudness alone, the rest is null or 0
   * @param withCinema as loud as a cinema plays it, too
   */
  constructor(rateHz: number, channels: number, { withPeaks = true, withCinema = false } = {}) {
    this.#cinema = withCinema ? new CinemaMeter(rateHz, channels) : null;
    const onPart = withPeaks ? (energy: number) => void this.#parts.push(energy) : () => {};
    this.#meter = new LoudnessMeter(rateHz, channels, { withPeaks, onPart });
    this.#withPeaks = withPeaks;
    this.#wave = new Waveform(rateHz);
    this.#clipping = Array.from({ length: withPeaks ? channels : 0 }, () => new ClippingCounter());
  }

  push(planes: readonly Float32Array[]): void {
    this.#meter.push(planes);
    this.#cinema?.push(planes);
    if (this.#withPeaks) {
      this.sides.push(planes);
      this.#wave.push(planes);
    }
    planes.forEach((plane, channel) => {
      this.#clipping[channel]?.push(plane);
    });
  }

  /** Loudness of each hop, LUFS. */
  hops(): Float32Array {
    return this.#meter.hops();
  }

  shortTerm(): Float32Array {
    return this.#meter.shortTerm();
  }

  /** Highest sample of each hop, for drawing. */
  peaks(): Float32Array {
    return this.#wave.peaks();
  }

  /** @param speech how surely each hop is speech, 0..1 */
  figures(speech: Float32Array): SoundFigures {
    const hops = this.#meter.hops();
    return {
      ...this.#meter.result(),
      noiseFloorLufs: quietest(hops),
      speechAboveNoiseDb: speechAboveNoise(hops, speech),
      speechLufs: speechLoudness(hops, speech),
      clippedSamples: this.#clipping.reduce((sum, { count }) => sum + count, 0),
      phaseCorrelation: this.sides.correlation,
      leqMDb: this.#cinema?.result() ?? null,
      reverberationS: reverberation(this.#parts, (fromS, toS) =>
        speech
          .subarray(Math.floor(fromS / HOP_S), Math.ceil(toS / HOP_S))
          .some((share) => share >= IS_SPEECH),
      ),
    };
  }
}

function quietest(hops: Float32Array): number | null {
  const heard = hops.filter(Number.isFinite).sort();
  return heard.length === 0 ? null : (heard[Math.floor(heard.length / 10)] as number);
}

/**
 * By ITU-R BS.1770-1, which has no gate, over what is speech: what dialogue-gated loudness measures with Dolby's Dialogue
 * Intelligence, as far as another detector of speech finds the same. Hops at the edge of speech do not count: what is beside it
 * may be heard in them.
 * @param hops loudness of each hop, LUFS
 * @param speech how surely each hop is speech, 0..1
 * @returns LUFS; null when there is hardly any
 */
export function speechLoudness(hops: Float32Array, speech: Float32Array): number | null {
  return meanLufs(hops, (i) => isSpeech(speech, i - 1) && isSpeech(speech, i) && isSpeech(speech, i + 1));
}

/** Beyond the ends what is at them goes on. */
function isSpeech(speech: Float32Array, hop: number): boolean {
  return (speech[Math.max(0, Math.min(speech.length - 1, hop))] ?? 0) >= IS_SPEECH;
}

function speechAboveNoise(hops: Float32Array, speech: Float32Array): number | null {
  const loud = meanLufs(hops, (i) => (speech[i] ?? 0) >= IS_SPEECH);
  const quiet = meanLufs(hops, (i) => (speech[i] ?? 0) <= IS_NONE);
  return loud === null || quiet === null ? null : loud - quiet;
}

/** Of the hops that are wanted; null when there are hardly any. */
export function meanLufs(hops: Float32Array, isWanted: (hop: number) => boolean): number | null {
  const kept = hops.filter((lufs, i) => Number.isFinite(lufs) && isWanted(i));
  if (kept.length < LEAST_HOPS) return null;
  return 10 * Math.log10(kept.reduce((sum, lufs) => sum + 10 ** (lufs / 10), 0) / kept.length);
}
