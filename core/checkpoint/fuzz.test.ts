/** Damaged checkpoints: each is read rightly or refused with a code, in short time; nothing of it is executed. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LipslateError } from '../errors';
import { mutate } from '../testing/mutate';
import { openCheckpoint } from './open';
import { bytesSource } from './source';
import { floats, legacy, tensor } from './testing/checkpoints';
import { goldenBytes, WHAT_EVIL_FILES_MAKE } from './testing/golden';

const FILES = ['tiny_legacy.pth', 'tiny_flat_legacy.pth', 'tiny_zip.pth', 'tiny_script.pt', 'evil_zip.pth'];
/** More with LIPSLATE_FUZZ (npm run test:fuzz). */
const COPIES = process.env['LIPSLATE_FUZZ'] ? 2000 : 200;
const SLOW_MS = 5000;

describe(`${COPIES} damaged checkpoints`, () => {
  it.each(FILES)(
    'copies of %s end with their weights or a code that says why not',
    { timeout: 300_000 },
    async (file) => {
      const original = goldenBytes(file);
      for (let n = 0; n < COPIES / FILES.length; n++) {
        const seed = 1000 * FILES.indexOf(file) + n;
        const { bytes, damage } = mutate(original, seed);
        const startMs = performance.now();
        const outcome = await read(bytes);
        const what = `seed ${seed}: ${damage.join(', ')}`;
        if (outcome instanceof Error) {
          expect(outcome, `${what}: ${outcome.stack}`).toBeInstanceOf(LipslateError);
          expect((outcome as LipslateError).code, what).not.toBe('internal');
        }
        expect(performance.now() - startMs, what).toBeLessThan(SLOW_MS);
      }
      expect(existsSync(WHAT_EVIL_FILES_MAKE)).toBe(false);
    },
  );

  it('a whole one is among those that are read', async () => {
    const one = floats('0', [1, 2, 3]);
    expect(await read(legacy(new Map([['weight', tensor(one, [3])]]), [one]))).toEqual([3]);
  });
});

/** @returns how many values each tensor has, or what was thrown */
async function read(bytes: Uint8Array<ArrayBuffer>): Promise<number[] | Error> {
  try {
    const checkpoint = await openCheckpoint(bytesSource(bytes));
    const sizes: number[] = [];
    for (const { name } of checkpoint.tensors) sizes.push((await checkpoint.readFloat32(name)).length);
    return sizes;
  } catch (error) {
    return error as Error;
  }
}
