/** Files opened for their picture alone or their sound alone, as dubbing does. */
import { expect, type Page, test } from '@playwright/test';
import { ERROR_TEXTS, type ErrorCode } from '../core/errors';
import { clip, scratchFile, truthOf } from './support/fixtures';
import { openHarness } from './support/harness';

const PHOTO = { still: true, durationS: 1 / 25, audioTracks: [], warnings: [] };

test.describe('a photo is one picture at 0', () => {
  for (const name of ['photo', 'photo-turned', 'photo-avif', 'photo-moving']) {
    test(name, async ({ page }) => {
      await openHarness(page, clip(name));
      const { info, seen, again } = await readPicture(page);
      const { width, height, codec } = truthOf(name).picture!;
      expect(info).toMatchObject({
        ...PHOTO,
        container: codec,
        video: { codec, width, height, rotation: 0, fps: 25, variableFrameRate: false, startS: 0 },
      });
      expect(seen).toMatchObject([{ ptsS: 0, timestamp: 0, width, height, rotation: 0 }]);
      expect(again).toBe(1);
    });
  }

  test('one that is stored lying is handed out upright, as the same photo stored upright', async ({
    page,
  }) => {
    await openHarness(page, clip('photo'));
    const upright = (await readPicture(page)).seen[0]!.thumbnail;
    await page.setInputFiles('#files', clip('photo-turned'));
    const turned = (await readPicture(page)).seen[0]!.thumbnail;
    await page.setInputFiles('#files', clip('photo-avif'));
    const avif = (await readPicture(page)).seen[0]!.thumbnail;
    expect(meanDifference(upright, turned)).toBeLessThan(4);
    expect(meanDifference(upright, avif)).toBeLessThan(4);
    expect(meanDifference(upright, upright.toReversed())).toBeGreaterThan(20);
  });

  test('of one that moves it is the first', async ({ page }) => {
    await openHarness(page, clip('photo-moving'));
    const [red, green, blue] = (await readPicture(page)).seen[0]!.thumbnail;
    expect([red, green, blue]).toEqual([255, 0, 0]);
  });

  test('a huge one is made smaller, a transparent one lies on white', async ({ page }) => {
    await openHarness(page);
    const made = await page.evaluate(async () => {
      const { harness } = window;
      const canvas = new OffscreenCanvas(5000, 1250);
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'blue';
      context.fillRect(0, 0, 2500, 1250);
      const file = new File([await canvas.convertToBlob({ type: 'image/png' })], 'huge.txt');
      const media = harness.media();
      const info = await media.openPicture(file);
      const corners: number[][] = [];
      await harness.eachFrame(media, { startS: 0, endS: 1, maxFps: 1000 }, async ({ frame }) => {
        const { data, width } = await harness.rgba(frame);
        corners.push([...data.subarray(0, 4)], [...data.subarray(4 * (width - 1), 4 * width)]);
      });
      return { video: info.video, corners };
    });
    expect(made.video).toMatchObject({ codec: 'png', width: 4096, height: 1024 });
    expect(made.corners).toEqual([
      [0, 0, 255, 255],
      [255, 255, 255, 255],
    ]);
  });
});

test.describe('a video is opened for its picture', () => {
  test('without sound', async ({ page }) => {
    await openHarness(page, clip('video-only'));
    const { info, seen } = await readPicture(page);
    expect(info).toMatchObject({ container: 'mp4', still: false, audioTracks: [], warnings: [] });
    expect(info.video).toMatchObject({ width: 400, height: 300, fps: 25 });
    expect(info.durationS).toBeCloseTo(6, 1);
    expect(seen).toHaveLength(150);
  });

  test('with sound, which can be heard afterwards', async ({ page }) => {
    await openHarness(page, clip('h264-ac3'));
    const heard = await page.evaluate(async () => {
      const media = window.harness.media();
      const info = await media.openPicture(window.harness.file());
      const { samples } = await window.harness.sound(media);
      return { info, lengthS: samples.length / 16_000, peak: Math.max(...samples.map(Math.abs)) };
    });
    expect(heard.info.audioTracks).toMatchObject([{ index: 0, codec: 'ac3' }]);
    expect(heard.lengthS).toBeGreaterThan(5.8);
    expect(heard.peak).toBeGreaterThan(0.1);
  });

  test('at its full size when a file is to be made of it, whoever decodes it', async ({ page }) => {
    await openHarness(page, clip('hevc-aac'));
    const sizes = await page.evaluate(async () => {
      const media = window.harness.media();
      const { video } = await media.openPicture(window.harness.file());
      const range = { startS: 0, endS: 0.5, maxFps: 1000, fullSize: true };
      const frames = await window.harness.frames(media, range);
      return { video, frames: frames.map(({ width, height }) => [width, height]) };
    });
    expect(sizes.frames).toHaveLength(13);
    expect(new Set(sizes.frames.map(String))).toEqual(
      new Set([`${sizes.video.width},${sizes.video.height}`]),
    );
  });
});

