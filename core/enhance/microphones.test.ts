import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { coarseLag, lagLine, phaseLag, stepOf } from './align';
import { Automixer, type HeardMicrophone, sharedGains, summed } from './automix';
import { speechLike } from './testing/speech-like';

const RATE_HZ = 16_000;
const FRAME_S = 0.01;
const FRAME = FRAME_S * RATE_HZ;

/** Speech with pauses of its own rhythm. */
const talk = (seconds: number, seed: number) => {
  const random = seeded(seed);
  const turns = Array.from({ length: Math.ceil(seconds) }, () => (random() < 0.35 ? 0 : 0.3 + random()));
  return speechLike(RATE_HZ, seconds, seed).map((s, i) => s * turns[Math.floor(i / RATE_HZ)]!);
};

function noisy(samples: Float32Array, size: number, seed: number): Float32Array {
  const random = seeded(seed);
  return samples.map((s) => s + size * (2 * random() - 1));
}

/** As another microphone hears it: later, softer, and by a wall as well. */
const elsewhere = (samples: Float32Array, later: number) =>
  samples.map((_, i) => 0.3 * (samples[i - later] ?? 0) + 0.12 * (samples[i - later - 211] ?? 0));

function levels(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / FRAME) }, (_, i) => {
    const frame = samples.subarray(i * FRAME, (i + 1) * FRAME);
    return Math.sqrt(frame.reduce((sum, s) => sum + s * s, 0) / FRAME);
  });
}

const toDb = (values: Float32Array) => values.map((value) => 20 * Math.log10(Math.max(1e-6, value)));

describe('two recordings of one room', () => {
  it.each([23_457, -41_018])('are brought together to the sample: %d', (later) => {
    const voice = talk(16, 5);
    const reference = noisy(voice, 0.002, 11);
    const other = noisy(elsewhere(voice, later), 0.002, 12);
    const coarse = coarseLag(toDb(levels(reference)), toDb(levels(other)))!;
    expect(coarse.likeness).toBeGreaterThan(0.5);
    expect(Math.abs(coarse.frames * FRAME - later)).toBeLessThanOrEqual(2 * FRAME);
    const at = 6 * RATE_HZ;
    const size = 2 ** 15;
    const from = at + coarse.frames * FRAME;
    const fine = phaseLag(
      reference.subarray(at, at + size),
      other.subarray(from, from + size),
      0.05 * RATE_HZ,
      RATE_HZ,
    );
    expect(coarse.frames * FRAME + fine!).toBe(later);
  });

  it('say so when they are of different rooms, or silent', () => {
    // Another voice, in another rhythm.
    const other = talk(16, 77);
    const [a, b] = [
      talk(12, 5),
      other.map((_, i) => other[Math.round(1.31 * i)] ?? 0).slice(0, 12 * RATE_HZ),
    ];
    expect(
      coarseLag(toDb(levels(noisy(a, 0.002, 11))), toDb(levels(noisy(b, 0.002, 12))))!.likeness,
    ).toBeLessThan(0.4);
    const size = 2 ** 15;
    const [hiss, rush] = [11, 12].map((seed) => noisy(new Float32Array(size), 0.1, seed));
    expect(phaseLag(hiss!, rush!, 800, RATE_HZ)).toBeNull();
    expect(phaseLag(hiss!, hiss!, 800, RATE_HZ)).toBe(0);
    expect(coarseLag(toDb(levels(a)), new Float32Array(2400).fill(-120))).toBeNull();
    expect(coarseLag(new Float32Array(), toDb(levels(a)))).toBeNull();
  });

  it.each([100e-6, -40e-6])('are told to drift, from their sound: %d', (drift) => {
    const voice = talk(24, 5);
    // A clock that runs otherwise: the sound is read between its samples.
    const drifted = voice.map((_, i) => {
      const place = i * (1 - drift);
      const [at, share] = [Math.floor(place), place % 1];
      return (voice[at] ?? 0) * (1 - share) + (voice[at + 1] ?? 0) * share;
    });
    const [a, b] = [noisy(voice, 0.002, 11), noisy(elsewhere(drifted, 300), 0.002, 12)];
    const size = 2 ** 15;
    const points = [0, 4, 8, 12, 16, 20].flatMap((atS) => {
      const at = atS * RATE_HZ;
      const lag = phaseLag(a.subarray(at, at + size), b.subarray(at, at + size), 1600, RATE_HZ);
      return lag === null ? [] : [{ atS, lagS: lag / RATE_HZ }];
    });
    expect(points.length).toBeGreaterThan(4);
    expect(Math.abs(lagLine(points).perS - drift)).toBeLessThan(8e-6);
  });

  it('tell how one clock runs away from the other, whoever speaks', () => {
    const random = seeded(3);
    // 50 millionths, beside 3 ms for where somebody sits, and one place that went wrong.
    const points = Array.from({ length: 16 }, (_, i) => ({
      atS: 40 * i,
      lagS: 1.25 + 50e-6 * (40 * i - 300) + (random() < 0.5 ? 0.003 : -0.003),
    }));
    points[7]!.lagS += 0.05;
    const { lagS, perS } = lagLine(points);
    expect(Math.abs(perS - 50e-6)).toBeLessThan(10e-6);
    expect(Math.abs(lagS - 1.25)).toBeLessThan(0.004);
    expect(lagLine([{ atS: 3, lagS: 0.5 }])).toEqual({ lagS: 0.5, perS: 0 });
  });
});

