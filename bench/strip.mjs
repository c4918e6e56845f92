/** Pictures beside each other, to be looked at. */
import { spawnSync } from 'node:child_process';

/**
 * Five columns side by side, the rest below them; each is `before` over `after` over `truth`.
 * @param columns { before, after, truth }[], images as RGBA
 */
export function writeStrip(columns, out) {
  const width = 300;
  const heightOf = Math.round((width * columns[0].area.height) / columns[0].area.width);
  const perRow = 5;
  const lines = Math.ceil(columns.length / perRow);
  const sheet = { width: width * perRow, height: lines * 3 * heightOf };
  const data = new Uint8ClampedArray(sheet.width * sheet.height * 4).fill(255);
  const rows = ['before', 'after', 'truth'];
  for (const [n, column] of columns.entries())
    for (const [r, name] of rows.entries()) {
      const at = [(n % perRow) * width, (Math.floor(n / perRow) * rows.length + r) * heightOf];
      enlarge(column[name], { data, width: sheet.width }, at, width, heightOf);
    }
  spawnSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${sheet.width}x${sheet.height}`],
      ...['-i', '-', out],
    ],
    { input: Buffer.from(data.buffer) },
  );
}

/** Draws an image into the sheet at `left, top`, every pixel as a block. */
function enlarge(image, sheet, [left, top], width, height) {
  for (let j = 0; j < height; j++)
    for (let i = 0; i < width; i++) {
      const x = Math.min(image.width - 1, Math.floor((i / width) * image.width));
      const y = Math.min(image.height - 1, Math.floor((j / height) * image.height));
      const at = 4 * (y * image.width + x);
      sheet.data.set(image.data.subarray(at, at + 4), 4 * ((top + j) * sheet.width + left + i));
    }
}
