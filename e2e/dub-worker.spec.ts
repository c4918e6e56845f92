/** The dub worker on real files: what goes into the generator, what comes out, and the preview of it. */
import { expect, type Page, test } from '@playwright/test';
import { melStartsAtRate } from '../core/lips/wav2lip';
import { networkNamed } from '../core/onnx/networks';
import { deterministicReader } from '../core/onnx/testing/deterministic';
import { goldenFloats, goldenSound, maxError } from '../core/onnx/testing/golden';
import { openSession } from '../core/onnx/testing/session';
import { weightBlob } from '../core/onnx/weights';
import { wav2lipMel } from '../core/sound/mel';
import type {} from './harness/dubbing';
import { clip, EXAMPLE, fixture, scratchFile } from './support/fixtures';
import { openHarness } from './support/harness';
import { WIDE } from './support/wide';

test.setTimeout(180_000);
const RATE_HZ = 16000;
const FPS_2997 = 30000 / 1001;
const AREA = 96 * 96;

// A skipped test never opened it.
test.afterEach(({ page }) => page.evaluate(() => 'harness' in window && window.harness.closeAll()));

test("the generator hears the original's windows at 29.97 fps", async ({ page }) => {
  const { path, samples } = speech('speech-2s.wav', 2);
  const { mels, made } = await dryRun(page, fixture('fps-2997.mp4'), path, 0.5, {});
  const expected = originalWindows(wav2lipMel(samples), FPS_2997, made);
  expect(made).toBe(60);
  expect(maxError(mels, expected)).toBeLessThan(1e-4);
});

test("the generator hears the original's windows of the original's spectrogram", async ({ page }) => {
  const path = wavFile('golden-sound.wav', goldenSound());
  const { mels, made } = await dryRun(page, fixture('fps-2997.mp4'), path, 0.5, {});
  expect(made).toBe(30);
  expect(maxError(mels, originalWindows(goldenFloats('mel'), FPS_2997, made))).toBeLessThan(1e-3);
});

test('at a variable rate every picture hears the sound of its own time', async ({ page }) => {
  const { path, samples } = speech('speech-1s.wav', 1);
  const { mels, made, timesS } = await dryRun(page, fixture('vfr-phone.mp4'), path, 2, {});
  const shown = timesS.map((t) => t - timesS[0]!).filter((t) => t < 1);
  const gaps = shown.slice(1).map((t, i) => t - shown[i]!);
  expect(Math.max(...gaps) / Math.min(...gaps)).toBeGreaterThan(1.5);
  expect(made).toBe(shown.length);
  const mel = wav2lipMel(samples);
  const last = mel.length / 80 - 16;
  const starts = shown.map((t) => Math.min(last, Math.floor(80 * t + 1e-4)));
  expect(maxError(mels, windowsAt(mel, starts))).toBeLessThan(1e-4);
});

