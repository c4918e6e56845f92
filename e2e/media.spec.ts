/** The media worker on real files: every frame and every sample at the time at which a player shows and plays it. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { ERROR_TEXTS, type ErrorCode } from '../core/errors';
import type { MediaInfo } from '../workers/media/contract';
import type { SeenFrame } from './harness/main';
import { CODECS, clip, RATES, SOUNDS, scratchFile, TIMELINES, truthOf } from './support/fixtures';
import { openHarness } from './support/harness';

/** Clips of the same passage as this one: their sound is the same but for its offset. */
const REFERENCE = 'in-sync';
const NAMES = [REFERENCE, 'early-200', ...CODECS, ...RATES, ...TIMELINES, ...SOUNDS];

/** Decoded by neither the browser nor a page without ffmpeg. */
const BY_FFMPEG: Record<string, Partial<MediaInfo>> = {
  'hevc-aac': { videoReader: 'ffmpeg', soundReader: 'webcodecs' },
  'mpeg4-pcm': { videoReader: 'ffmpeg', soundReader: 'ffmpeg' },
  'prores-pcm': { videoReader: 'ffmpeg', soundReader: 'webcodecs' },
  'mpeg2-ac3': { videoReader: 'ffmpeg', soundReader: 'ffmpeg' },
  'h264-ac3': { videoReader: 'webcodecs', soundReader: 'ffmpeg' },
};

interface Read {
  info: MediaInfo;
  frames: SeenFrame[];
  /** Lag of the sound behind that of REFERENCE, ms, and how alike they are there, 0..1. */
  sound: { startS: number; lengthS: number; lagMs: number; likeness: number };
}

test.describe('read', () => {
  const files = new Map<string, Read>();

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(400_000);
    const page = await browser.newPage();
    await openHarness(page);
    for (const name of NAMES) files.set(name, await read(page, name));
    await page.close();
  });
  const file = (name: string): Read => files.get(name)!;

  for (const name of NAMES) {
    const { picture, sound, durationS } = truthOf(name);
    test(`${name}: the listing says what is in it`, () => {
      const { info } = file(name);
      expect(info.video).toMatchObject({
        width: picture!.width,
        height: picture!.height,
        rotation: picture!.rotation ?? 0,
        variableFrameRate: picture!.fps === null,
      });
      expect(info.video.codec).toContain(CODEC_WORDS[picture!.codec] ?? picture!.codec);
      if (picture!.fps !== null) expect(info.video.fps).toBeCloseTo(picture!.fps, 1);
      expect(info.audioTracks).toMatchObject([
        { index: 0, channels: sound!.channels, sampleRateHz: sound!.rateHz },
      ]);
      expect(Math.abs(info.durationS - durationS!)).toBeLessThan(0.15);
      const readers = BY_FFMPEG[name] ?? { videoReader: 'webcodecs', soundReader: 'webcodecs' };
      expect(info).toMatchObject(readers);
      expect(info.playable).toBe(!(name in BY_FFMPEG));
      expect(info.warnings).toEqual([]);
    });

    test(`${name}: sound lies within 1 ms of where it belongs beside the picture`, () => {
      const { sound: heard, info } = file(name);
      expect(heard.startS).toBe(0);
      expect(heard.likeness).toBeGreaterThan(name === 'surround-51' ? 0.5 : 0.8);
      // Beside the picture, that is: where an encoder needs a run-up of 5 ms, both start that much later.
      const lagMs = heard.lagMs - 1000 * info.video.startS;
      expect(Math.abs(lagMs - expectedLagMs(name))).toBeLessThanOrEqual(1);
      expect(heard.lengthS).toBeGreaterThan(durationS! - 0.2);
      expect(heard.lengthS).toBeLessThan(durationS! + 0.3);
    });
  }

  for (const name of NAMES.filter((each) => truthOf(each).picture!.fps !== null)) {
    const fps = truthOf(name).picture!.fps!;
    test(`${name}: every frame comes once, at its time`, () => {
      const { frames, info } = file(name);
      // Frames above 30 per second are thinned.
      const step = fps > 30 ? Math.ceil(fps / 30) : 1;
      const startS = info.video.startS;
      expect(Math.abs(startS)).toBeLessThan(0.05);
      const rate = RATES_EXACT[name] ?? fps;
      const expected = Array.from({ length: frames.length }, (_, i) => startS + (i * step) / rate);
      const worst = Math.max(...frames.map((frame, i) => Math.abs(frame.ptsS - expected[i]!)));
      // Matroska and WebM round to milliseconds.
      expect(worst).toBeLessThanOrEqual(0.001);
      expect(Math.abs(frames.length - (truthOf(name).durationS! * fps) / step)).toBeLessThanOrEqual(1);
    });
  }

  test('a phone whose frame rate varies: times rise, 30 a second at first, 15 for a while', () => {
    const times = file('vfr-phone').frames.map((frame) => frame.ptsS);
    const gapsS = times.slice(1).map((t, i) => t - times[i]!);
    expect(Math.min(...gapsS)).toBeGreaterThan(0);
    const sorted = [...gapsS].sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length * 0.25)]).toBeLessThan(0.04);
    expect(sorted.at(-2)).toBeGreaterThan(0.06);
    expect(new Set(gapsS.map((gap) => gap.toFixed(4))).size).toBeGreaterThan(10);
  });

  test('a picture filmed on its side: frames lie, and say how to turn them', () => {
    const { frames, info } = file('rotated-90');
    expect(info.video).toMatchObject({ width: 300, height: 400 });
    expect(frames[0]).toMatchObject({ width: 400, height: 300, rotation: info.video.rotation });
    expect([90, 270]).toContain(info.video.rotation);
  });
});

