import { expect, it } from 'vitest';
import { answerOver, answerTo } from './answers';

const asked = (found: Promise<unknown>) => answerTo((port) => void answerOver(port, found));

it('what the service worker found comes back to the page', async () => {
  await expect(asked(Promise.resolve([{ group: 'check' }]))).resolves.toEqual([{ group: 'check' }]);
});

it('what failed in the service worker fails in the page, which would else wait for ever', async () => {
  const refused = new DOMException('The file is gone.', 'NotFoundError');
  await expect(asked(Promise.reject(refused))).rejects.toThrow('NotFoundError: The file is gone.');
});

it('what nobody waits for may fail', async () => {
  await expect(answerOver(undefined, Promise.reject(new Error('no')))).resolves.toBeUndefined();
});
