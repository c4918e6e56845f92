/**
 * What lossy encoders do to a prepared sound: they raise single peaks, and may move its loudness. Where a written file is not as
 * was wanted, its sound is turned by this much and encoded once more.
 */

export interface WantedLoudness {
  /** LUFS; null where nothing is heard. */
  integratedLufs: number | null;
  /** dBTP that nothing may pass. */
  ceilingDb: number;
}

/** As the file says that was written, decoded. */
export interface WrittenLoudness {
  /** LUFS; null for silence, and where it cannot be told. */
  integratedLufs: number | null;
  /** dBTP; null for silence. */
  truePeakDb: number | null;
}

/** Of the prepared sound, before it is encoded: a gain, then a limiter. */
export interface Turn {
  gainDb: number;
  ceilingDb: number;
}

/** As figures are told, and as targets are met. */
const CLOSE_LU = 0.1;
/** Other meters see peaks by so much higher, and other decoders round otherwise. */
const METERS_DB = 0.05;
/** Further down than the file passed it: where one peak is lowered another may rise a little. */
const SPARE_DB = 0.1;

/**
 * @param last by which the file was made; null: the sound as it was prepared
 * @returns null: the file keeps both
 */
export function nextTurn(
  wanted: WantedLoudness,
  last: Turn | null,
  { integratedLufs, truePeakDb }: WrittenLoudness,
): Turn | null {
  const overDb = (truePeakDb ?? Number.NEGATIVE_INFINITY) - (wanted.ceilingDb - METERS_DB);
  const lackingLu =
    wanted.integratedLufs === null || integratedLufs === null ? 0 : wanted.integratedLufs - integratedLufs;
  const isOff = Math.abs(lackingLu) > CLOSE_LU;
  if (overDb <= 0 && !isOff) return null;
  const { gainDb, ceilingDb } = last ?? { gainDb: 0, ceilingDb: wanted.ceilingDb };
  return {
    gainDb: isOff ? gainDb + lackingLu : gainDb,
    ceilingDb: overDb > 0 ? ceilingDb - overDb - SPARE_DB : ceilingDb,
  };
}
