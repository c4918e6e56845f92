import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { keepVerdict, recallVerdict } from './self-check';

// A browser from before Web Locks, in a page that may store nothing.
beforeAll(() => {
  vi.stubGlobal('navigator', {});
});
afterAll(() => vi.unstubAllGlobals());

it('a verdict that cannot be kept stops nobody: the check runs again next time', async () => {
  await expect(keepVerdict('1|adapter|network', { ok: true, error: 0 })).resolves.toBeUndefined();
  expect(await recallVerdict('1|adapter|network')).toBeNull();
});