test.describe('sound alone', () => {
  for (const name of ['audio-only', 'speech-mp3', 'speech-opus', 'speech-flac', 'in-sync']) {
    test(`${name} is heard where it belongs`, async ({ page }) => {
      await openHarness(page, clip('in-sync'), clip(name));
      const { info, lagMs, likeness, lengthS } = await compareSound(page);
      const { sound, durationS } = truthOf(name);
      expect(info.audioTracks).toMatchObject([
        { index: 0, codec: sound!.codec, channels: 1, sampleRateHz: sound!.rateHz },
      ]);
      expect(info.warnings).toEqual([]);
      expect(Math.abs(info.durationS - durationS!)).toBeLessThan(0.1);
      expect(Math.abs(lengthS - durationS!)).toBeLessThan(0.1);
      expect(likeness).toBeGreaterThan(0.8);
      // Bare MP3 says nowhere how much its encoder put before the sound: up to 50 ms, as players have it.
      expect(Math.abs(lagMs)).toBeLessThanOrEqual(name === 'speech-mp3' ? 55 : 1);
    });
  }

  test('a WAV file of unknown length, as programs write it that stream', async ({ page }) => {
    await openHarness(page, scratchFile('streamed.wav', streamedWav()));
    const heard = await page.evaluate(async () => {
      const media = window.harness.media();
      const info = await media.openSound(window.harness.file());
      const { samples } = await window.harness.sound(media);
      return { info, lengthS: samples.length / 16_000, middle: samples[8000] };
    });
    expect(heard.info).toMatchObject({ container: 'wav', warnings: [] });
    expect(heard.info.durationS).toBeCloseTo(1, 2);
    expect(heard.lengthS).toBeCloseTo(1, 2);
    expect(heard.middle).toBeCloseTo(0.5, 2);
  });

  test('what the browser recorded from a microphone, a WebM file that does not say how long it is', async ({
    page,
  }) => {
    await openHarness(page);
    const heard = await page.evaluate(async () => {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 440 });
      const into = context.createMediaStreamDestination();
      tone.connect(into);
      tone.start();
      await context.resume();
      const recorder = new MediaRecorder(into.stream);
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.start(200);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await new Promise((resolve) => {
        recorder.onstop = resolve;
        recorder.stop();
      });
      await context.close();
      const file = new File(pieces, 'recording');
      const media = window.harness.media();
      const info = await media.openSound(file);
      const { samples } = await window.harness.sound(media);
      const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
      return { info, type: file.type, lengthS: samples.length / 16_000, power };
    });
    expect(heard.info.container).toBe('webm');
    expect(heard.info.audioTracks[0]!.codec).toBe('opus');
    expect(heard.info.durationS).toBeGreaterThan(1);
    expect(heard.info.durationS).toBeLessThan(2.5);
    expect(Math.abs(heard.lengthS - heard.info.durationS)).toBeLessThan(0.1);
    expect(heard.power).toBeGreaterThan(0.2);
  });
});

