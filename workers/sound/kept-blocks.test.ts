import { createHash } from 'node:crypto';
import { mkdtempSync, openAsBlob, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seeded } from '../../core/testing/random';
import { toLipslateError } from '../lib/decode/failure';
import { KeptBlocks } from './kept-blocks';

const hash = (plane: Float32Array) =>
  createHash('sha256')
    .update(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength))
    .digest('hex');

/** Takes so many bytes. */
function file(room: number) {
  const bytes = new Uint8Array(room);
  const open = { written: 0, isGone: false };
  const part = {
    write(more: Uint8Array, at: number) {
      if (at + more.length > room) throw new Error('full');
      bytes.set(more, at);
      open.written = at + more.length;
    },
    finish: async () => new File([bytes.subarray(0, open.written)], 'part'),
    finishAs: async () => new File([], 'part'),
    discard: async () => {
      open.isGone = true;
    },
  };
  return { part, open };
}

it.each([
  ['in a file', 8_000_000],
  ['in a file that is full in the middle', 5_000_000],
  ['in a file that is full at once', 1000],
  ['without one', null],
])('gives back what was put away %s, whole and between two samples', async (_name, room) => {
  const chance = seeded(1);
  const planes = [1, 2].map(() => Float32Array.from({ length: 900_000 }, chance));
  const stored = room === null ? null : file(room);
  const kept = new KeptBlocks(2, stored?.part);
  for (let at = 0; at < 900_000; at += 70_001) kept.push(planes.map((plane) => plane.slice(at, at + 70_001)));
  await kept.finish();
  for (const [from, to] of [
    [0, 900_000],
    [279_000, 281_000],
    [700_000, 900_000],
  ] as const)
    expect((await kept.read(from, to)).map(hash)).toEqual(planes.map((plane) => hash(plane.slice(from, to))));
  expect((stored?.open.written ?? 0) > 1_000_000).toBe((room ?? 0) > 1000);
});

it('pieces that are no longer there are a lack of room, not a damaged file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  try {
    const path = join(folder, 'piece');
    writeFileSync(path, new Float32Array(8));
    const onDisk = await openAsBlob(path);
    const kept = new KeptBlocks(1, null, () => onDisk);
    kept.push([new Float32Array(8)]);
    await kept.finish();
    expect((await kept.read(2, 6))[0]).toHaveLength(4);
    truncateSync(path, 1);
    await expect(onDisk.arrayBuffer()).rejects.toMatchObject({ name: 'NotReadableError' });
    const error = await kept.read(0, 8).catch((cause) => toLipslateError(cause, new Blob(['the file'])));
    expect(error).toMatchObject({ code: 'storage-full' });
    // Nor is what was made of them a file that somebody else changed.
    const readAgain = await toLipslateError(new Error('no samples'), onDisk, 'storage-full');
    expect(readAgain).toMatchObject({ code: 'storage-full' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
