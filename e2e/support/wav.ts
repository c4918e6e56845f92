/** WAV files, written and read without the product's own code. */
import { readFileSync } from 'node:fs';

export interface Wav {
  rateHz: number;
  /** Float32Array [N] per channel, -1..1. */
  planes: Float32Array[];
}

/** 16, 24 or 32 bits, or floats. @throws Error for what is no WAV file */
export function readWav(path: string): Wav {
  const bytes = readFileSync(path);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') throw new Error(`${path} is no WAV file`);
  let [rateHz, channels, bits, kind] = [0, 0, 0, 0];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)];
    if (name === 'fmt ') {
      kind = bytes.readUInt16LE(at + 8);
      channels = bytes.readUInt16LE(at + 10);
      rateHz = bytes.readUInt32LE(at + 12);
      bits = bytes.readUInt16LE(at + 22);
    }
    if (name === 'data') {
      const width = bits / 8;
      const count = Math.floor(Math.min(size, bytes.length - at - 8) / width / channels);
      const sampleAt = (place: number) =>
        kind === 3 ? bytes.readFloatLE(place) : bytes.readIntLE(place, width) / 2 ** (bits - 1);
      const planes = Array.from({ length: channels }, (_, channel) =>
        Float32Array.from({ length: count }, (_, i) => sampleAt(at + 8 + (i * channels + channel) * width)),
      );
      return { rateHz, planes };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error(`${path} has no samples`);
}

/** Floats of 32 bits. */
export function wavBytes({ rateHz, planes }: Wav): Buffer {
  const length = planes[0]!.length;
  const head = Buffer.alloc(44);
  const dataBytes = length * planes.length * 4;
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + dataBytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(planes.length, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * planes.length * 4, 28);
  head.writeUInt16LE(planes.length * 4, 32);
  head.writeUInt16LE(32, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(dataBytes, 40);
  const data = Buffer.alloc(dataBytes);
  for (let i = 0; i < length; i++)
    planes.forEach((plane, channel) => {
      data.writeFloatLE(plane[i] as number, (i * planes.length + channel) * 4);
    });
  return Buffer.concat([head, data]);
}

/**
 * Samples by which `later` is behind `sound`, found by cross-correlation of their differences from sample to sample: the
 * low tones of a voice alone would give a peak too round to read it to the sample.
 */
export function lagOf(sound: Float32Array, later: Float32Array, most: number): number {
  const [a, b] = [sound, later].map((each) => each.map((sample, i) => sample - (each[i - 1] ?? 0)));
  let [best, bestAt] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (let lag = -most; lag <= most; lag++) {
    let sum = 0;
    for (let i = most; i < Math.min(a!.length, b!.length) - most; i += 1) sum += a![i]! * b![i + lag]!;
    if (sum > best) [best, bestAt] = [sum, lag];
  }
  return bestAt;
}
