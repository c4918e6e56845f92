import { describe, expect, it } from 'vitest';
import { middleOfFrame } from './playback';

describe('a step of the player', () => {
  it('shows the next and the previous frame at a steady rate', () => {
    expect(middleOfFrame(0.5, 1, null, 25)).toBeCloseTo(0.54);
    expect(middleOfFrame(0.54, -1, null, 25)).toBeCloseTo(0.5);
  });

  it('shows the very next picture of a phone video, however long the last one stood', () => {
    const timesS = Float64Array.of(0, 0.03, 0.2, 0.23);
    expect(middleOfFrame(0.1, 1, timesS, 25)).toBeCloseTo(0.215);
    expect(middleOfFrame(0.215, -1, timesS, 25)).toBeCloseTo(0.115);
    expect(middleOfFrame(0.23, 1, timesS, 25)).toBeCloseTo(0.25);
    expect(middleOfFrame(0, -1, timesS, 25)).toBeCloseTo(0.015);
  });
});