test('the generator sees the right face of the right picture, masked, and draws as in Node', async ({
  page,
}) => {
  const { path } = speech('speech-short.wav', 0.12);
  await openHarness(page, EXAMPLE, path);
  const seen = await page.evaluate(async (area) => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(true);
    const given = await harness.dubs.source(media, faces, harness.file(0), 0.4);
    const { pictures } = (await harness.dubs.render(dub, media, { ...given, speech: harness.file(1) })).plan;
    const calls = await dub.recorded();
    const boxes = expectedBoxes();
    const distances: number[][] = calls.map(() => []);
    await harness.eachFrame(media, { startS: 0, endS: 0.4, maxFps: 1000 }, async ({ frame }) => {
      const at = await bgrOf(frame);
      for (const [n, call] of calls.entries()) {
        const box = boxes[n]!;
        let sum = 0;
        for (let i = 0; i < 3 * area; i++) {
          const x = box.x + (((i % 96) + 0.5) * box.width) / 96 - 0.5;
          const y = box.y + ((Math.floor((i % area) / 96) + 0.5) * box.height) / 96 - 0.5;
          const c = Math.floor(i / area);
          const [fx, fy] = [x - Math.floor(x), y - Math.floor(y)];
          const [left, top] = [Math.floor(x), Math.floor(y)];
          const upper = at(left, top, c) * (1 - fx) + at(left + 1, top, c) * fx;
          const lower = at(left, top + 1, c) * (1 - fx) + at(left + 1, top + 1, c) * fx;
          sum += Math.abs(upper * (1 - fy) + lower * fy - 255 * call.face[3 * area + i]!);
        }
        distances[n]!.push(sum / (3 * area));
      }
    });
    return { pictures, calls, distances };

    /** BT.601 in limited range, the nearest chroma: what OpenCV makes of a frame. */
    async function bgrOf(frame: VideoFrame) {
      if (frame.format !== 'I420') throw new Error(`a frame of ${frame.format}`);
      const data = new Uint8Array(frame.allocationSize());
      const [luma, u, v] = await frame.copyTo(data);
      return (x: number, y: number, c: number) => {
        const chroma = ({ offset, stride }: PlaneLayout) =>
          data[offset + (y >> 1) * stride + (x >> 1)]! - 128;
        const bright = 1.164 * (data[luma!.offset + y * luma!.stride + x]! - 16);
        const value = [
          bright + 2.017 * chroma(u!),
          bright - 0.392 * chroma(u!) - 0.813 * chroma(v!),
          bright + 1.596 * chroma(v!),
        ][c]!;
        return Math.max(0, Math.min(255, value));
      };
    }

    /** The original's arithmetic, on the landmarks' boxes stretched to the detector's. */
    function expectedBoxes() {
      const { width, height } = given.picture;
      const { boxes } = given.tracks[0]!;
      const edges = calls.map((_, n) => {
        const [x, y, w, h] = [0, 1, 2, 3].map((k) => boxes[4 * n + k]! * (k % 2 ? height : width));
        const top = y! + h! / 2 - 0.04 * h! - (1.04 * h!) / 2;
        return [x!, top, x! + w!, top + 1.04 * h!].map(Math.trunc).map((e, k) => (k === 3 ? e + 10 : e));
      });
      for (const [n] of edges.entries()) {
        const from = Math.min(n, edges.length - Math.min(5, edges.length));
        const span = edges.slice(from, from + 5);
        edges[n] = [0, 1, 2, 3].map((k) => Math.trunc(span.reduce((sum, e) => sum + e[k]!, 0) / span.length));
      }
      return edges.map(([x1, y1, x2, y2]) => ({ x: x1!, y: y1!, width: x2! - x1!, height: y2! - y1! }));
    }
  }, AREA);
  expect(seen.pictures).toBe(3);
  expect(seen.calls).toHaveLength(3);
  for (const [n, { face }] of seen.calls.entries()) {
    // Its own picture of all ten, blue before green before red: all but the rounding, which takes a level off.
    const distances = seen.distances[n]!;
    expect(distances.indexOf(Math.min(...distances))).toBe(n);
    expect(distances[n]).toBeLessThan(1.5);
    for (let c = 0; c < 3; c++) {
      const masked = face.subarray(c * AREA, (c + 1) * AREA);
      const whole = face.subarray((3 + c) * AREA, (4 + c) * AREA);
      expect(masked.subarray(0, AREA / 2)).toEqual(whole.subarray(0, AREA / 2));
      expect(masked.subarray(AREA / 2).every((value) => value === 0)).toBe(true);
    }
    expect(face.subarray(6 * AREA).every((value) => value === 0)).toBe(true);
  }
  const { mel, face, drawn } = seen.calls[1]!;
  expect(maxError(drawn, await drawnInNode(mel, face))).toBeLessThan(1e-3);
});

