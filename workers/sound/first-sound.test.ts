import { expect, it } from 'vitest';
import { LipslateError } from '../../core/errors';
import { isUnreadable } from './first-sound';

it('a file is to blame where it cannot be read, not where it changed or a part does not load', () => {
  for (const cause of [
    new LipslateError('decode-failed'),
    new LipslateError('not-a-video'),
    new Error('bad'),
  ])
    expect(isUnreadable(cause)).toBe(true);
  for (const code of ['file-changed', 'model-load-failed', 'storage-full', 'bed-unusable'] as const)
    expect(isUnreadable(new LipslateError(code))).toBe(false);
});
