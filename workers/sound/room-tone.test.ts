/** Holes in a room of known construction: noise of one colour on both sides, and tones that stand for speech. */
import { describe, expect, it, vi } from 'vitest';
import type { Stretch } from '../../core/enhance/holes';
import { HoleFinder } from '../../core/enhance/holes';
import { seeded } from '../../core/testing/random';
import { KeptBlocks } from './kept-blocks';
import { fillHoles } from './room-tone';

const RATE_HZ = 48_000;
const S = RATE_HZ;
const SAMPLES = 20 * S;
const HOPS = 200;
/** Where somebody speaks. */
const SPOKEN: Stretch[] = [
  { from: 3 * S, to: 6 * S },
  { from: 11 * S, to: 14 * S },
];
/** In a pause, at the end of speech, in the midst of it, short. */
const HOLES: Stretch[] = [
  { from: 1.2 * S, to: 2.4 * S },
  { from: 4 * S + 7, to: 4.125 * S },
  { from: 6 * S, to: 8 * S + 333 },
  { from: 17 * S, to: 17.05 * S },
];

const SPEECH = Float32Array.from({ length: HOPS }, (_, hop) =>
  SPOKEN.some(({ from, to }) => (hop + 1) * 4800 > from && hop * 4800 < to) ? 1 : 0,
);

/** Low noise, half of it alike on both sides; 50 dB below full scale. */
function room(): Float32Array[] {
  const random = seeded(11);
  const state = [0, 0, 0];
  const planes = [new Float32Array(SAMPLES), new Float32Array(SAMPLES)];
  for (let i = 0; i < SAMPLES; i++) {
    for (let k = 0; k < 3; k++) state[k]! += 0.05 * (random() - 0.5 - state[k]!);
    planes[0]![i] = 0.05 * (state[0]! + state[1]!);
    planes[1]![i] = 0.05 * (state[0]! + state[2]!);
  }
  return planes;
}

const ROOM = room();

function recording(holes: readonly Stretch[] = HOLES): Float32Array[] {
  const planes = ROOM.map((plane) => plane.slice());
  for (const plane of planes) {
    for (const { from, to } of SPOKEN)
      for (let i = from; i < to; i++)
        plane[i]! +=
          0.2 * Math.sin((2 * Math.PI * 220 * i) / RATE_HZ) * Math.sin((Math.PI * (i - from)) / (to - from));
    for (const { from, to } of holes) plane.fill(0, from, to);
    // Silence before and behind all of it is none of its holes.
    plane.fill(0, 0, 0.4 * S);
    plane.fill(0, SAMPLES - 0.3 * S);
    // A soft moment.
    plane.fill(0, 15 * S, 15 * S + 700);
  }
  return planes;
}

async function filled(planes: readonly Float32Array[], speech = SPEECH, block = 50_001) {
  const kept = new KeptBlocks(planes.length);
  const finder = new HoleFinder(RATE_HZ);
  for (let at = 0; at < SAMPLES; at += block) {
    const part = planes.map((plane) => plane.slice(at, at + block));
    kept.push(part);
    finder.push(part);
  }
  await kept.finish();
  const made = await fillHoles(kept, { rateHz: RATE_HZ, channels: planes.length, speech }, finder.holes);
  return {
    made: await made.kept.read(0, SAMPLES),
    holes: made.holes,
    found: finder.holes,
    isSame: made.kept === kept,
  };
}

const power = (plane: Float32Array, { from, to }: Stretch) =>
  plane.subarray(from, to).reduce((sum, x) => sum + x * x, 0) / (to - from);
const db = (ratio: number) => 10 * Math.log10(ratio);
const steepest = (plane: Float32Array, { from, to }: Stretch) => {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(plane[i]! - plane[i - 1]!));
  return most;
};
const alike = ([left, right]: readonly Float32Array[], { from, to }: Stretch) => {
  let dot = 0;
  for (let i = from; i < to; i++) dot += left![i]! * right![i]!;
  return dot / (to - from) / Math.sqrt(power(left!, { from, to }) * power(right!, { from, to }));
};
/** Share of the power above some 1 kHz: of what is left of a difference of samples. */
const bright = (plane: Float32Array, { from, to }: Stretch) => {
  const differences = Float32Array.from(
    { length: to - from },
    (_, i) => plane[from + i]! - plane[from + i - 1]!,
  );
  return power(differences, { from: 0, to: to - from }) / power(plane, { from, to });
};

