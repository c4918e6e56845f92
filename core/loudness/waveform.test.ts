import { expect, it } from 'vitest';
import { Waveform } from './waveform';

it('has the highest sample of each tenth of a second of any channel, whatever the blocks', () => {
  const rateHz = 22_050;
  const left = new Float32Array(3 * 2205 + 500);
  const right = new Float32Array(left.length);
  left[0] = 0.25;
  right[2204] = -0.5;
  right[2205] = 0.125;
  left[3 * 2205 - 1] = -1.5;
  left[3 * 2205] = 0.9;
  for (const block of [1, 100, 2205, 4096, left.length]) {
    const wave = new Waveform(rateHz);
    for (let at = 0; at < left.length; at += block)
      wave.push([left, right].map((plane) => plane.subarray(at, at + block)));
    expect([...wave.peaks()]).toEqual([0.5, 0.125, 1.5]);
  }
});
