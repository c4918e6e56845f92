import { describe, expect, it } from 'vitest';
import type { Cut } from './retime';
import { SoundEditor } from './sound-editor';

const RATE = 1000;
/** Longer than all fades: 5 samples. */
const ramp = (count: number) => Float32Array.from({ length: count }, (_, i) => i + 1);

function edit(
  sourceS: number,
  samples: number,
  cuts: Cut[] = [],
  input = ramp(1000),
  startS = 0,
): Float32Array {
  const editor = new SoundEditor({ rateHz: RATE, channels: 1, sourceS, speed: 1, cuts, samples });
  const out: number[] = [];
  const take = (pieces: Iterable<Float32Array[]>) => {
    for (const [plane] of pieces) out.push(...plane!);
  };
  for (let at = 0; at < input.length; at += 37)
    take(editor.push({ startS: startS + at / RATE, planes: [input.subarray(at, at + 37)] }));
  take(editor.end());
  return Float32Array.from(out);
}

describe('the sound editor', () => {
  it('late sound comes forward by exactly its samples, and the length stays', () => {
    const out = edit(0.2, 1000);
    expect(out.length).toBe(1000);
    expect([...out.subarray(10, 13)]).toEqual([211, 212, 213]);
    expect(out[799]).toBe(1000);
    expect(out[800]).toBe(0);
  });

  it('early sound waits, behind silence', () => {
    const out = edit(-0.2, 1000);
    expect(out.subarray(0, 200).every((x) => x === 0)).toBe(true);
    expect([...out.subarray(205, 208)]).toEqual([6, 7, 8]);
    expect(out.length).toBe(1000);
  });

  it('comes in and goes out softly at every seam, and is untouched between', () => {
    const ones = new Float32Array(1000).fill(1);
    const out = edit(0.1, 500, [], ones);
    expect(out[0]).toBeLessThan(0.05);
    expect(out[2]).toBeCloseTo(0.5, 5);
    expect(out.subarray(5, 495).every((x) => x === 1)).toBe(true);
    expect(out[499]).toBeLessThan(0.05);
  });

  it('takes samples out and puts silence in where it is told', () => {
    const out = edit(0, 1000, [
      { atSample: 300, samples: -100 },
      { atSample: 600, samples: 50 },
    ]);
    expect(out[294]).toBe(295);
    expect(out[310]).toBe(411);
    expect(out.subarray(500, 550).every((x) => x === 0)).toBe(true);
    expect(out[560]).toBe(611);
  });

  it('sound that starts later in the file stays that much later', () => {
    const out = edit(0, 1000, [], ramp(500), 0.3);
    expect(out.subarray(0, 300).every((x) => x === 0)).toBe(true);
    expect(out[320]).toBe(21);
  });

  it('another speed puts every moment where it belongs', () => {
    const rate = 8000;
    const tone = Float32Array.from({ length: 80_080 }, (_, i) => Math.sin((2 * Math.PI * 100 * i) / rate));
    const plan = { rateHz: rate, channels: 1, sourceS: 0, speed: 1.001, cuts: [], samples: 80_000 };
    const editor = new SoundEditor(plan);
    const out = [...editor.push({ startS: 0, planes: [tone] }), ...editor.end()].flatMap(([plane]) => [
      ...plane!,
    ]);
    expect(out.length).toBe(80_000);
    for (const i of [1000, 40_000, 79_000])
      expect(out[i]).toBeCloseTo(Math.sin((2 * Math.PI * 100 * i * 1.001) / rate), 2);
  });

  const stereo = { rateHz: 48_000, channels: 2, sourceS: 0, speed: 1 };
  /** Goes through pieces as they come. @returns samples in all, in the longest piece, and bytes held at the worst moment */
  const weigh = (pieces: Iterable<Float32Array[]>) => {
    const before = process.memoryUsage().arrayBuffers;
    let [count, longest, held] = [0, 0, 0];
    for (const [plane] of pieces) {
      count += plane!.length;
      longest = Math.max(longest, plane!.length);
      held = Math.max(held, process.memoryUsage().arrayBuffers - before);
    }
    return { count, longest, held };
  };

  it('holds no more than a moment of the silence before sound that begins after 15 minutes', () => {
    const samples = 1000 * stereo.rateHz;
    const editor = new SoundEditor({ ...stereo, cuts: [], samples });
    const planes = [new Float32Array(1024), new Float32Array(1024)];
    const { count, longest, held } = weigh(editor.push({ startS: 900, planes }));
    expect(count).toBe(900 * stereo.rateHz + 1024);
    expect(longest).toBeLessThanOrEqual(stereo.rateHz);
    // All of it would be 346 MB.
    expect(held).toBeLessThan(150e6);
  });

  it('puts in silence of ten minutes a second at a time', () => {
    const cuts = [{ atSample: 512, samples: 600 * stereo.rateHz }];
    const editor = new SoundEditor({ ...stereo, cuts, samples: 700 * stereo.rateHz });
    const planes = [new Float32Array(1024), new Float32Array(1024)];
    const { count, longest, held } = weigh(editor.push({ startS: 0, planes }));
    expect(count).toBe(600 * stereo.rateHz + 1024);
    expect(longest).toBeLessThanOrEqual(stereo.rateHz);
    expect(held).toBeLessThan(150e6);
  });
});
