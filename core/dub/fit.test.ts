import { describe, expect, it } from 'vitest';
import { planAsIs, planFit } from './fit';
import { PauseEditor } from './pause-editor';

const PAUSES = [
  { startS: 2, endS: 2.5 },
  { startS: 5, endS: 6 },
];

describe('fitting speech', () => {
  it('leaves what fits alone', () => {
    expect(planFit(10, PAUSES, 10)).toMatchObject({ jumps: [], stretch: 1, silenceS: 0, excessS: 0 });
  });

  it('takes from pauses first, from each by what it can give, and never all of one', () => {
    const plan = planFit(10, PAUSES, 9.5);
    expect(plan).toMatchObject({ stretch: 1, silenceS: 0, excessS: 0 });
    expect(plan.pausesS).toBeCloseTo(-0.5);
    const taken = plan.jumps.map(({ atS, toS }) => toS - atS);
    // 0.38 s and 0.88 s can be taken.
    expect(taken[0]! / taken[1]!).toBeCloseTo(0.38 / 0.88);
    plan.jumps.forEach(({ atS, toS }, i) => {
      expect(atS - 0.02).toBeGreaterThan(PAUSES[i]!.startS);
      expect(toS).toBeLessThan(PAUSES[i]!.endS);
    });
  });

  it('says faster what pauses cannot give, by 12 % at most, and tells what is left', () => {
    const faster = planFit(10, PAUSES, 8.3);
    expect(faster.pausesS).toBeCloseTo(-1.26);
    expect(faster.stretch).toBeCloseTo(8.3 / 8.74);
    expect(faster).toMatchObject({ durationS: 8.3, excessS: 0, silenceS: 0 });
    const tooLong = planFit(10, PAUSES, 7);
    expect(tooLong.stretch).toBe(0.88);
    expect(tooLong.durationS).toBeCloseTo(8.74 * 0.88);
    expect(tooLong.excessS).toBeCloseTo(8.74 * 0.88 - 7);
  });

  it('lengthens pauses but not the one before the first word, then all of it, and the rest is silence', () => {
    const longer = planFit(10, [{ startS: 0, endS: 1 }, ...PAUSES], 10.5);
    expect(longer).toMatchObject({ stretch: 1, silenceS: 0 });
    expect(longer.jumps).toHaveLength(2);
    for (const { atS, toS } of longer.jumps) {
      expect(toS).toBeLessThan(atS);
      expect(PAUSES.some(({ startS, endS }) => toS - 0.02 >= startS - 1e-9 && atS <= endS + 1e-9)).toBe(true);
    }
    const tooShort = planFit(10, PAUSES, 14);
    expect(tooShort).toMatchObject({ stretch: 1.12, durationS: 14, excessS: 0 });
    expect(tooShort.pausesS).toBeCloseTo(0.46 + 0.5);
    expect(tooShort.silenceS).toBeCloseTo(14 - 10.96 * 1.12);
  });

  it('has no pauses to use where there are none', () => {
    expect(planFit(4, [], 4.2)).toMatchObject({ jumps: [], pausesS: 0 });
    expect(planFit(4, [], 4.2).stretch).toBeCloseTo(1.05);
  });
});

describe('speech as it is', () => {
  it('has silence behind it, may lose silence, and is never cut in a word', () => {
    const tail = { startS: 9, endS: 10 };
    expect(planAsIs(10, [tail], 12)).toMatchObject({ silenceS: 2, excessS: 0, durationS: 12, stretch: 1 });
    expect(planAsIs(10, [tail], 9.2)).toMatchObject({ silenceS: 0, excessS: 0, durationS: 9.2 });
    expect(planAsIs(10, [tail], 8).excessS).toBeCloseTo(1);
    expect(planAsIs(10, PAUSES, 9.5).excessS).toBeCloseTo(0.5);
  });
});

describe('jumps in a sound', () => {
  const ramp = Float32Array.from({ length: 1000 }, (_, i) => i);
  const through = (jumps: { atS: number; toS: number }[], block: number) => {
    const editor = new PauseEditor(1, 1, jumps, 10);
    const out: number[] = [];
    for (let at = 0; at < ramp.length; at += block)
      out.push(...editor.push([ramp.slice(at, at + block)])[0]!);
    return [...out, ...editor.end()[0]!];
  };

  it('go on where they lead, whatever the blocks', () => {
    const jumps = [
      { atS: 200, toS: 350 },
      { atS: 700, toS: 640 },
    ];
    const whole = through(jumps, 1000);
    expect(whole).toHaveLength(1000 - 150 + 60);
    expect(whole.slice(0, 190)).toEqual(Array.from(ramp.subarray(0, 190)));
    expect(whole.slice(200, 540)).toEqual(Array.from(ramp.subarray(350, 690)));
    expect(whole.slice(550)).toEqual(Array.from(ramp.subarray(640)));
    for (const block of [1, 7, 130]) expect(through(jumps, block)).toEqual(whole);
  });

  it('that lie behind the end are left out', () => {
    expect(through([{ atS: 995, toS: 1200 }], 300)).toEqual(Array.from(ramp));
  });
});
