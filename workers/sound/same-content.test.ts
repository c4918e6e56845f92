import { expect, it } from 'vitest';
import { isSameContent } from './same-content';

const SIZE = 12_000_000;

it('files that begin and end alike are the same only if what is between is', async () => {
  const file = (change: (bytes: Uint8Array) => void = () => {}) => {
    const bytes = new Uint8Array(SIZE).map((_, i) => i % 251);
    change(bytes);
    return new File([bytes], 'a.wav');
  };
  const ours = file();
  expect(await isSameContent(ours, file())).toBe(true);
  expect(await isSameContent(ours, new File([], 'b.wav'))).toBe(false);
  // A second of speech among silence, which two recorders write alike at both ends.
  expect(
    await isSameContent(
      ours,
      file((bytes) => bytes.fill(7, 5_000_000, 6_000_000)),
    ),
  ).toBe(false);
  expect(
    await isSameContent(
      ours,
      file((bytes) => bytes.fill(7, SIZE - 1)),
    ),
  ).toBe(false);
});
