import { expect, test } from 'vitest';
import { bytesWords, shareImported, shortSum } from './model-copy';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('sizes are told as download pages tell them', () => {
  expect(plain(bytesWords(0))).toBe('0 bytes');
  expect(plain(bytesWords(54_573_114))).toBe('54.6 MB');
  expect(plain(bytesWords(435_807_851))).toBe('436 MB');
  expect(plain(bytesWords(999_600_000))).toBe('1 GB');
  expect(plain(bytesWords(12_345_678_901))).toBe('12.3 GB');
});

test('a sum is shortened to its begin and end', () => {
  expect(shortSum('961e8696f888fce4f3f3a6c3d5b3267cf5b343100b238e79b2659bff2c605442')).toBe(
    '961e8696…2c605442',
  );
});

test('progress is unknown until the amount is known, and never above one', () => {
  expect(shareImported(null)).toBeNull();
  expect(shareImported({ stage: 'recognise', doneBytes: 0, totalBytes: 0 })).toBeNull();
  expect(shareImported({ stage: 'hash', doneBytes: 25, totalBytes: 100 })).toBe(0.25);
  expect(shareImported({ stage: 'store', doneBytes: 101, totalBytes: 100 })).toBe(1);
});
