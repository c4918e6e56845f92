/** The own mouth in the dub worker: what it paints, when it stops, and faces that it cannot use. */
import { expect, test } from '@playwright/test';
import type {} from './harness/dubbing';
import { clip, EXAMPLE } from './support/fixtures';
import { openHarness } from './support/harness';

test.setTimeout(180_000);
// A skipped test never opened it.
test.afterEach(({ page }) => page.evaluate(() => 'harness' in window && window.harness.closeAll()));

test('a mouth moves in the preview where the mouth is, and nothing else does; no mouths are handed on', async ({
  page,
}) => {
  await openHarness(page, EXAMPLE, clip('speech-mp3'));
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dub()];
    const given = await harness.dubs.source(media, faces, harness.file(0), 1);
    const own = {
      ...given,
      speech: harness.file(1),
      options: { engine: 'own', extension: 'ping-pong' } as const,
    };
    const { plan, made, mouths, pieces, format, progress } = await harness.dubs.render(dub, media, own);
    const file = new File(pieces, 'preview', { type: format!.mimeType });
    const pictures = await harness.exports.picturesOf(file);
    const { width, height } = format!;
    const scale = width / given.picture.width;
    const [x, y, w, h] = [0, 1, 2, 3].map(
      (k) => given.tracks[0]!.boxes[k]! * (k % 2 ? given.picture.height : given.picture.width) * scale,
    ) as [number, number, number, number];
    // Below the nose, with room for a chin that goes down.
    const mouth = { x: x - 0.1 * w, y: y + 0.45 * h, width: 1.2 * w, height: 0.8 * h };
    const within = (area: typeof mouth, px: number, py: number) =>
      px >= area.x && px < area.x + area.width && py >= area.y && py < area.y + area.height;
    const moved = pictures.map(({ data, width: both }) => {
      const sums = { mouth: 0, outside: 0 };
      const counts = { mouth: 0, outside: 0 };
      for (let py = 0; py < height; py++)
        for (let px = 0; px < width; px++) {
          const where = within(mouth, px, py) ? 'mouth' : 'outside';
          for (let c = 0; c < 3; c++)
            sums[where] += Math.abs(
              data[4 * (py * both + px) + c]! - data[4 * (py * both + px + width) + c]!,
            );
          counts[where] += 3;
        }
      return { mouth: sums.mouth / counts.mouth, outside: sums.outside / counts.outside };
    });
    return {
      plan: { pictures: plan.pictures, dubbed: plan.dubbed, insides: plan.insides.length },
      made,
      mouths: mouths.length,
      moved,
      last: progress.at(-1),
    };
  });
  const { pictures, dubbed, insides } = seen.plan;
  expect({ dubbed, made: seen.made, mouths: seen.mouths }).toEqual({
    dubbed: pictures,
    made: pictures,
    mouths: 0,
  });
  expect(insides).toBeGreaterThan(0);
  expect(seen.last!.done).toBe(pictures);
  test.info().annotations.push({ type: 'ms', description: String(seen.last!.msPerPicture) });
  expect(seen.moved).toHaveLength(pictures);
  expect(seen.moved.filter(({ mouth }) => mouth > 3).length).toBeGreaterThan(pictures / 4);
  // Two halves of one encoded picture: never quite the same.
  expect(Math.max(...seen.moved.map(({ outside }) => outside))).toBeLessThan(1.5);
});

test('a stop ends it after the picture in work, and faces whose lips are hardly seen are told', async ({
  page,
}) => {
  await openHarness(page, EXAMPLE, clip('speech-mp3'));
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dub()];
    const given = await harness.dubs.source(media, faces, harness.file(0), 1);
    const own = { ...given, speech: harness.file(1), options: { engine: 'own' } as const };
    const stopped = await harness.dubs.render(dub, media, { ...own, stopAfter: 10 });
    const blurred = given.tracks.map((track) => ({ ...track, quality: track.quality!.map(() => 0) }));
    const error = await harness.errorOf(
      harness.dubs.render(harness.dub(), media, { ...own, tracks: blurred }),
    );
    return { pictures: stopped.plan.pictures, made: stopped.made, pieces: stopped.pieces.length, error };
  });
  expect(seen.made).toBeGreaterThanOrEqual(10);
  expect(seen.made).toBeLessThan(seen.pictures);
  expect(seen.pieces).toBeGreaterThan(0);
  expect(seen.error).toMatchObject({ code: 'no-mouth' });
});
