import { describe, expect, it } from 'vitest';
import { microphoneWords } from './microphone-copy';

const words = (lateS: number, durationS: number, driftPpm: number | null, isInverted = false) =>
  microphoneWords({ name: 'far.wav', lateS, durationS, driftPpm, isInverted }, 60).replaceAll('\u00a0', ' ');

describe('what is said of a microphone', () => {
  it('names the one that gives the time', () => {
    expect(words(0, 60, null)).toBe('60 s; gives the time');
  });

  it('names when it was started, which part of the whole it has, and how its clock runs', () => {
    expect(words(0.4, 61, 0)).toBe('61 s; started 400 ms earlier; its clock does not drift');
    expect(words(-2.5, 40, 20)).toBe(
      '40 s; started 2.50 s later; has 0:02.5 to 0:42.5 of it; its clock drifts by 1 ms over that part',
    );
    expect(words(0.0001, 60, -100)).toBe(
      '60 s; started at the same time; its clock drifts by 6 ms over the whole',
    );
  });

  it('says where one side of its stereo is turned round', () => {
    const turned = 'one side of its stereo is turned round in phase, so the difference of both sides is used';
    expect(words(0, 60, null, true)).toBe(`60 s; gives the time; ${turned}`);
    expect(words(0.0001, 60, 0, true)).toBe(
      `60 s; started at the same time; its clock does not drift; ${turned}`,
    );
  });
});