test('a speech longer than the video goes to and fro, and stays in step', async ({ page }) => {
  const { path } = speech('speech-1s.wav', 1);
  const { calls, order } = await sourceOrder(page, path, 'ping-pong');
  expect(calls).toBe(25);
  // Eight pictures there, six back, and again.
  const cycle = [0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1];
  expect(order).toEqual(Array.from({ length: 25 }, (_, i) => cycle[i % 14]));
});

test('a picture without the face stays as it is, one with it gets a mouth, in a preview that plays', async ({
  page,
}) => {
  const { path } = speech('speech-short.wav', 0.32);
  await openHarness(page, EXAMPLE, path);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces] = [harness.media(), harness.faces()];
    const dub = harness.dub();
    const runtime = await dub.load(await harness.dubbing().model());
    const { picture, tracks } = await harness.dubs.source(media, faces, harness.file(0), 0.32);
    // Seen in the first three pictures alone.
    const short = tracks.map(({ id, timesS, boxes, outlines }) => ({
      id,
      timesS: timesS.slice(0, 3),
      boxes: boxes.slice(0, 12),
      outlines: outlines.slice(0, 3 * 86),
    }));
    const dubbed = await harness.dubs.render(dub, media, { picture, tracks: short, speech: harness.file(1) });
    const { plan, format, pieces, mouths, firsts, progress, made } = dubbed;
    const { width, height } = format!;
    const differences: number[] = [];
    const player = harness.media();
    const preview = new File(pieces, 'preview', { type: format!.mimeType });
    const info = await player.openPicture(preview);
    const context = new OffscreenCanvas(2 * width, height).getContext('2d', { willReadFrequently: true })!;
    await harness.eachFrame(player, { startS: 0, endS: 9, maxFps: 1000 }, ({ frame }) => {
      context.drawImage(frame, 0, 0);
      // Above the badge.
      const rows = Math.floor(height * 0.88);
      const [before, after] = [0, width].map((x) => context.getImageData(x, 0, width, rows).data);
      differences.push(before!.reduce((most, value, i) => Math.max(most, Math.abs(value - after![i]!)), 0));
    });
    const touched = Array.from({ length: made }, (_, n) =>
      mouths.subarray(n * 27648, (n + 1) * 27648).some((value) => value !== 0),
    );
    const source = new MediaSource();
    const video = document.createElement('video');
    video.src = URL.createObjectURL(source);
    await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
    const buffer = source.addSourceBuffer(format!.mimeType);
    for (const piece of pieces) {
      buffer.appendBuffer(piece);
      await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    }
    source.endOfStream();
    return {
      runtime,
      plan,
      format,
      touched,
      firsts,
      progress,
      made,
      differences,
      audio: info.audioTracks.length,
      bufferedS: buffer.buffered.end(0),
    };
  });
  expect(seen.runtime).toMatchObject({ provider: 'wasm', failedCheck: false });
  expect(seen.plan).toMatchObject({ pictures: 8, dubbed: 3 });
  expect(seen.made).toBe(8);
  expect(seen.touched).toEqual([true, true, true, false, false, false, false, false]);
  expect(seen.firsts).toEqual([0]);
  expect(seen.progress.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(seen.progress.at(-1)?.msPerPicture).toBeGreaterThan(1);
  expect(seen.format).toMatchObject({ width: 640, height: 480 });
  expect(seen.audio).toBe(1);
  expect(seen.bufferedS).toBeGreaterThan(0.3);
  expect(seen.differences).toHaveLength(8);
  expect(Math.min(...seen.differences.slice(0, 3))).toBeGreaterThan(60);
  // Both halves are encoded, so not to the bit.
  expect(Math.max(...seen.differences.slice(3))).toBeLessThan(55);
  console.log({ msPerPicture: seen.progress.at(-1)?.msPerPicture, mimeType: seen.format?.mimeType });
});