test('two sound tracks are listed, and each gives its own sound', async ({ page }) => {
  await openHarness(page, clip('two-tracks-first-silent'));
  const heard = await page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    const info = await media.open(harness.file());
    const loudness: number[] = [];
    for (const { index } of info.audioTracks) {
      const { samples } = await harness.sound(media, index);
      loudness.push(Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length));
    }
    return { tracks: info.audioTracks.map(({ index, codec }) => ({ index, codec })), loudness };
  });
  expect(heard.tracks).toEqual([
    { index: 0, codec: 'aac' },
    { index: 1, codec: 'aac' },
  ]);
  expect(heard.loudness[0]).toBeLessThan(0.001);
  expect(heard.loudness[1]).toBeGreaterThan(0.02);
});

test('sound that starts later is silent until then', async ({ page }) => {
  await openHarness(page, clip('sound-starts-later'));
  const [before, after] = await page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    await media.open(harness.file());
    const { samples } = await harness.sound(media);
    const loudest = (fromS: number, toS: number) =>
      Math.max(...samples.subarray(fromS * 16_000, toS * 16_000).map(Math.abs));
    return [loudest(0, 0.7), loudest(0.8, 2)];
  });
  expect(before).toBe(0);
  expect(after).toBeGreaterThan(0.05);
});

for (const name of ['h264-aac', 'hevc-aac', 'vp9-opus', 'mpeg2-ac3']) {
  test(`${name}: ranges side by side give every frame once`, async ({ page }) => {
    await openHarness(page, clip(name));
    const { whole, parts } = await page.evaluate(async () => {
      const { harness } = window;
      const media = harness.media();
      await media.open(harness.file());
      const timesOf = async (startS: number, endS: number) =>
        (await harness.frames(media, { startS, endS, maxFps: 30 })).map((frame) => frame.ptsS);
      return {
        whole: await timesOf(0, Number.POSITIVE_INFINITY),
        parts: [
          await timesOf(0, 1.5),
          await timesOf(1.5, 3.21),
          await timesOf(3.21, Number.POSITIVE_INFINITY),
        ],
      };
    });
    const rounded = (times: number[]) => times.map((t) => Math.round(t * 1e4) / 1e4);
    expect(rounded(parts.flat())).toEqual(rounded(whole));
    expect(parts[1]![0]).toBeGreaterThanOrEqual(1.5);
    expect(parts[1]!.at(-1)).toBeLessThan(3.21);
    expect(whole.length).toBeGreaterThan(140);
  });

  test(`${name}: no more frames are sent than there is credit for, and close ends the stream`, async ({
    page,
  }) => {
    await openHarness(page, clip(name));
    const { received, problem } = await page.evaluate(async () => {
      const { harness } = window;
      const media = harness.media();
      await media.open(harness.file());
      const { port1, port2 } = new MessageChannel();
      let count = 0;
      const third = new Promise<void>((resolve) => {
        port1.onmessage = ({ data }) => {
          if (data.type !== 'frame') return;
          data.frame.close();
          count += 1;
          if (count === 3) resolve();
        };
      });
      const range = { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 30 };
      const ended = harness.errorOf(media.streamFrames(range, harness.Comlink.transfer(port2, [port2])));
      port1.postMessage({ type: 'credit', count: 3 });
      await third;
      await media.close();
      return { problem: await ended, received: count };
    });
    expect(received).toBe(3);
    expect(problem).toMatchObject({ code: 'cancelled' });
  });
}

/** The film with two sound tracks, of which the first is in a codec nobody has. */
function firstTrackUnknown(): string {
  const film = readFileSync(clip('two-tracks-first-silent'));
  for (const [known, unknown] of [
    ['mp4a', 'zzzz'],
    ['esds', 'zzzs'],
  ] as const)
    film.write(unknown, film.indexOf(known, film.indexOf('moov')), 'latin1');
  return scratchFile('first-track-unknown.mp4', film);
}

