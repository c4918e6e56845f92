import { describe, expect, it } from 'vitest';
import { HOP_S } from '../loudness/figures';
import { LoudnessMeter } from '../loudness/meter';
import { seeded } from '../testing/random';
import { BedMixer, duckingGains, fadeAt, speechLufs } from './bed';
import { bedRounds, JOIN_S } from './bed-rounds';
import { endless } from './endless';
import { FRAME_S, FrameEnergies } from './frame-energies';

const RATE_HZ = 16_000;
/** Somebody speaks from one second to the other. */
const SPOKEN = [
  [4, 10],
  [10.8, 14],
  [20, 26],
] as const;
const LENGTH_S = 34;
const HOPS = Math.round(LENGTH_S / HOP_S);

const isSpoken = (atS: number) => SPOKEN.some(([from, to]) => atS >= from && atS < to);
const speechHops = () =>
  Float32Array.from({ length: HOPS }, (_, i) => (isSpoken((i + 0.5) * HOP_S) ? 0.95 : 0));

function noise(seconds: number, size: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, () => size * (2 * random() - 1));
}

function lufs(plane: Float32Array, fromS: number, toS: number): number {
  const meter = new LoudnessMeter(RATE_HZ, 1);
  meter.push([plane.subarray(fromS * RATE_HZ, toS * RATE_HZ)]);
  return meter.result().integratedLufs!;
}

describe('a bed under speech', () => {
  const [belowLu, duckDb] = [18, 12];
  const voice = noise(LENGTH_S, 0.3, 3).map((sample, i) => (isSpoken(i / RATE_HZ) ? sample : 0));
  const bed = noise(LENGTH_S, 0.05, 7);
  const mixed = (amounts: { belowLu: number; duckDb: number }, piece: number) => {
    const meter = new LoudnessMeter(RATE_HZ, 1);
    meter.push([voice]);
    const over = speechLufs(meter.hops(), speechHops(), meter.result().integratedLufs)!;
    const mixer = new BedMixer({
      rateHz: RATE_HZ,
      samples: voice.length,
      hopS: HOP_S,
      gainDb: over - amounts.belowLu - lufs(bed, 0, LENGTH_S),
      ducking: duckingGains(speechHops(), HOP_S, amounts.duckDb),
    });
    const out = voice.slice();
    for (let at = 0; at < out.length; at += piece)
      mixer.mix([out.subarray(at, at + piece)], [bed.slice(at, at + piece)]);
    return { out, over };
  };
  const { out, over } = mixed({ belowLu, duckDb }, 4801);
  const under = out.map((sample, i) => sample - voice[i]!);

  it.each([
    [4, 10],
    [10, 10.8],
    [10.8, 14],
    [20, 26],
  ])(
    'is as much lower as was asked for while somebody speaks, and in short pauses: %d to %d s',
    (fromS, toS) => {
      expect(Math.abs(lufs(under, fromS, toS) - (over - belowLu - duckDb))).toBeLessThan(0.5);
    },
  );

  it.each([
    [1.2, 3.4],
    [15, 19.4],
    [27, 30.9],
  ])('has the level that was asked for in pauses: %d to %d s', (fromS, toS) => {
    expect(Math.abs(lufs(under, fromS, toS) - (over - belowLu))).toBeLessThan(0.5);
  });

  it('leaves the speech where it is and as it is, whatever the blocks', () => {
    // What is added is the bed and nothing else: turned off, every sample is the speech's own.
    const silent = mixed({ belowLu: 400, duckDb }, 977).out;
    expect(silent.every((sample, i) => Math.abs(sample - voice[i]!) < 1e-9)).toBe(true);
    const other = mixed({ belowLu, duckDb }, 977).out;
    expect(other.every((sample, i) => sample === out[i])).toBe(true);
  });

  it('begins and ends in silence, without a step', () => {
    const energy = (fromS: number) => {
      const part = under.subarray(Math.round(fromS * RATE_HZ), Math.round((fromS + 0.02) * RATE_HZ));
      return 10 * Math.log10(part.reduce((sum, s) => sum + s * s, 0) / part.length);
    };
    expect(energy(0)).toBeLessThan(energy(2) - 45);
    expect(energy(LENGTH_S - 0.02)).toBeLessThan(energy(30) - 60);
    for (let i = 1; i < RATE_HZ; i++) {
      const step = fadeAt(i, voice.length, RATE_HZ) - fadeAt(i - 1, voice.length, RATE_HZ);
      expect(step >= 0 && step < 2e-4).toBe(true);
    }
    // Of a short sound both fades have their place.
    expect(Math.max(...Array.from({ length: 4800 }, (_, i) => fadeAt(i, 4800, RATE_HZ)))).toBe(1);
  });
});