test('a mouth drawn as it was leaves no trace: same place, same colours, and with its detail as sharp', async ({
  page,
}) => {
  const { path } = speech('speech-short.wav', 0.12);
  for (const clip of [EXAMPLE, fixture('rotated-90.mp4')]) {
    await openHarness(page, clip, path);
    const seen = await page.evaluate(async () => {
      const { harness } = window;
      const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
      await dub.open(false);
      const given = await harness.dubs.source(media, faces, harness.file(0), 0.2);
      const found = async (detail: boolean) => {
        const blend = { mouthOnly: false, feather: 0, detail };
        const dubbed = await harness.dubs.render(dub, media, { ...given, speech: harness.file(1), blend });
        const { width, height } = dubbed.format!;
        const player = harness.media();
        await player.openPicture(new File(dubbed.pieces, 'preview', { type: dubbed.format!.mimeType }));
        const context = new OffscreenCanvas(2 * width, height).getContext('2d', {
          willReadFrequently: true,
        })!;
        const [x, y, w, h] = [0, 1, 2, 3].map((k) => given.tracks[0]!.boxes[k]! * (k % 2 ? height : width));
        const seen: { mean: number[]; rms: number; sharp: number }[] = [];
        await harness.eachFrame(player, { startS: 0, endS: 9, maxFps: 1000 }, ({ frame }) => {
          context.drawImage(frame, 0, 0);
          const [before, after] = [0, width].map(
            (left) => context.getImageData(left + x!, y!, Math.floor(w!), Math.floor(h!)).data,
          );
          const mean = [0, 0, 0];
          let square = 0;
          const count = before!.length / 4;
          for (let i = 0; i < before!.length; i++) {
            if (i % 4 === 3) continue;
            const difference = after![i]! - before![i]!;
            mean[i % 4]! += difference / count;
            square += difference ** 2 / (3 * count);
          }
          // Of the green, over the mouth's half of the box.
          const [sharpBefore, sharpAfter] = [before!, after!].map((data) => {
            const [columns, rows] = [Math.floor(w!), Math.floor(h!)];
            let sum = 0;
            for (let row = rows >> 1; row < rows - 2; row++)
              for (let column = 1; column < columns - 2; column++) {
                const at = (dx: number, dy: number) => data[4 * ((row + dy) * columns + column + dx) + 1]!;
                sum += (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1) - 4 * at(0, 0)) ** 2;
              }
            return sum;
          });
          seen.push({ mean, rms: Math.sqrt(square), sharp: sharpAfter! / sharpBefore! });
        });
        return seen;
      };
      const seen = { soft: await found(false), detailed: await found(true) };
      harness.closeAll();
      return seen;
    });
    for (const pictures of [seen.soft, seen.detailed]) {
      expect(pictures.length).toBe(3);
      for (const { mean, rms } of pictures) {
        // The generator's pictures are a little darker, as OpenCV's are, and less sharp: 96 pixels.
        expect(Math.max(...mean.map(Math.abs))).toBeLessThan(3);
        expect(rms).toBeLessThan(9);
      }
    }
    test.info().annotations.push({ type: 'mouths', description: JSON.stringify(seen) });
    if (clip !== EXAMPLE) continue;
    for (const { sharp } of seen.soft) expect(sharp).toBeLessThan(0.7);
    for (const { sharp } of seen.detailed) {
      expect(sharp).toBeGreaterThan(0.75);
      expect(sharp).toBeLessThan(1.4);
    }
  }
});