describe('lags along an hour', () => {
  /** Every four minutes, of a clock that runs otherwise, as they are told from two seats. */
  const lags = (perS: number, seatS = 0.006) =>
    Array.from({ length: 15 }, (_, i) => ({
      atS: 240 * i,
      lagS: 0.3 + perS * (240 * i - 1680) + (i % 2 ? seatS : -seatS),
    }));

  it('tell a drift, and no drift from where two people sit', () => {
    expect(stepOf(lags(20e-6), 3600)).toMatchObject({ isDrifting: true });
    const step = stepOf(lags(2e-6), 3600);
    if (step === 'unclear') throw new Error(step);
    expect(step.isDrifting).toBe(false);
    expect(Math.abs(step.perS - 2e-6)).toBeLessThan(4e-6);
    // First one of them speaks alone, then the other.
    const inTurn = lags(0, 0).map(({ atS }, i) => ({ atS, lagS: 0.3 + (i < 7 ? -0.006 : 0.006) }));
    expect(stepOf(inTurn, 3600)).toMatchObject({ isDrifting: false });
  });

  it('are no proof where they are near one time alone, as of a clock that runs far away', () => {
    const clear = lags(200e-6).filter(({ lagS }) => Math.abs(lagS - 0.3) < 0.1);
    expect(clear.length).toBeGreaterThan(2);
    expect(clear.length).toBeLessThan(6);
    expect(stepOf(clear, 3600)).toBe('unclear');
  });
});

describe('microphones that are mixed', () => {
  const [first, second] = [speechLike(RATE_HZ, 8, 5), speechLike(RATE_HZ, 8, 77)];
  const isFirst = (i: number) => Math.floor(i / RATE_HZ / 2) % 2 === 0;
  const one = first.map((s, i) => (isFirst(i) ? s : 0));
  const two = second.map((s, i) => (isFirst(i) ? 0 : s));
  // Each hears the other 12 dB softer.
  const a = one.map((s, i) => s + 0.25 * two[i]!);
  const b = two.map((s, i) => s + 0.25 * one[i]!);
  const heard = [a, b].map((each) => ({
    levels: levels(each),
    speech: new Float32Array(Math.floor(each.length / FRAME)).fill(0.9),
    recorded: { from: 0, to: Math.floor(each.length / FRAME) },
  }));
  const shares = sharedGains(heard, FRAME_S);

  it('have shares that add up to 1, also where nobody speaks', () => {
    for (const [i, share] of shares[0]!.entries()) expect(share + shares[1]![i]!).toBeCloseTo(1, 5);
    const quiet = heard.map((each) => ({ ...each, speech: each.speech.map(() => 0) }));
    for (const share of sharedGains(quiet, FRAME_S))
      expect(share.every((s) => Math.abs(s - 0.5) < 1e-6)).toBe(true);
  });

  it('have no share before they record and after, which leaves the whole to the others', () => {
    const [all, late] = heard as [HeardMicrophone, HeardMicrophone];
    const from = 300;
    const levels = late.levels.map((level, i) => (i < from ? 0 : level));
    const [ours, theirs] = sharedGains([all, { ...late, levels, recorded: { from, to: 700 } }], FRAME_S);
    for (const [i, share] of ours!.entries()) {
      const isAlone = i < from || i >= 700;
      expect([share === 1, theirs![i] === 0]).toEqual([isAlone, isAlone]);
      expect(share + theirs![i]!).toBeCloseTo(1, 5);
    }
  });

  it('let one voice through and keep its crosstalk out: each is as loud as its own microphone has it', () => {
    const inTurn = (isOwn: boolean, samples: Float32Array) => {
      let [sum, count] = [0, 0];
      // Away from the changes.
      for (let i = 0; i < samples.length; i++) {
        const inS = (i / RATE_HZ) % 2;
        if (isFirst(i) !== isOwn || inS < 0.5 || inS > 1.9) continue;
        sum += samples[i]!;
        count += 1;
      }
      return sum / count;
    };
    expect(inTurn(true, repeated(shares[0]!))).toBeGreaterThan(0.75);
    expect(inTurn(false, repeated(shares[0]!))).toBeLessThan(0.25);
    const mixed = pieces([a, b], 4001);
    const power = (samples: Float32Array, isOwn: boolean) =>
      inTurn(
        isOwn,
        samples.map((s) => s * s),
      );
    for (const [own, voice] of [
      [true, one],
      [false, two],
    ] as const)
      expect(Math.abs(10 * Math.log10(power(mixed, own) / power(voice, own)))).toBeLessThan(1.5);
  });

  it('are what one of them is where both are the same, whatever the blocks', () => {
    const same = pieces([a, a], 977);
    expect(same.every((s, i) => Math.abs(s - a[i]!) < 1e-6)).toBe(true);
    expect(pieces([a, b], 977).every((s, i) => s === pieces4001[i])).toBe(true);
  });

  it('give parts of which the mix is the sum', () => {
    const parts = new Automixer(shares, FRAME).parts([a, b]);
    expect(parts.map(({ length }) => length)).toEqual([a.length, a.length]);
    expect(parts[0]!.every((s, i) => Math.abs(s + parts[1]![i]! - pieces4001[i]!) < 1e-6)).toBe(true);
  });

  const pieces4001 = pieces([a, b], 4001);

  function pieces(planes: Float32Array[], piece: number): Float32Array {
    const mixer = new Automixer(shares, FRAME);
    const out = new Float32Array(planes[0]!.length);
    for (let at = 0; at < out.length; at += piece)
      out.set(summed(mixer.parts(planes.map((plane) => plane.subarray(at, at + piece)))), at);
    return out;
  }

  function repeated(share: Float32Array): Float32Array {
    return Float32Array.from({ length: share.length * FRAME }, (_, i) => share[Math.floor(i / FRAME)]!);
  }
});
