import { expect, test } from 'vitest';
import { RandomAccessFile } from './random-access-file';

test('what is written far behind the end lands where it belongs, across the borders of pieces too', async () => {
  const mebibyte = 1024 * 1024;
  const expected = new Uint8Array(40 * mebibyte);
  const file = new RandomAccessFile();
  for (let at = 0; at < expected.length; at += mebibyte) {
    const bytes = new Uint8Array(mebibyte).fill(1 + ((at / mebibyte) % 250));
    expected.set(bytes, at);
    file.write(bytes, at);
  }
  for (const at of [0, 5 * mebibyte, 8 * mebibyte - 2, 12 * mebibyte, 39 * mebibyte]) {
    const patch = Uint8Array.of(255, 254, 253, 252);
    expected.set(patch, at);
    expect(file.write(patch, at)).toBe(4);
  }
  expect(file.size).toBe(expected.length);
  const written = new Uint8Array(await file.toBlob('').arrayBuffer());
  expect(Buffer.compare(written, expected)).toBe(0);
});
