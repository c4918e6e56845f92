/** Signals of EBU Tech 3341 and 3342, made from their description, and what the meter says of them. */
import { type Loudness, LoudnessMeter } from '../meter';

export const RATE_HZ = 48_000;

/** Seconds, and dBFS of the peak; -Infinity is silence. */
export type Tone = [seconds: number, db: number];

/** Parts of a 1 kHz tone, stereo. */
export function tones(parts: Tone[], rateHz = RATE_HZ, frequencyHz = 1000): Float32Array[] {
  const length = parts.reduce((sum, [seconds]) => sum + Math.round(seconds * rateHz), 0);
  const plane = new Float32Array(length);
  let at = 0;
  for (const [seconds, db] of parts) {
    for (const end = at + Math.round(seconds * rateHz); at < end; at++)
      plane[at] = 10 ** (db / 20) * Math.sin((2 * Math.PI * frequencyHz * at) / rateHz);
  }
  return [plane, plane];
}

export function measure(planes: Float32Array[], rateHz = RATE_HZ, piece = 7777): Loudness {
  const meter = new LoudnessMeter(rateHz, planes.length);
  for (let at = 0; at < planes[0]!.length; at += piece)
    meter.push(planes.map((plane) => plane.subarray(at, at + piece)));
  return meter.result();
}