test('mouths made eight at a time are those made one by one', WIDE, async ({ page }) => {
  const { path } = speech('speech-1s.wav', 1);
  await openHarness(page, EXAMPLE, path);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    const { picture, tracks } = await harness.dubs.source(media, faces, harness.file(0), 0.48);
    // Seen at the beginning and at the end: pictures with and without a face come mixed.
    const parts = tracks.flatMap(({ id, timesS, boxes, outlines }) => [
      {
        id,
        timesS: timesS.slice(0, 2),
        boxes: boxes.slice(0, 8),
        outlines: outlines.slice(0, 2 * 86),
      },
      { id: id + 1, timesS: timesS.slice(9), boxes: boxes.slice(36), outlines: outlines.slice(9 * 86) },
    ]);
    const given = {
      picture,
      tracks: parts,
      speech: harness.file(1),
      options: { extension: 'ping-pong' } as const,
    };
    await dub.open(false, 1);
    const one = await harness.dubs.render(dub, media, given);
    await dub.open(false, 8);
    const eight = await harness.dubs.render(dub, media, given);
    return {
      plan: eight.plan,
      calls: (await dub.recorded()).length,
      made: eight.made,
      last: eight.progress.at(-1)?.done,
      firsts: eight.firsts,
      same: one.mouths.every((value, i) => value === eight.mouths[i]),
      lengths: [one.mouths.length, eight.mouths.length],
      withMouth: Array.from({ length: 25 }, (_, n) =>
        eight.mouths.subarray(n * 27648, (n + 1) * 27648).some((value) => value !== 0),
      ),
    };
  });
  // 0 1 . . . . . . . 9 10 11 10 9 . . . . . . . 1 0 1 .
  const expected = Array.from({ length: 25 }, (_, n) => [0, 1, 9, 10, 11, 12, 13, 21, 22, 23].includes(n));
  expect(seen.plan).toMatchObject({ pictures: 25, dubbed: 10 });
  expect(seen.withMouth).toEqual(expected);
  expect(seen.calls).toBeLessThan(6);
  expect(seen).toMatchObject({ made: 25, last: 25, firsts: [0, 12, 23], same: true });
  expect(seen.lengths).toEqual([25 * 27648, 25 * 27648]);
});

test('a photo, turned by its camera, speaks at 25 pictures a second', async ({ page }) => {
  const { path, samples } = speech('speech-1s.wav', 1);
  await openHarness(page, fixture('photo-turned.jpg'), path);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(false);
    const given = await harness.dubs.source(media, faces, harness.file(0), 0.04);
    const dubbed = await harness.dubs.render(dub, media, { ...given, speech: harness.file(1) });
    const calls = await dub.recorded();
    return {
      size: [given.picture.width, given.picture.height],
      format: dubbed.format,
      runs: dubbed.plan.runs.length,
      made: dubbed.made,
      sameFace: calls.every(({ face }) => face.every((value, i) => value === calls[0]!.face[i])),
      mels: Float32Array.from(calls.flatMap(({ mel }) => Array.from(mel))),
    };
  });
  expect(seen).toMatchObject({ runs: 1, made: 25, sameFace: true });
  // As wide as high pictures are: the preview has the photo upright.
  expect(Math.sign(seen.size[0]! - seen.size[1]!)).toBe(Math.sign(seen.format!.width - seen.format!.height));
  expect(maxError(seen.mels, originalWindows(wav2lipMel(samples), 25, 25))).toBeLessThan(1e-4);
});

test('stopping keeps what was made', WIDE, async ({ page }) => {
  const { path } = speech('speech-2s.wav', 2);
  await openHarness(page, EXAMPLE, path);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(true);
    const given = await harness.dubs.source(media, faces, harness.file(0), 0.4);
    const dubbed = await harness.dubs.render(dub, media, { ...given, speech: harness.file(1), stopAfter: 2 });
    const { plan, made, mouths, pieces } = dubbed;
    return { pictures: plan.pictures, made, mouths: mouths.length / 27648, pieces: pieces.length };
  });
  expect(seen.pictures).toBe(50);
  expect(seen.made).toBeGreaterThanOrEqual(2);
  expect(seen.made).toBeLessThanOrEqual(4);
  expect(seen.mouths).toBe(seen.made);
  expect(seen.pieces).toBeGreaterThan(0);
});

