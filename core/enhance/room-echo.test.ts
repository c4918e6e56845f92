import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { seeded } from '../testing/random';
import { solveHermitian } from './hermitian';
import { RoomEcho } from './room-echo';
import { speechLike } from './testing/speech-like';

const RATE_HZ = 48_000;

function through(sound: Float32Array, piece = 4096): Float32Array {
  const room = new RoomEcho(RATE_HZ);
  const parts: Float32Array[] = [];
  for (let at = 0; at < sound.length; at += piece) parts.push(room.push(sound.subarray(at, at + piece)));
  return concatFloat32([...parts, room.end()]);
}

/** Echoes that die away by 60 dB in half a second, from 60 ms on. */
function inRoom(dry: Float32Array): Float32Array {
  const random = seeded(4);
  const out = dry.slice();
  for (let at = 0.06 * RATE_HZ; at < 0.3 * RATE_HZ; at += 331) {
    const size = 0.35 * (random() < 0.5 ? -1 : 1) * 10 ** ((-3 * at) / (0.5 * RATE_HZ));
    for (let i = at; i < out.length; i++) out[i]! += size * (dry[i - at] as number);
  }
  return out;
}

const errorDb = (dry: Float32Array, sound: Float32Array) => {
  let [power, error] = [0, 0];
  dry.forEach((sample, i) => {
    power += sample ** 2;
    error += (sample - (sound[i] as number)) ** 2;
  });
  return 10 * Math.log10(error / power);
};

describe('the echo of a room', () => {
  const dry = speechLike(RATE_HZ, 4);
  const wet = inRoom(dry);
  const made = through(wet);

  it('is less, and what comes straight stays in its place', () => {
    expect(made).toHaveLength(wet.length);
    expect(errorDb(dry, wet) - errorDb(dry, made)).toBeGreaterThan(1);
    let [best, bestLag] = [0, 99];
    for (let lag = -50; lag <= 50; lag++) {
      let sum = 0;
      for (let i = 50; i < dry.length - 50; i += 7) sum += dry[i]! * made[i + lag]!;
      if (sum > best) [best, bestLag] = [sum, lag];
    }
    expect(bestLag).toBe(0);
  });

  it('is taken out alike in blocks of any length, and of a long sound stretch by stretch', () => {
    const long = concatFloat32([wet, wet, wet, wet, wet]);
    const whole = through(long, 48_000);
    expect(whole).toHaveLength(long.length);
    expect(Buffer.from(through(long, 4801).buffer).equals(Buffer.from(whole.buffer))).toBe(true);
    const truth = concatFloat32([dry, dry, dry, dry, dry]);
    expect(errorDb(truth, long) - errorDb(truth, whole)).toBeGreaterThan(1);
  });

  it.each([0, 1, 1000, 30_000])('of %i samples none is lost; silence stays silent', (count) => {
    expect(Buffer.from(through(wet.subarray(0, count)).buffer)).toEqual(
      Buffer.from(wet.slice(0, count).buffer),
    );
    expect(through(new Float32Array(count)).every((sample) => sample === 0)).toBe(true);
  });
});

describe('equations of a Hermitian matrix', () => {
  it('are solved', () => {
    // [[4, 1-i], [1+i, 3]] x = [5+i, 1+4i] has x = [1, i], but for its loading.
    const solved = solveHermitian(Float64Array.of(4, 0, 0, 0, 1, 1, 3, 0), Float64Array.of(5, 1, 1, 4), 2);
    [1, 0, 0, 1].forEach((value, i) => void expect(solved?.[i]).toBeCloseTo(value, 4));
    expect(solveHermitian(new Float64Array(8), new Float64Array(4), 2)).toBeNull();
  });
});
