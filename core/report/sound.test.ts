import { expect, it } from 'vitest';
import { FigureMeter } from '../loudness/figures';
import { figuresRecord, notPlacedWarning, sidesSentence, soundReportCsv } from './sound';

it('says why a voice was not placed', () => {
  expect(notPlacedWarning(1, true)).toBe(
    'The voice was not placed: a mix of microphones has no picture with faces.',
  );
  expect(notPlacedWarning(6, false)).toBe('The voice was not placed: the sound has more than two channels.');
  expect(notPlacedWarning(2, false)).toBe('The voice was not placed: no face was seen to speak.');
});

it('says which side is silent, or that one is turned round, and what was done', () => {
  expect(sidesSentence('left-silent', false)).toBe('The left channel is silent.');
  expect(sidesSentence('right-silent', true)).toBe('The right channel is silent.');
  expect(sidesSentence('inverted', false)).toBe(
    'One side of this stereo sound is turned round in phase: it was listened to as the difference of both sides. They stay as they are; played in mono, they cancel each other.',
  );
  expect(sidesSentence('inverted', true)).toContain(
    'the difference of both sides, and the voice was separated with that side turned back. They stay as they are',
  );
});

it('has the phase of both sides in its record and its CSV, and nothing of one channel', () => {
  const tone = Float32Array.from({ length: 9600 }, (_, i) => 0.1 * Math.sin(0.1 * i));
  const turned = tone.map((sample) => -0.5 * sample);
  const [stereo, mono] = [[tone, turned], [tone]].map((planes) => {
    const meter = new FigureMeter(48_000, planes.length);
    meter.push(planes);
    return meter.figures(new Float32Array());
  });
  expect(figuresRecord(stereo!).phaseCorrelation).toBe(-1);
  expect(figuresRecord(mono!).phaseCorrelation).toBeNull();
  const [head, before, after] = soundReportCsv('a.wav', stereo!, mono!).trim().split(/\r?\n/);
  const last = (line?: string) => line!.split(',').at(-1);
  expect([last(head), last(before), last(after)]).toEqual(['phase_correlation', '-1', '']);
});