describe('room tone for holes', { timeout: 30_000 }, () => {
  const PAUSE: Stretch = { from: 8.5 * S, to: 10.5 * S };

  it('is as loud as the pauses, of their colour and as wide, and nothing else is changed', async () => {
    const before = recording();
    const { made, holes, found } = await filled(before);
    expect(found).toEqual(HOLES);
    const filledS = HOLES.reduce((sum, { from, to }) => sum + to - from, 0) / RATE_HZ;
    expect(holes).toEqual({ count: 4, filledS });
    for (const [channel, plane] of made.entries()) {
      const isIn = (i: number) => HOLES.some(({ from, to }) => i >= from && i < to);
      const changed = plane.findIndex((sample, i) => !isIn(i) && sample !== before[channel]![i]);
      expect(changed).toBe(-1);
      for (const hole of HOLES) {
        const isLong = hole.to - hole.from > S;
        const off = db(power(plane, hole) / power(plane, PAUSE));
        expect(Math.abs(off)).toBeLessThan(isLong ? 1 : 4);
        if (isLong) expect(Math.abs(db(bright(plane, hole) / bright(plane, PAUSE)))).toBeLessThan(1);
        if (isLong) expect(Math.abs(alike(made, hole) - alike(made, PAUSE))).toBeLessThan(0.1);
      }
    }
  });

  it('begins and ends without a click, the same every time and in blocks of any length', async () => {
    const [{ made }, other] = [await filled(recording()), await filled(recording(), SPEECH, 300_000)];
    made.forEach((plane, i) => {
      expect(Buffer.from(plane.buffer).equals(Buffer.from(other.made[i]!.buffer))).toBe(true);
    });
    for (const plane of made) {
      const usual = steepest(plane, PAUSE);
      // Where the room goes on before and behind.
      for (const at of [HOLES[0]!.from, HOLES[0]!.to, HOLES[3]!.from, HOLES[3]!.to])
        expect(steepest(plane, { from: at - 480, to: at + 480 })).toBeLessThan(1.5 * usual);
      for (const hole of [HOLES[0]!, HOLES[2]!])
        expect(steepest(plane, { from: hole.from + 1, to: hole.to })).toBeLessThan(1.5 * usual);
    }
  });

  it('is left out where there is no hole, and where no pause has the room in it', async () => {
    const whole = await filled(recording([]));
    expect([whole.isSame, whole.holes]).toEqual([true, { count: 0, filledS: 0 }]);
    const spoken = await filled(recording(), new Float32Array(HOPS).fill(1));
    expect([spoken.isSame, spoken.holes]).toEqual([true, { count: 4, filledS: 0 }]);
    const silent = await filled([new Float32Array(SAMPLES)]);
    expect([silent.isSame, silent.holes]).toEqual([true, { count: 0, filledS: 0 }]);
  });

  it('fills what cleaning left dead, too', async () => {
    const planes = recording([]);
    const kept = new KeptBlocks(2);
    kept.push(planes.map((plane) => plane.map((x, i) => (i > 9 * S && i < 10 * S ? x / 1e4 : x))));
    await kept.finish();
    const { holes } = await fillHoles(kept, { rateHz: RATE_HZ, channels: 2, speech: SPEECH }, []);
    expect([holes.count, Math.round(100 * holes.filledS)]).toEqual([1, 100]);
  });

  it('reads what is next to many holes once, no more than two seconds of a long break, and says how far it is', async () => {
    const long = new KeptBlocks(1);
    const random = seeded(3);
    const samples = 45 * S;
    // A hiss of half a minute, then a word with a hole every tenth of a second.
    const plane = Float32Array.from({ length: samples }, (_, i) => {
      const isHole = i > 32 * S && i < 42 * S && i % 4800 < 1200;
      return isHole ? 0 : 0.003 * (random() - 0.5);
    });
    for (let at = 0; at < samples; at += S) long.push([plane.slice(at, at + S)]);
    await long.finish();
    const speech = new Float32Array(450).fill(1, 300);
    const reads: number[] = [];
    const read = long.read.bind(long);
    vi.spyOn(long, 'read').mockImplementation((from, to) => {
      if (to - from > 0.1 * S) reads.push(to - from);
      return read(from, to);
    });
    const done: number[] = [];
    const made = await fillHoles(long, { rateHz: RATE_HZ, channels: 1, speech }, [], (at) => done.push(at));
    expect(made.holes.count).toBe(100);
    expect(reads).toEqual([2 * S]);
    expect(done.length).toBeGreaterThanOrEqual(2 * (samples / 240_000));
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(2 * samples);
  });
});