test('a stop before the first picture is obeyed, also while the render begins, and nothing is made', async ({
  page,
}) => {
  const { path } = speech('speech-2s.wav', 2);
  await openHarness(page, EXAMPLE, path);
  const made = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(false);
    const given = {
      ...(await harness.dubs.source(media, faces, harness.file(0), 0.4)),
      speech: harness.file(1),
    };
    const found = [];
    for (const stopAfter of ['begin', 0] as const) {
      const dubbed = await harness.dubs.render(dub, media, { ...given, stopAfter });
      found.push({ made: dubbed.made, mouths: dubbed.mouths.length, calls: (await dub.recorded()).length });
    }
    return found;
  });
  const nothing = { made: 0, mouths: 0, calls: 0 };
  expect(made).toEqual([nothing, nothing]);
});

test('what was made before is put in, and only the rest is drawn', async ({ page }) => {
  const { path } = speech('speech-1s.wav', 1);
  await openHarness(page, EXAMPLE, path);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    const given = {
      ...(await harness.dubs.source(media, faces, harness.file(0), 0.4)),
      speech: harness.file(1),
    };
    await dub.open(false, 1);
    const whole = await harness.dubs.render(dub, media, given);
    const before = (await dub.recorded()).length;
    const made = [{ first: 0, count: 11, pixels: new Blob([whole.mouths.slice(0, 11 * 27648)]) }];
    await dub.open(false, 8);
    const rest = await harness.dubs.render(dub, media, { ...given, made });
    const calls = (await dub.recorded()).length;
    return {
      before,
      calls,
      made: rest.made,
      firsts: rest.firsts,
      same: rest.mouths.every((value, i) => value === whole.mouths[11 * 27648 + i]),
      length: rest.mouths.length / 27648,
      progress: rest.progress.at(-1)?.done,
    };
  });
  expect(seen).toMatchObject({
    before: 25,
    calls: 3,
    made: 25,
    firsts: [11, 20],
    same: true,
    length: 14,
    progress: 25,
  });
});

test('each of several faces in a picture is drawn from its own speech as it would be alone, and put in as it was made', async ({
  page,
}) => {
  const paths = [speech('speech-1s.wav', 1).path, speech('speech-other.wav', 1, 1, 210).path];
  await openHarness(page, clip('two-faces-both-move'), ...paths);
  const seen = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    const { picture, tracks } = await harness.dubs.source(media, faces, harness.file(0), 0.4);
    const MOUTH = 27648;
    const alone: { mouths: Uint8Array; mels: Float32Array[] }[] = [];
    for (const [n, track] of tracks.entries()) {
      await dub.open(false, 1);
      const given = { picture, tracks: [track], speech: harness.file(1 + n) };
      const { mouths } = await harness.dubs.render(dub, media, given);
      alone.push({ mouths, mels: (await dub.recorded()).map(({ mel }) => mel) });
    }
    const own = (mouths: Uint8Array, n: number) => mouths.subarray(n * MOUTH, (n + 1) * MOUTH);
    const isSame = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      a.length === b.length && Array.from(a).every((value, i) => value === b[i]);
    const together = {
      picture,
      tracks: tracks.map((track, voice) => ({ ...track, voice })),
      speech: harness.file(1),
      further: { speeches: [harness.file(2)], untilS: 1 },
    };
    const found: { plan: object; made: number; calls: number; same: number[]; heard: number[] }[] = [];
    let whole = new Uint8Array();
    for (const batch of [1, 3]) {
      await dub.open(false, batch);
      const { plan, made, mouths } = await harness.dubs.render(dub, media, together);
      const calls = await dub.recorded();
      const count = (test: (picture: number) => boolean) =>
        Array.from({ length: made }, (_, picture) => picture).filter(test).length;
      const same = [0, 1].map((voice) =>
        count((p) => isSame(own(mouths, 2 * p + voice), own(alone[voice]!.mouths, p))),
      );
      const heard =
        batch === 1
          ? [0, 1].map((voice) => count((p) => isSame(calls[2 * p + voice]!.mel, alone[voice]!.mels[p]!)))
          : [];
      found.push({ plan, made, calls: calls.length, same, heard });
      whole = new Uint8Array(mouths);
    }
    const made = [{ first: 0, count: 11, pixels: new Blob([whole.slice(0, 22 * MOUTH)]) }];
    await dub.open(false, 8);
    const rest = await harness.dubs.render(dub, media, { ...together, made });
    const differ = [alone[0]!, alone[1]!].map(({ mels }) => mels[10]!);
    return {
      faces: tracks.length,
      found,
      isOtherSound: !isSame(differ[0]!, differ[1]!),
      rest: {
        firsts: rest.firsts,
        calls: (await dub.recorded()).length,
        same: isSame(rest.mouths, whole.subarray(22 * MOUTH)),
      },
    };
  });
  expect(seen.faces).toBe(2);
  expect(seen.isOtherSound).toBe(true);
  expect(seen.found).toMatchObject([
    { plan: { pictures: 25, dubbed: 25 }, made: 25, calls: 50, same: [25, 25], heard: [25, 25] },
    { plan: { pictures: 25, dubbed: 25 }, made: 25, same: [25, 25] },
  ]);
  // No call is for a mouth or two where there are enough for three.
  expect(seen.found[1]!.calls).toBeLessThan(20);
  // Two runs of pictures: 18 mouths and 10.
  expect(seen.rest).toMatchObject({ calls: 5, same: true });
  expect(seen.rest.firsts[0]).toBe(11);
});