test('what cannot be opened says why, and the same worker opens the next file', async ({ page }) => {
  const bad: [string, ErrorCode][] = [
    ['text', 'not-a-video'],
    ['web-page', 'not-a-video'],
    ['empty', 'empty-file'],
    ['truncated', 'truncated'],
    ['audio-only', 'audio-only'],
    ['video-only', 'video-only'],
    ['tiny', 'too-small-picture'],
    ['unknown-codec', 'codec-unsupported'],
  ];
  await openHarness(page, ...bad.map(([name]) => clip(name)), clip(REFERENCE), firstTrackUnknown());
  const { errors, frames, unheard, secondS } = await page.evaluate(async (count) => {
    const { harness } = window;
    const media = harness.media();
    const found: Awaited<ReturnType<typeof harness.errorOf>>[] = [];
    for (let i = 0; i < count; i++) found.push(await harness.errorOf(media.open(harness.file(i))));
    await media.open(harness.file(count));
    const { length } = await harness.frames(media, { startS: 0, endS: 1, maxFps: 30 });
    await media.open(harness.file(count + 1));
    return {
      errors: found,
      frames: length,
      unheard: await harness.errorOf(harness.sound(media, 0)),
      secondS: (await harness.sound(media, 1)).samples.length / 16_000,
    };
  }, bad.length);
  expect(errors).toEqual(bad.map(([, code]) => ({ code, ...ERROR_TEXTS[code] })));
  expect(frames).toBe(25);
  // Where another track can be read, that one is the way out.
  expect(unheard).toEqual({
    code: 'codec-unsupported',
    message: 'No decoder here can read the first sound track of this file.',
    hint: 'Its second sound track can be read: check that one if it belongs to the picture.',
  });
  expect(secondS).toBeGreaterThan(5.5);
});

test('half of a file: what is there is read, and it is said that the rest is missing', async ({ page }) => {
  await openHarness(page, clip('halved'));
  const { info, lastS, heardS } = await page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    const opened = await media.open(harness.file());
    const frames = await harness.frames(media, { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 30 });
    const { samples } = await harness.sound(media);
    return { info: opened, lastS: frames.at(-1)?.ptsS ?? 0, heardS: samples.length / 16_000 };
  });
  expect(info.warnings).toHaveLength(1);
  expect(info.warnings[0]).toMatch(/^This file is cut off\. About \d\d % of the file is missing\./);
  expect(lastS).toBeGreaterThan(0.5);
  expect(lastS).toBeLessThan(3.5);
  expect(heardS).toBeGreaterThan(0.5);
});

/** As the containers name codecs. */
const CODEC_WORDS: Record<string, string> = { mpeg2video: 'mpeg' };
/** The manifest rounds. */
const RATES_EXACT: Record<string, number> = { 'fps-23976': 24_000 / 1001, 'fps-2997': 30_000 / 1001 };

/** Lag behind REFERENCE: the own offset, and how much earlier in the speech the clip starts. */
function expectedLagMs(name: string): number {
  const { truth, master } = truthOf(name);
  return truth!.offsetMs! + 1000 * (truthOf(REFERENCE).master!.startS - master!.startS);
}

/** Reads all of one file; the first must be REFERENCE, whose sound stays in the page. */
async function read(page: Page, name: string): Promise<Read> {
  await page.setInputFiles('#files', clip(name));
  return page.evaluate(async (nearMs) => {
    const { harness } = window;
    const media = harness.media();
    const info = await media.open(harness.file());
    const frames = await harness.frames(media, { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 30 });
    const { startS, samples } = await harness.sound(media);
    harness.closeAll();
    const kept = window as unknown as { reference?: Float32Array };
    kept.reference ??= samples;
    const { reference } = kept;
    // Cross-correlation over what both have, 40 ms around the lag that is expected.
    const near = Math.round(nearMs * 16);
    let best = { lag: 0, likeness: -1 };
    for (let lag = near - 640; lag <= near + 640; lag++) {
      const from = Math.max(16_000, -lag);
      const to = Math.min(80_000, reference.length, samples.length - lag);
      let xy = 0;
      let xx = 0;
      let yy = 0;
      for (let i = from; i < to; i++) {
        const x = reference[i]!;
        const y = samples[i + lag]!;
        xy += x * y;
        xx += x * x;
        yy += y * y;
      }
      const likeness = xy / Math.sqrt(xx * yy);
      if (likeness > best.likeness) best = { lag, likeness };
    }
    return {
      info,
      frames,
      sound: { startS, lengthS: samples.length / 16_000, lagMs: best.lag / 16, likeness: best.likeness },
    };
  }, expectedLagMs(name));
}
