import { describe, expect, it } from 'vitest';
import { brokenSentence, cutOffSentence, joinedSentence, lostSentence } from './container/file-warnings';
import { ERROR_TEXTS, LipslateError } from './errors';
import { REASON_TEXTS } from './report/reasons';
import type { Mix } from './sound/downmix';
import { soundWarnings } from './sound/heard';

const fileWarnings = () => [joinedSentence(2), lostSentence(1), brokenSentence(40), cutOffSentence(0.3)];

/** Of sound tracks and channels. */
function heardWarnings(): string[] {
  const said = (mix: Mix, isChosen: boolean, speechS: number, speechTrack: number | null) =>
    soundWarnings({ track: 0, mix, isChosen, speechS, speechTrack }, 8);
  const fourth = { kind: 'channel', channel: 3 } as const;
  return [
    ...said(fourth, true, 9, null),
    ...said(fourth, false, 9, null),
    ...said({ kind: 'difference', channels: [0, 1] }, false, 9, null),
    ...said({ kind: 'downmix' }, false, 0, 1),
    ...said({ kind: 'downmix' }, false, 9, 1),
  ];
}

describe('errors', () => {
  it('are all listed in docs/errors.md (npx vitest run core/errors -u writes it anew)', async () => {
    const rows = Object.entries(ERROR_TEXTS).map(
      ([code, { message, hint }]) => `| \`${code}\` | ${message} | ${hint} |`,
    );
    const page = [
      '# Errors',
      '',
      'Every way in which a file can fail, as the page and the headless command name it. Made from `core/errors.ts`;',
      'a test keeps the two the same. A failure stays with its file: the others go on.',
      '',
      '| code | what it says | the way out |',
      '|---|---|---|',
      ...rows,
      '',
      '## Beside a result',
      '',
      'What is said of a file that is measured, with the result in the page and as `warnings` of the headless command.',
      'Numbers are examples.',
      '',
      '| what it says | the way out |',
      '|---|---|',
      ...[...fileWarnings(), ...heardWarnings()].map((sentence) => `| ${sentence} | |`),
      ...Object.values(REASON_TEXTS).map(({ seen, next }) => `| ${seen} | ${next ?? ''} |`),
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../docs/errors.md');
  });

  it('end with a full stop and name a way out', () => {
    for (const { message, hint } of Object.values(ERROR_TEXTS)) {
      expect(message).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
    }
  });

  it('keep code, hint and detail on their way between threads', () => {
    const error = LipslateError.fromData(
      structuredClone(new LipslateError('truncated', 'moov missing').toData()),
    );
    expect(error).toMatchObject({
      code: 'truncated',
      detail: 'moov missing',
      hint: ERROR_TEXTS.truncated.hint,
    });
  });

  it('keep a sentence and a hint of their own on their way, too', () => {
    const error = new LipslateError('codec-unsupported', 'ac4', 'No decoder here.', 'Check the second one.');
    expect(LipslateError.fromData(structuredClone(error.toData())).toData()).toEqual(error.toData());
    expect(error.hint).toBe('Check the second one.');
  });

  it('wrap what a library throws, and leave our own alone', () => {
    const ours = new LipslateError('empty-file');
    expect(LipslateError.from(ours)).toBe(ours);
    expect(LipslateError.from(new TypeError('no'), 'decode-failed')).toMatchObject({
      code: 'decode-failed',
      detail: 'TypeError: no',
    });
  });
});