test('silence shuts the mouth, when that is wanted', WIDE, async ({ page }) => {
  const { path } = speech('speech-pause.wav', 2, 1);
  const loose = await dryRun(page, fixture('fps-2997.mp4'), path, 0.5, {});
  const shut = await dryRun(page, fixture('fps-2997.mp4'), path, 0.5, { shutInSilence: true });
  const silent = (mels: Float32Array, n: number) =>
    mels.subarray(n * 1280, (n + 1) * 1280).every((value) => value === -4);
  expect(shut.mels.subarray(0, 20 * 1280)).toEqual(loose.mels.subarray(0, 20 * 1280));
  for (let n = 45; n < 60; n++) expect(silent(shut.mels, n)).toBe(true);
  expect(Array.from({ length: 20 }, (_, n) => silent(shut.mels, n)).some(Boolean)).toBe(false);
});

test('speech without sound, and a picture without a face, are named', async ({ page }) => {
  const { path } = speech('speech-short.wav', 0.12);
  await openHarness(page, fixture('no-face.mp4'), path);
  const errors = await page.evaluate(async () => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(false);
    const given = await harness.dubs.source(media, faces, harness.file(0), 0.4);
    const job = harness.dubs.render(dub, media, { ...given, speech: harness.file(1) });
    const noFace = await harness.errorOf(job);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage({ type: 'end' });
    const noSpeech = await harness.errorOf(dub.hear(harness.Comlink.transfer(port2, [port2])));
    return { noFace, noSpeech };
  });
  expect(errors).toMatchObject({ noFace: { code: 'no-face' }, noSpeech: { code: 'no-speech' } });
});

