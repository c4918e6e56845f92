import { describe, expect, it } from 'vitest';
import { writeAll } from './sync-file';

/** Takes as many bytes at a time as it is told, and no more than there is room for. */
function disk(room: number, atATime: number) {
  const bytes = new Uint8Array(room);
  return {
    bytes,
    write(part: Uint8Array, { at }: { at: number }): number {
      const count = Math.max(0, Math.min(part.length, atATime, room - at));
      if (count > 0) bytes.set(part.subarray(0, count), at);
      return count;
    },
  };
}

describe('writing to storage', () => {
  const content = Uint8Array.from({ length: 10 }, (_, i) => i + 1);

  it('goes on where a write took only a part', () => {
    for (const atATime of [1, 3, 10, 100]) {
      const { bytes, ...access } = disk(12, atATime);
      writeAll(access, content, 2);
      expect([...bytes]).toEqual([0, 0, ...content]);
    }
  });

  it('is not taken for done by a count that cannot be, as Chromium gives in full private windows', () => {
    const access = { write: () => 2 ** 32 - 8 };
    expect(() => writeAll(access, content, 0)).toThrow(expect.objectContaining({ code: 'storage-full' }));
  });

  it('ends as full, and ends at all, when nothing more is taken', () => {
    for (const room of [0, 5, 11]) {
      expect(() => writeAll(disk(room, 3), content, 2)).toThrow(
        expect.objectContaining({ code: 'storage-full' }),
      );
    }
  });
});
