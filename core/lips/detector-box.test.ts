import { expect, it } from 'vitest';
import { detectorBox } from './detector-box';

it("a face box becomes the one S3FD drew around the face of syncnet_python's example", () => {
  // Medians of the landmarks' boxes there; the original cut its crop around a box of 160 centred on (112, 80).
  const box = detectorBox({ x: 46.6, y: 9.1, width: 128, height: 154.1 });
  expect(Math.abs(box.height - 160)).toBeLessThan(1);
  expect(Math.abs(box.y + box.height / 2 - 80)).toBeLessThan(1);
  expect(Math.abs(box.x + box.width / 2 - 112)).toBeLessThan(2);
});
