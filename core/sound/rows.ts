/** A sound that was heard, as rows of the 10 ms grid: all that measuring needs of it, in arrays that can be put away. */
import { FINE_BANDS, type FineSound } from './fine-bands';
import { speechPresence } from './speech';
import { BAND_COUNT, type SoundFeatures } from './types';

export interface SoundRows {
  /** Presentation time of row 0's centre, seconds. */
  startS: number;
  /** As in `SoundFeatures`. Float32Array [T] */
  energyDb: Float32Array<ArrayBuffer>;
  /** As in `SoundFeatures`. Float32Array [T, BAND_COUNT] */
  bandsDb: Float32Array<ArrayBuffer>;
  /** As in `FineSound`. Uint8Array [T, FINE_BANDS] */
  levels: Uint8Array<ArrayBuffer>;
}

/** What pages draw is copied, so that it may be transferred; the bands are a view, as hours have many. */
export function featuresOf(rows: SoundRows): SoundFeatures {
  const energyDb = rows.energyDb.slice();
  return { startS: rows.startS, energyDb, bandsDb: rows.bandsDb, speech: speechPresence(energyDb) };
}

/** The same rows in finer bands, for the learned engine. */
export function fineOf({ startS, levels }: SoundRows): FineSound {
  return { startS, levels };
}

/** Arrays of their own, without the room that growing ones keep. */
export function copyOf({ startS, energyDb, bandsDb, levels }: SoundRows): SoundRows {
  return { startS, energyDb: energyDb.slice(), bandsDb: bandsDb.slice(), levels: levels.slice() };
}

/** Bytes of one row in each array, in the order in which they are packed. */
const ROW_BYTES = [4, 4 * BAND_COUNT, FINE_BANDS] as const;

/** @returns the arrays, in the order that `unpackRows` reads them */
export function packRows({ energyDb, bandsDb, levels }: SoundRows): ArrayBufferView<ArrayBuffer>[] {
  return [energyDb, bandsDb, levels];
}

/** @param bytes the arrays, one behind the other @throws RangeError when they are no whole rows */
export function unpackRows(startS: number, bytes: ArrayBuffer): SoundRows {
  const count = bytes.byteLength / ROW_BYTES.reduce((sum, each) => sum + each);
  if (!Number.isInteger(count)) throw new RangeError('Bytes are missing.');
  const bandsAt = ROW_BYTES[0] * count;
  const levelsAt = bandsAt + ROW_BYTES[1] * count;
  return {
    startS,
    energyDb: new Float32Array(bytes, 0, count),
    bandsDb: new Float32Array(bytes, bandsAt, count * BAND_COUNT),
    levels: new Uint8Array(bytes, levelsAt),
  };
}
