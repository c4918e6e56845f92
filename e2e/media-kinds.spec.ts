/** Kinds of files that broke a reader once: clocks that start anew or far from 0, streams that one reader leaves out. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type { Mix } from '../core/sound/downmix';
import { clip, EXAMPLE, scratchFile } from './support/fixtures';
import { openHarness } from './support/harness';
import { hasFfmpeg, made } from './support/native-ffmpeg';

/** What the media worker says of the chosen file, and how much of it comes. */
function read(page: Page) {
  return page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    const info = await media.open(harness.file());
    const frames = await harness.frames(media, { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 30 });
    const { samples } = await harness.sound(media);
    harness.closeAll();
    const times = frames.map((frame) => frame.ptsS);
    return {
      info,
      frames: times.length,
      lastS: times.at(-1) ?? 0,
      isRising: times.every((time, i) => i === 0 || time > times[i - 1]!),
      heardS: samples.length / 16_000,
      peak: samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    };
  });
}

test('a recording joined of two, whose clock starts anew, is one film of both', async ({ page }) => {
  const one = readFileSync(clip('mpeg2-ac3'));
  await openHarness(page, clip('mpeg2-ac3'));
  const single = await read(page);
  await page.setInputFiles('#files', scratchFile('joined.ts', Buffer.concat([one, one])));
  const joined = await read(page);
  expect(joined.info.joinsS).toHaveLength(1);
  expect(joined.info.warnings.join(' ')).toContain('joined of 2 parts');
  expect(Math.abs(joined.info.durationS - 2 * single.info.durationS)).toBeLessThan(0.1);
  expect(Math.abs(joined.frames - 2 * single.frames)).toBeLessThanOrEqual(1);
  expect(joined.isRising).toBe(true);
  expect(Math.abs(joined.heardS - single.heardS - single.info.durationS)).toBeLessThan(0.1);

  // Of the second one only the tables and the first moment came through: neither reader knows it.
  const came = 4 * 188;
  const lost = Buffer.concat([one, one.subarray(0, came), Buffer.alloc(one.length - came)]);
  await page.setInputFiles('#files', scratchFile('half-lost.ts', lost));
  const half = await read(page);
  expect(half.info.warnings).toEqual([
    'One part of this joined recording cannot be read and is left out: what follows is told as if it had not been there.',
  ]);
  expect(half.info).toMatchObject({ joinsS: [], durationS: expect.closeTo(single.info.durationS, 1) });
  expect(half.frames).toBe(single.frames);
});

/** A copy with another number behind the head of every box of a type. @param at behind version and flags */
function withNumber(type: string, at: number, value: (old: number) => number): string {
  const copy = Buffer.from(readFileSync(clip('in-sync')));
  for (let box = copy.indexOf(type, copy.indexOf('moov')); box >= 0; box = copy.indexOf(type, box + 4)) {
    const place = box + 8 + at;
    copy.writeUInt32BE(Math.min(0xfffffffe, value(copy.readUInt32BE(place))), place);
  }
  return scratchFile(`number-${type}.mp4`, copy);
}

test('eight bytes of zeros in the index: the file is called damaged, not something else', async ({
  page,
}) => {
  const film = readFileSync(clip('in-sync'));
  const paths = ['stbl', 'hdlr', 'trak'].map((type) => {
    const copy = Buffer.from(film);
    const at = copy.indexOf(type, copy.indexOf('moov')) - 4;
    copy.fill(0, at, at + 8);
    return scratchFile(`damaged-${type}.mp4`, copy);
  });
  await openHarness(page, ...paths);
  const errors = await page.evaluate(async (count) => {
    const { harness } = window;
    const media = harness.media();
    const found: Awaited<ReturnType<typeof harness.errorOf>>[] = [];
    for (let i = 0; i < count; i++) found.push(await harness.errorOf(media.open(harness.file(i))));
    return found;
  }, paths.length);
  for (const error of errors)
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringMatching(/^This mp4 is damaged/) });
});

test('numbers that cannot be are not counted to: the file is read as far as there is something', async ({
  page,
}) => {
  await openHarness(page, clip('in-sync'));
  const whole = await read(page);
  const hours = withNumber('mdhd', 12, (old) => old * 10_000);
  const billions = withNumber('stts', 4, () => 0x7fffffff);
  for (const path of [hours, billions]) {
    await page.setInputFiles('#files', path);
    const { info, frames, heardS } = await read(page);
    expect(info.durationS, path).toBeCloseTo(whole.info.durationS, 1);
    expect(frames, path).toBe(whole.frames);
    expect(heardS, path).toBeCloseTo(whole.heardS, 1);
  }
  // Where all pictures are said to lie in one chunk, those behind the first real one are lost.
  await page.setInputFiles(
    '#files',
    withNumber('stsc', 8, () => 0x7fffffff),
  );
  expect((await read(page)).frames).toBeGreaterThan(0);
});

test('Matroska with something else behind its clusters is read to its end', async ({ page }) => {
  const whole = readFileSync(clip('h264-ac3'));
  const cues = whole.lastIndexOf(Buffer.from('1c53bb6b', 'hex'));
  expect(cues).toBeGreaterThan(0);
  await openHarness(page, clip('h264-ac3'));
  const { frames } = await read(page);
  const ends = {
    lost: whole.subarray(cues),
    short: Buffer.alloc(8, 0xff),
    long: Buffer.alloc(100_000, 0xff),
  };
  for (const [name, end] of Object.entries(ends)) {
    // The first byte is gone of what was there; all zeros would be taken for padding.
    const bytes = Buffer.concat([whole.subarray(0, cues), end.subarray(name === 'lost' ? 1 : 0)]);
    await page.setInputFiles('#files', scratchFile(`${name}-end.mkv`, bytes));
    expect((await read(page)).frames, name).toBe(frames);
  }
});

