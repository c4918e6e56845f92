import { describe, expect, it } from 'vitest';
import { areSeveral, levellerGains, type Turn } from './leveller';

const HOP_S = 0.1;
const NEAR = -18;
const FAR = -28;
const PAUSE = -60;
const WHOLE = -20.5;

/** Two who take turns of 1.2 s, with pauses of 0.4 s between them; then somebody who is not seen. */
function talk(): { lufs: Float32Array; speech: Float32Array; turns: Turn[] } {
  const [lufs, speech, turns]: [number[], number[], Turn[]] = [[], [], []];
  const say = (level: number, hops: number) => {
    for (let i = 0; i < hops; i++) {
      lufs.push(level);
      speech.push(level === PAUSE ? 0 : 1);
    }
  };
  for (let turn = 0; turn < 20; turn++) {
    const trackId = turn % 2;
    const startS = lufs.length * HOP_S;
    turns.push({ trackId, startS, endS: startS + 1.2 });
    say(trackId === 0 ? NEAR : FAR, 12);
    say(PAUSE, 4);
  }
  say(-24, 60);
  return { lufs: Float32Array.from(lufs), speech: Float32Array.from(speech), turns };
}

/** How loud the middle of each turn becomes. */
function levels(gains: Float32Array, lufs: Float32Array, turns: readonly Turn[]): number[] {
  return turns.map(({ startS }) => {
    const middle = Math.round(startS / HOP_S) + 6;
    return lufs[middle]! + gains[middle]!;
  });
}

describe('voices evened out by who speaks', () => {
  const { lufs, speech, turns } = talk();
  const alike = levellerGains(lufs, HOP_S, WHOLE, speech);
  const byTurns = levellerGains(lufs, HOP_S, WHOLE, speech, turns);
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

  it('come closer, where three seconds of both together say nothing of either', () => {
    expect(spread(levels(alike, lufs, turns))).toBeGreaterThan(7);
    expect(spread(levels(byTurns, lufs, turns))).toBeLessThan(2.5);
  });

  it('keep one gain through a turn, and change in the pause, no faster than 40 dB a second', () => {
    for (const { startS } of turns) {
      const from = Math.round(startS / HOP_S);
      // A voice that is raised may come up within its first two hops.
      expect(spread([...byTurns.subarray(from + 2, from + 12)])).toBeLessThan(0.1);
    }
    const steps = byTurns.map((gain, i) => Math.abs(gain - (byTurns[i - 1] ?? gain)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(4.01);
  });

  it.each([4, 20, 40])(
    'leave the room of %d noisy hops where it is, though speech is not quite ruled out',
    (hops) => {
      for (const mayBe of [0.05, 0.2]) {
        const spoken = { lufs: -24, speech: 1 };
        const noise = { lufs: WHOLE - 10, speech: mayBe };
        const all = [
          ...Array(hops).fill(noise),
          ...Array(30).fill(spoken),
          ...Array(hops).fill(noise),
          ...Array(30).fill(spoken),
          ...Array(hops).fill(noise),
        ];
        const turnAt = (from: number, trackId: number) => ({
          startS: from * HOP_S,
          endS: (from + 30) * HOP_S,
          trackId,
        });
        const gains = levellerGains(
          Float32Array.from(all, (hop) => hop.lufs),
          HOP_S,
          WHOLE,
          Float32Array.from(all, (hop) => hop.speech),
          [turnAt(hops, 1), turnAt(2 * hops + 30, 2)],
        );
        // Both are as loud, so that there is nothing to change.
        for (const gain of gains) expect(gain).toBeCloseTo(0.8 * (WHOLE + 24), 4);
      }
    },
  );

  it('let a moment that may be speech pass where it is too short to tell', () => {
    const [soft, likely] = [lufs.slice(), speech.slice()];
    const hop = Math.round(turns[4]!.endS / HOP_S) + 2;
    soft[hop] = WHOLE - 10;
    likely[hop] = 0.9;
    expect(levellerGains(soft, HOP_S, WHOLE, likely, turns)).toEqual(byTurns);
  });

  it('take whoever is not seen for one more', () => {
    expect(byTurns[byTurns.length - 10]).toBeCloseTo(0.8 * (WHOLE + 24), 1);
  });

  it('are evened out as ever where the check knows of one alone, or nothing is said', () => {
    const one = turns.filter(({ trackId }) => trackId === 0);
    expect([areSeveral([]), areSeveral(one), areSeveral(turns)]).toEqual([false, false, true]);
    expect(levellerGains(lufs, HOP_S, WHOLE, speech, one)).toEqual(alike);
    const none = levellerGains(lufs, HOP_S, WHOLE, new Float32Array(lufs.length), turns);
    expect(none.every((gain) => gain === 0)).toBe(true);
  });
});

it('a long pause with steady noise keeps the gain of the speech before it', () => {
  const hops = 200;
  const isSpeech = (hop: number) => hop < 60 || hop >= 140;
  const lufs = Float32Array.from({ length: hops }, (_, hop) => (isSpeech(hop) ? -20 : -32));
  const speech = Float32Array.from({ length: hops }, (_, hop) => (isSpeech(hop) ? 1 : 0.08));
  const gains = levellerGains(lufs, HOP_S, -20, speech);
  expect(Math.max(...gains)).toBeLessThan(0.1);
});