/** Dubs without drawing: what the generator would have heard, picture after picture. */
async function dryRun(
  page: Page,
  clip: string,
  speech: string,
  seconds: number,
  options: { shutInSilence?: boolean },
) {
  await openHarness(page, clip, speech);
  return page.evaluate(
    async ({ seconds, options }) => {
      const { harness } = window;
      const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
      await dub.open(false);
      const given = await harness.dubs.source(media, faces, harness.file(0), seconds);
      // One face all the time, whatever was seen: this is about the sound.
      const { timesS } = given.picture;
      const boxes = Float32Array.from({ length: 4 * timesS.length }, (_, i) => [0.3, 0.2, 0.4, 0.6][i % 4]!);
      const tracks = [{ id: 1, timesS, boxes, outlines: harness.dubs.boxOutlines(boxes) }];
      const { made } = await harness.dubs.render(dub, media, {
        ...given,
        tracks,
        options,
        speech: harness.file(1),
      });
      const calls = await dub.recorded();
      const mels = new Float32Array(calls.length * 1280);
      calls.forEach(({ mel }, n) => {
        mels.set(mel, n * 1280);
      });
      harness.closeAll();
      return { mels, made, timesS: Array.from(timesS) };
    },
    { seconds, options },
  );
}

/** Which of the source's pictures each call of the generator saw, by its own pixels. */
async function sourceOrder(page: Page, speech: string, extension: 'loop' | 'ping-pong' | 'freeze') {
  await openHarness(page, EXAMPLE, speech);
  return page.evaluate(async (extension) => {
    const { harness } = window;
    const [media, faces, dub] = [harness.media(), harness.faces(), harness.dubbing()];
    await dub.open(false);
    const given = await harness.dubs.source(media, faces, harness.file(0), 0.32);
    await harness.dubs.render(dub, media, { ...given, speech: harness.file(1), options: { extension } });
    const calls = await dub.recorded();
    const first = calls.slice(0, given.picture.timesS.length);
    const distance = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0);
    const order = calls.map(({ face }) => {
      const distances = first.map((one) => distance(one.face, face));
      return distances.indexOf(Math.min(...distances));
    });
    return { calls: calls.length, order };
  }, extension);
}

/** inference.py's loop; beyond its last picture the window stays. */
function originalWindows(mel: Float32Array, fps: number, pictures: number): Float32Array {
  const columns = mel.length / 80;
  const starts = melStartsAtRate(fps, columns);
  while (starts.length < pictures) starts.push(columns - 16);
  return windowsAt(mel, starts.slice(0, pictures));
}

function windowsAt(mel: Float32Array, starts: readonly number[]): Float32Array {
  const columns = mel.length / 80;
  return Float32Array.from(
    starts.flatMap((start) =>
      Array.from({ length: 1280 }, (_, i) => {
        return mel[Math.floor(i / 16) * columns + start + (i % 16)]!;
      }),
    ),
  );
}

async function drawnInNode(mel: Float32Array, face: Float32Array): Promise<Float32Array> {
  const network = networkNamed('wav2lip');
  const session = await openSession(network, await weightBlob(network, deterministicReader(network)));
  const { picture } = await session.run({
    mel: { data: Float32Array.from(mel), dims: [1, 1, 80, 16] },
    face: { data: Float32Array.from(face), dims: [1, 8, 96, 96] },
  });
  await session.release();
  return picture!;
}

/** Syllables of a buzzing voice, then silence; 16 kHz mono, and the samples as they are in the file. */
function speech(name: string, seconds: number, spokenS = seconds, pitchHz = 130) {
  const words = Int16Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) => {
    const timeS = i / RATE_HZ;
    if (timeS > spokenS) return 0;
    const loud = Math.sin(Math.PI * 4 * timeS) ** 2 * Math.exp(-0.3 * (timeS % 1));
    const voice = [1, 2, 3, 5, 8].reduce(
      (sum, k) => sum + Math.sin(2 * Math.PI * pitchHz * k * timeS) / k,
      0,
    );
    return Math.round(9000 * loud * voice);
  });
  return { path: wavFile(name, words), samples: Float32Array.from(words, (word) => word / 32768) };
}

/** @param words 16 kHz mono */
function wavFile(name: string, words: Int16Array): string {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + words.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(2 * RATE_HZ, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(words.byteLength, 40);
  return scratchFile(name, Buffer.concat([header, Buffer.from(words.buffer)]));
}