describe('ducking', () => {
  it('is down before the first word and up again behind the last, along straight lines', () => {
    const gains = duckingGains(speechHops(), HOP_S, 12);
    const at = (atS: number) => gains[Math.floor(atS / HOP_S)]!;
    expect([at(3.4), at(3.95), at(4.05), at(13.95), at(14.05), at(15.05)]).toEqual(
      [0, -12, -12, -12, -12, 0].map((db) => expect.closeTo(db, 3)),
    );
    for (let i = 1; i < gains.length; i++) expect(Math.abs(gains[i]! - gains[i - 1]!)).toBeLessThan(3.001);
  });

  it('does not come up between words, nor go down for a click', () => {
    const hops = new Float32Array(100);
    hops.fill(0.9, 20, 25);
    hops.fill(0.9, 37, 40);
    hops[70] = 0.4;
    const gains = duckingGains(hops, HOP_S, 12);
    expect([...gains.subarray(20, 40)].every((db) => db === -12)).toBe(true);
    expect(gains[70]).toBe(0);
  });

  it('stays as it is where nobody speaks, or nothing was asked for', () => {
    expect([...duckingGains(new Float32Array(20), HOP_S, 12)]).toEqual(new Array(20).fill(0));
    expect(duckingGains(speechHops(), HOP_S, 0).every((db) => db === 0)).toBe(true);
    expect(duckingGains(new Float32Array(), HOP_S, 12)).toHaveLength(0);
  });
});

it('speech is as loud as it is where somebody speaks; where hardly anybody does, as the whole', () => {
  const hops = Float32Array.from([-20, -20, -20, -60, -60, Number.NEGATIVE_INFINITY]);
  expect(speechLufs(hops, Float32Array.from([1, 1, 1, 0, 0, 0]), -25)).toBeCloseTo(-20, 5);
  expect(speechLufs(hops, new Float32Array(6), -25)).toBe(-25);
  expect(speechLufs(hops, new Float32Array(6), null)).toBeNull();
});

describe('as long as it is needed', () => {
  const frames = (seconds: number) => Math.round(seconds / FRAME_S);
  const loud = (seconds: number) => new Float32Array(frames(seconds)).fill(0.01);

  it('is cut when it is longer, from its first sound on', () => {
    const energies = loud(60).fill(0, 0, 150);
    expect(bedRounds(energies, 3000)).toEqual({ first: 150, again: 150, end: 3150, count: 1 });
  });

  it('is repeated from a quiet place to a quiet place, without the silence at its ends', () => {
    const energies = loud(40);
    energies.fill(0, 0, 100).fill(0, 3900);
    energies.fill(0.0001, frames(5), frames(6)).fill(0.0001, frames(34), frames(35));
    const rounds = bedRounds(energies, frames(120));
    expect(rounds).toEqual({ first: 100, again: 500, end: 3500, count: 4 });
  });

  it('is silent, or too short to be repeated', () => {
    expect(bedRounds(new Float32Array(500), 100)).toBe('silent');
    expect(bedRounds(new Float32Array(), 100)).toBe('silent');
    expect(bedRounds(loud(2), frames(10))).toBe('too-short');
    expect(bedRounds(loud(2.1), frames(10))).toMatchObject({ first: 0 });
    // Not too short for what is shorter still.
    expect(bedRounds(loud(2), frames(1.5))).toMatchObject({ end: 150, count: 1 });
  });

  it('is as much as is heard, pauses in it among it, and silence at its ends not', () => {
    const tone = (seconds: number) => noise(seconds, 0.1, 5);
    const silence = (seconds: number) => new Float32Array(seconds * RATE_HZ);
    const measured = new FrameEnergies(RATE_HZ);
    const heard = [silence(0.5), tone(1), silence(1), tone(0.2), silence(2)].map((plane) => {
      measured.push([plane]);
      return measured.heard;
    });
    expect(heard).toEqual([0, 100, 100, 220, 220]);
  });

  it('goes over into itself without a click', async () => {
    // A tone that a cut would break in the middle of a swing.
    const tone = Float32Array.from({ length: Math.round(7.317 * RATE_HZ) }, (_, i) => {
      const turn = (2 * Math.PI * i) / RATE_HZ;
      return 0.2 * Math.sin(331.7 * turn) + 0.1 * Math.sin(1207.3 * turn);
    });
    const measured = new FrameEnergies(RATE_HZ);
    measured.push([tone]);
    expect(measured.heard).toBe(731);
    const rounds = bedRounds(measured.energies(), frames(25));
    if (typeof rounds === 'string') throw new Error(rounds);
    const frame = FRAME_S * RATE_HZ;
    let from = rounds.first;
    const looped: number[] = [];
    const round = async function* () {
      const own = tone.slice(from * frame, rounds.end * frame);
      from = rounds.again;
      for (let at = 0; at < own.length; at += 5000) yield [own.slice(at, at + 5000)];
    };
    for await (const [plane] of endless(round, JOIN_S * RATE_HZ)) {
      looped.push(...plane!);
      if (looped.length > 25 * RATE_HZ) break;
    }
    const step = (samples: ArrayLike<number>, from: number, to: number) => {
      let most = 0;
      for (let i = from + 1; i < to; i++) most = Math.max(most, Math.abs(samples[i]! - samples[i - 1]!));
      return most;
    };
    const own = step(tone, 0, tone.length);
    const join = (rounds.end - rounds.first) * frame - JOIN_S * RATE_HZ;
    // Where both are in step the crossfade is 3 dB louder, and steps grow with it, but nothing jumps.
    expect(step(looped, join - RATE_HZ, join + 2 * RATE_HZ)).toBeLessThan(own * Math.SQRT2);
    const jump = (at: number) => Math.abs(looped[at]! - looped[at - 1]!);
    for (const at of [join, join + JOIN_S * RATE_HZ]) {
      const around = Math.max(step(looped, at - 100, at - 1), step(looped, at + 1, at + 100));
      expect(jump(at)).toBeLessThanOrEqual(around);
    }
  });
});
