import { afterEach, expect, it, vi } from 'vitest';
import { keepVerdict, recallVerdict } from './self-check';

const refused = () => Promise.reject(new DOMException('refused', 'SecurityError'));

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['in a browser from before Web Locks', {}],
  ['where locks are refused', { locks: { request: refused } }],
])(
  'a verdict that cannot be kept, %s, stops nobody: the check runs again next time',
  async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    await expect(keepVerdict('1|adapter|network', { ok: true, error: 0 })).resolves.toBeUndefined();
    expect(await recallVerdict('1|adapter|network')).toBeNull();
  },
);
