/** A sound is encoded, measured as it decodes, and encoded once more where it passes its limit. */
import { LipslateError } from '../../../core/errors';
import {
  nextTurn,
  type Turn,
  type WantedLoudness,
  type WrittenLoudness,
} from '../../../core/loudness/kept-loudness';
import { Limiter } from '../../../core/loudness/limiter';
import { LoudnessMeter } from '../../../core/loudness/meter';
import { openSource, type SourceSound } from './source';

/** Of more channels decoders differ in which is which, and so in which counts what. */
const STEREO = 2;
/** Rounds behind the first. */
const MOST_MORE = 3;

export interface Encoding<T> {
  /** @param turn of the prepared sound; null: as it is */
  encode(turn: Turn | null, onShare: (share: number) => void): Promise<T>;
  measure(made: T, onShare: (share: number) => void): Promise<WrittenLoudness>;
  /** What is made once more. */
  drop(made: T): Promise<void>;
}

/**
 * @param wanted null: as it comes, and not measured
 * @param onShare gets shares that never go back, each round having half of what is left
 * @returns the last that was made, and what it measures; null where nothing here decodes it
 */
export async function keepLoudness<T>(
  wanted: WantedLoudness | null,
  { encode, measure, drop }: Encoding<T>,
  onShare: (share: number) => void,
): Promise<{ made: T; measured: WrittenLoudness | null }> {
  if (wanted === null) return { made: await encode(null, onShare), measured: null };
  let turn: Turn | null = null;
  for (let round = 0; ; round++) {
    const half = (from: number) => (share: number) => onShare(1 - 2 ** -round * (1 - (from + share / 2) / 2));
    const made: T = await encode(turn, half(0));
    const measured = await measure(made, half(0.5)).catch(unlessUndecoded);
    const next: Turn | null = measured && round < MOST_MORE ? nextTurn(wanted, turn, measured) : null;
    if (next === null) return { made, measured };
    await drop(made);
    turn = next;
  }
}

/** What cannot be decoded here, such as offline before the first use of a decoder, is written all the same. */
function unlessUndecoded(cause: unknown): null {
  if (cause instanceof LipslateError && UNDECODED.has(cause.code)) return null;
  throw cause;
}
const UNDECODED = new Set(['codec-unsupported', 'model-load-failed', 'decode-failed']);

/** @param file whose first sound it is of */
export async function loudnessOf(file: File, onShare: (share: number) => void): Promise<WrittenLoudness> {
  const source = await openSource(file, false);
  try {
    const sound = await source.sound(0);
    const meter = new LoudnessMeter(sound.rateHz, sound.channels);
    for await (const { startS, planes } of sound.blocks()) {
      meter.push(planes);
      onShare(Math.max(0, startS) / Math.max(startS, source.listing.durationS, 1));
    }
    const { integratedLufs, truePeakDb } = meter.result();
    return { integratedLufs: sound.channels > STEREO ? null : integratedLufs, truePeakDb };
  } finally {
    source.dispose();
  }
}

/** A sound without gaps, sample by sample in its place. */
export function turnedBy(sound: SourceSound, turn: Turn): SourceSound {
  return { ...sound, blocks: () => turnedBlocks(sound, turn) };
}

async function* turnedBlocks(
  sound: SourceSound,
  { gainDb, ceilingDb }: Turn,
): ReturnType<SourceSound['blocks']> {
  const { rateHz, channels } = sound;
  const limiter = new Limiter(rateHz, channels, ceilingDb);
  const gain = 10 ** (gainDb / 20);
  let from: number | null = null;
  let made = 0;
  const block = (planes: Float32Array[]) => {
    const startS = (from ?? 0) + made / rateHz;
    made += planes[0]?.length ?? 0;
    return { startS, planes };
  };
  for await (const { startS, planes } of sound.blocks()) {
    from ??= startS;
    yield block(limiter.push(planes.map((plane) => plane.map((sample) => gain * sample))));
  }
  yield block(limiter.end());
}