test.describe('made by ffmpeg (needs it)', () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');

  for (const [name, hours, args] of [
    ['hour.mkv', 1, []],
    ['hundred-hours.mkv', 100, []],
    ['fragments.mp4', 1, ['-movflags', 'frag_keyframe+empty_moov+default_base_moof']],
    ['broadcast.ts', 20, []],
  ] as const) {
    test(`${name} counts from ${hours} h on: it lasts as long as it does, and begins at once`, async ({
      page,
    }) => {
      const offset = ['-output_ts_offset', String(3600 * hours)];
      await openHarness(page, made(name, ['-i', clip('in-sync'), '-c', 'copy', ...offset, ...args]));
      const { info, frames, heardS, lastS } = await read(page);
      expect(info.durationS).toBeGreaterThan(5.5);
      expect(info.durationS).toBeLessThan(6.5);
      expect(info.video.startS).toBeLessThan(0.2);
      expect(frames).toBeGreaterThan(140);
      expect(lastS).toBeLessThan(6.5);
      expect(Math.abs(heardS - info.durationS)).toBeLessThan(0.3);
    });
  }

  test('a stream that only ffmpeg knows has its place in the list, and its own sound', async ({ page }) => {
    const sound = [
      '-map',
      '0:v',
      '-map',
      '0:a',
      '-map',
      '0:a',
      '-c:v',
      'copy',
      '-c:a:0',
      's302m',
      '-strict',
      '-2',
    ];
    const path = made('s302m.ts', [
      ...[
        '-i',
        clip('in-sync'),
        ...sound,
        '-ar',
        '48000',
        '-ac',
        '2',
        '-c:a:1',
        'mp2',
        '-filter:a:1',
        'volume=0',
      ],
    ]);
    await openHarness(page, path);
    const heard = await page.evaluate(async () => {
      const { harness } = window;
      const media = harness.media();
      const { audioTracks } = await media.open(harness.file());
      const peaks: number[] = [];
      for (const { index } of audioTracks) {
        const { samples } = await harness.sound(media, index);
        peaks.push(samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
      }
      return { tracks: audioTracks.map(({ index, codec }) => [index, codec]), peaks };
    });
    expect(heard.tracks).toEqual([
      [0, 's302m'],
      [1, 'mp2'],
    ]);
    expect(heard.peaks[0]).toBeGreaterThan(0.05);
    expect(heard.peaks[1]).toBeLessThan(0.001);
  });

  const LOST: [name: string, filter: string, mix: Mix][] = [
    ['inverted.mp4', 'pan=stereo|c0=c0|c1=-1*c0', { kind: 'difference', channels: [0, 1] }],
    ['bass-only.mkv', 'pan=7.1|c3=c0', { kind: 'channel', channel: 3 }],
  ];
  for (const [name, filter, mix] of LOST) {
    test(`${name}: the downmix has lost the speech, and it is told where it is`, async ({ page }) => {
      await openHarness(page, made(name, ['-i', EXAMPLE, '-c:v', 'copy', '-af', filter]));
      const { carrier, peaks } = await page.evaluate(async (wanted) => {
        const { harness } = window;
        const media = harness.media();
        await media.open(harness.file());
        const listen = async (...asked: [] | [Mix]) => {
          const { port1, port2 } = new MessageChannel();
          let peak = 0;
          port1.onmessage = ({ data }) => {
            if (data.type !== 'sound') return;
            for (const x of data.samples) peak = Math.max(peak, Math.abs(x));
            port1.postMessage({ type: 'credit', count: 1 });
          };
          port1.postMessage({ type: 'credit', count: 8 });
          const sent = await media.streamSound(0, harness.Comlink.transfer(port2, [port2]), ...asked);
          return { ...sent, peak };
        };
        const first = await listen();
        return { carrier: first.carrier, peaks: [first.peak, (await listen(wanted)).peak] };
      }, mix);
      expect(carrier).toMatchObject({ mix });
      expect(carrier!.speechS).toBeGreaterThan(4);
      expect(peaks[0]).toBeLessThan(0.02);
      expect(peaks[1]).toBeGreaterThan(0.1);
    });
  }

  test('the last frame of a FLAC file is there, however short it is', async ({ page }) => {
    // Silence: its last frame of 100 samples takes some 14 bytes.
    const seconds = (4096 * 5 + 100) / 48_000;
    await openHarness(
      page,
      made('short-end.flac', [
        ...['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', String(seconds)],
        ...['-c:a', 'flac', '-frame_size', '4096'],
      ]),
    );
    const samples = await page.evaluate(async () => {
      const { harness } = window;
      const media = harness.media();
      await media.openSound(harness.file());
      return (await harness.sound(media)).samples.length;
    });
    expect(Math.abs(samples - 16_000 * seconds)).toBeLessThan(2);
  });

  test('an encrypted film is called encrypted', async ({ page }) => {
    const key = ['-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'];
    const id = ['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8'];
    const scheme = ['-encryption_scheme', 'cenc-aes-ctr', ...key, ...id];
    await openHarness(page, made('encrypted.mp4', ['-i', clip('in-sync'), '-c', 'copy', ...scheme]));
    const error = await page.evaluate(() => {
      const { harness } = window;
      return harness.errorOf(harness.media().open(harness.file()));
    });
    expect(error).toMatchObject({ code: 'encrypted' });
  });
});
