import { describe, expect, it } from 'vitest';
import { LipslateError } from '../../../core/errors';
import { orOther } from './other-track';

const failing = (code: 'codec-unsupported' | 'decode-failed') =>
  Promise.reject(new LipslateError(code, 'ac4'));

describe('a sound track that nothing decodes', () => {
  it('names the one that can be read', async () => {
    await expect(orOther(failing('codec-unsupported'), 0, [1], true)).rejects.toMatchObject({
      code: 'codec-unsupported',
      detail: 'ac4',
      message: 'No decoder here can read the first sound track of this file.',
      hint: 'Its second sound track can be read: check that one if it belongs to the picture.',
    });
  });

  it('says nothing of a picture where the sound alone is wanted, as of speech and in the Sound room', async () => {
    await expect(orOther(failing('codec-unsupported'), 0, [1], false)).rejects.toMatchObject({
      hint: 'Its second sound track can be read: choose that one.',
    });
  });

  it('is told as ever where no other one is known, or something else is wrong', async () => {
    for (const [code, decodable] of [
      ['codec-unsupported', []],
      ['codec-unsupported', [0]],
      ['decode-failed', [1]],
    ] as const)
      await expect(orOther(failing(code), 0, decodable, true)).rejects.toMatchObject(
        new LipslateError(code, 'ac4').toData(),
      );
  });

  it('changes nothing about one that can be read', async () => {
    expect(await orOther(Promise.resolve('sound'), 0, [1], true)).toBe('sound');
  });
});
