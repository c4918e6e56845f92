import { expect, test } from 'vitest';
import { type FileConditions, reasonsOf } from './file-conditions';

const CONDITIONS: FileConditions = {
  ...{ visibleSpeechS: 20, speechS: 20, faces: 2, faceWidthPx: 200, pictureMotion: 5, cutsS: [] },
  tracks: [
    { id: 1, startS: 0, endS: 20, speakingS: 10 },
    { id: 2, startS: 0, endS: 20, speakingS: 10 },
  ],
};
const UNSURE = {
  ...{ peakZ: 4, height: 3, match: 0.5, second: 0.3, agreement: 0.6, agreeing: 9, windows: 20, spreadMs: 10 },
  ...{ atEdge: false, isVoiceOver: false, isContradicted: false },
};

test('a match that is only weak is told as such, whether one face or two in one picture are measured', () => {
  const constant = { kind: 'constant' } as const;
  expect(reasonsOf(CONDITIONS, UNSURE, constant, [1], 25)).toEqual(['weak-match']);
  expect(reasonsOf(CONDITIONS, UNSURE, constant, [1, 2], 25)).toEqual(['several-speakers', 'weak-match']);
  const rival = { ...UNSURE, second: 0.95 };
  expect(reasonsOf(CONDITIONS, rival, constant, [1, 2], 25)).toEqual(['several-speakers', 'two-peaks']);
});