test('what has no picture or no sound says so, and the same worker opens the next file', async ({ page }) => {
  const noPhoto = scratchFile('broken.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...new Array(200).fill(7)));
  const heic = scratchFile(
    'phone.heic',
    Buffer.concat([Buffer.from('\0\0\0\x18ftypheic'), Buffer.alloc(200, 7)]),
  );
  const forPicture: [string, ErrorCode][] = [
    [clip('audio-only'), 'no-picture'],
    [clip('text'), 'no-picture'],
    [clip('empty'), 'empty-file'],
    [clip('truncated'), 'truncated'],
    [clip('tiny'), 'too-small-picture'],
    [clip('unknown-codec'), 'codec-unsupported'],
    [noPhoto, 'photo-unreadable'],
    [heic, 'photo-heic'],
  ];
  const forSound: [string, ErrorCode][] = [
    [clip('video-only'), 'no-sound'],
    [clip('photo'), 'no-sound'],
    [clip('web-page'), 'no-sound'],
    [clip('empty'), 'empty-file'],
  ];
  await openHarness(
    page,
    ...forPicture.map(([path]) => path),
    ...forSound.map(([path]) => path),
    clip('photo'),
  );
  const { found, still } = await page.evaluate(
    async ([pictures, sounds]) => {
      const { harness } = window;
      const media = harness.media();
      const errors: Awaited<ReturnType<typeof harness.errorOf>>[] = [];
      for (let i = 0; i < pictures + sounds; i++) {
        const file = harness.file(i);
        errors.push(await harness.errorOf(i < pictures ? media.openPicture(file) : media.openSound(file)));
      }
      return { found: errors, still: (await media.openPicture(harness.file(pictures + sounds))).still };
    },
    [forPicture.length, forSound.length] as const,
  );
  expect(found).toEqual([...forPicture, ...forSound].map(([, code]) => ({ code, ...ERROR_TEXTS[code] })));
  expect(still).toBe(true);
});

/** Opens the chosen file for its picture and takes all of it; every picture also as 8 x 8 RGB. */
function readPicture(page: Page) {
  return page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    const info = await media.openPicture(harness.file());
    const range = { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 1000 };
    const seen: {
      ptsS: number;
      timestamp: number;
      width: number;
      height: number;
      rotation: number;
      thumbnail: number[];
    }[] = [];
    await harness.eachFrame(media, range, async ({ ptsS, frame, rotation }) => {
      const { data, width, height } = await harness.rgba(frame);
      const thumbnail: number[] = [];
      for (let y = 0; y < 8; y++) {
        for (let x = 0; x < 8; x++) {
          const at = 4 * (Math.floor(((y + 0.5) * height) / 8) * width + Math.floor(((x + 0.5) * width) / 8));
          thumbnail.push(...data.subarray(at, at + 3));
        }
      }
      const { timestamp, displayWidth, displayHeight } = frame;
      seen.push({ ptsS, timestamp, width: displayWidth, height: displayHeight, rotation, thumbnail });
    });
    const again = (await harness.frames(media, range)).length;
    harness.closeAll();
    return { info, seen, again };
  });
}

/** Lag of the second file's sound behind the first one's. */
function compareSound(page: Page) {
  return page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    await media.openSound(harness.file(0));
    const { samples: reference } = await harness.sound(media);
    const info = await media.openSound(harness.file(1));
    const { samples } = await harness.sound(media);
    harness.closeAll();
    let best = { lag: 0, likeness: -1 };
    for (let lag = -960; lag <= 960; lag++) {
      let xy = 0;
      let xx = 0;
      let yy = 0;
      for (let i = 8000; i < Math.min(40_000, samples.length - lag); i++) {
        const x = reference[i]!;
        const y = samples[i + lag]!;
        xy += x * y;
        xx += x * x;
        yy += y * y;
      }
      const likeness = xy / Math.sqrt(xx * yy);
      if (likeness > best.likeness) best = { lag, likeness };
    }
    return { info, lagMs: best.lag / 16, likeness: best.likeness, lengthS: samples.length / 16_000 };
  });
}

function meanDifference(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

/** One second at half of full scale, its sizes left open. */
function streamedWav(): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(44 + 32_000));
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) bytes.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  bytes.setUint32(4, 0xffffffff, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, 16_000, true);
  bytes.setUint32(28, 32_000, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, 0xffffffff, true);
  for (let i = 0; i < 16_000; i++) bytes.setInt16(44 + 2 * i, 16_384, true);
  return new Uint8Array(bytes.buffer);
}
