/** The rewrite worker on real files: sound beside the picture within a millisecond, and nothing else touched. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type { RewriteJob } from '../workers/rewrite/contract';
import { clip, EXAMPLE, scratchFile, truthOf } from './support/fixtures';
import { openHarness } from './support/harness';
import { hasFfmpeg, made, soundSum } from './support/native-ffmpeg';
import { FOLDER, fix, hearReference, packetsOf, storedResults } from './support/rewrite';
import { unless, WIDE } from './support/wide';

const REFERENCE = 'in-sync';
/** Read by mediabunny and by the browser. */
const SURGERY = [
  'h264-aac',
  'hevc-aac',
  'prores-pcm',
  'h264-ac3',
  'vp9-opus',
  'av1-opus',
  'fragmented',
  'edit-list-trims',
  'edit-list-delays-sound',
  'sound-starts-later',
  'vfr-phone',
  'rotated-90',
  'sound-8khz-mono',
  'surround-51',
];
/** Written by ffmpeg.wasm. */
const BY_FFMPEG = ['mpeg2-ac3', 'mpeg4-pcm'];
/** Each way of moving sound meets each container, codec and kind of timeline once. */
const ALWAYS = {
  lossless: [
    'h264-aac',
    'hevc-aac',
    'vp9-opus',
    'edit-list-trims',
    'sound-starts-later',
    'rotated-90',
    'mpeg2-ac3',
  ],
  baked: [
    'prores-pcm',
    'h264-ac3',
    'av1-opus',
    'fragmented',
    'edit-list-delays-sound',
    'vfr-phone',
    'sound-8khz-mono',
    'surround-51',
    'mpeg4-pcm',
  ],
};
const shift = (offsetMs: number, mode: RewriteJob['mode'], audioIndex = 0) => ({
  mode,
  correction: { kind: 'shift' as const, offsetMs },
  audioIndex,
});

test.describe('codecs and timelines', () => {
  // One page for all of them, which has heard what they are compared with.
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    await openHarness(page);
    await hearReference(page, clip(REFERENCE));
  });
  test.afterAll(() => page.close());

  for (const mode of ['lossless', 'baked'] as const) {
    for (const name of [...SURGERY, ...BY_FFMPEG]) {
      const title = `${name}, ${mode}: sound that is 120 ms late lies within 1 ms of the picture afterwards`;
      test(title, unless(ALWAYS[mode].includes(name)), async () => {
        const fixed = await fix(page, clip(name), shift(120, mode));
        // By packets where they can be read: of a trimmed picture, our reader shows what players leave out.
        const [old, fresh] = BY_FFMPEG.includes(name)
          ? [null, null]
          : [await packetsOf(clip(name)), await packetsOf(fixed.bytes)];
        const pictureMs =
          old === null
            ? 1000 * fixed.after.info.video.startS
            : 1000 * (fixed.before.info.video.startS + pictureStartS(fresh) - pictureStartS(old));
        const masterMs = 1000 * (truthOf(REFERENCE).master!.startS - truthOf(name).master!.startS);
        for (const { lagMs, likeness } of fixed.after.lags) {
          expect(likeness).toBeGreaterThan(name === 'surround-51' ? 0.4 : 0.75);
          expect(Math.abs(lagMs - pictureMs - masterMs)).toBeLessThanOrEqual(1);
        }
        expect(fixed.appliedMs).toBeCloseTo(120, 0);
        expect(fixed.tracksLost).toEqual([]);
        expect(fixed.tracksKept).toMatchObject({ picture: 1, sound: 1 });

        // The picture: the same frames, all moved alike or not at all.
        const { before, after } = fixed;
        if (name !== 'edit-list-trims') {
          expect(after.frames.length).toBe(before.frames.length);
          const moved = after.frames.map((ptsS, i) => ptsS - before.frames[i]!);
          expect(Math.max(...moved) - Math.min(...moved)).toBeLessThan(0.0011);
        }
        expect(after.info.video).toMatchObject({
          codec: before.info.video.codec,
          width: before.info.video.width,
          height: before.info.video.height,
          rotation: before.info.video.rotation,
        });
        expect(Math.abs(after.info.durationS - before.info.durationS)).toBeLessThan(0.2);
        if (old === null) return;
        expect(after.info.container).toBe(before.info.container);
        expect(packetsOfKind(fresh, 'video')).toEqual(packetsOfKind(old, 'video'));
        if (mode === 'lossless') expect(packetsOfKind(fresh, 'audio')).toEqual(packetsOfKind(old, 'audio'));
      });
    }
  }
});

test.beforeEach(async ({ page }) => {
  await openHarness(page);
});

for (const mode of ['lossless', 'baked'] as const) {
  test(`early-800, ${mode}: sound that is 800 ms early is put where it belongs, and nothing is lost`, async ({
    page,
  }) => {
    const job = shift(-800, mode);
    await hearReference(page, clip('early-800'));
    const fixed = await fix(page, clip('early-800'), job, [0.5, 2]);
    // Against itself: 800 ms later, out of reach of the search, so that the places are moved by hand.
    expect(fixed.after.info.video.startS).toBeCloseTo(fixed.before.info.video.startS, 3);
    const late = await fix(page, clip('early-800'), shift(-200, mode), [0.5, 2]);
    for (const { lagMs, likeness } of late.after.lags) {
      expect(likeness).toBeGreaterThan(0.75);
      expect(Math.abs(lagMs - 200)).toBeLessThanOrEqual(1);
    }
    expect(late.how).toContain('200 ms later');
  });
}

test('late sound, lossless: its silent beginning goes, else the picture waits; both as told', async ({
  page,
}) => {
  await hearReference(page, clip(REFERENCE));
  const job = shift(120, 'lossless');
  const trimmed = await fix(page, clip('h264-aac'), { ...job, whenLate: 'trim-sound' });
  expect(trimmed.after.info.video.startS).toBeCloseTo(trimmed.before.info.video.startS, 4);
  expect(trimmed.how).toContain('what was before the first picture is not played');
  const waiting = await fix(page, clip('h264-aac'), { ...job, whenLate: 'delay-picture' });
  expect(waiting.after.info.video.startS - waiting.before.info.video.startS).toBeCloseTo(0.12, 4);
  expect(waiting.how).toContain('The picture starts 120 ms later');
  for (const { after } of [trimmed, waiting]) {
    const pictureMs = 1000 * after.info.video.startS;
    for (const { lagMs } of after.lags) expect(Math.abs(lagMs - pictureMs)).toBeLessThanOrEqual(1);
  }
});

test('two sound tracks: lossless moves both, or the measured one alone; baked leaves the other as it is', async ({
  page,
}) => {
  await hearReference(page, clip('two-tracks-first-silent'));
  await page.setInputFiles('#files', clip('two-tracks-first-silent'));
  const old = packetsOfKind(await packetsOf(clip('two-tracks-first-silent')), 'audio');
  const starts = async (job: Omit<RewriteJob, 'output'>) => {
    const fixed = await fix(page, clip('two-tracks-first-silent'), job);
    expect(fixed.tracksKept).toMatchObject({ sound: 2 });
    return { fixed, starts: fixed.after.info.audioTracks.map(({ startS }) => startS) };
  };
  const both = await starts(shift(-300, 'lossless', 1));
  expect(both.starts[0]).toBeCloseTo(0.3, 1);
  expect(both.starts[1]).toBeCloseTo(0.3, 1);
  expect(both.fixed.how).toContain('All 2 sound tracks');
  const one = await starts({ ...shift(-300, 'lossless', 1), moves: 'measured-only' });
  expect(one.starts[0]).toBeCloseTo(0, 1);
  expect(one.starts[1]).toBeCloseTo(0.3, 1);
  const baked = await starts(shift(-300, 'baked', 1));
  const fresh = packetsOfKind(await packetsOf(baked.fixed.bytes), 'audio');
  expect(fresh[0]).toEqual(old[0]);
  expect(fresh[1]).not.toEqual(old[1]);
});

test('a drift of 5000 ppm is taken out everywhere, and the change of pitch is told', async ({ page }) => {
  // The same words: right up to 12 s, 300 ms late from then on.
  await hearReference(page, clip('step-300'));
  const { startMs, endMs } = truthOf('drift-5000ppm').truth as { startMs: number; endMs: number };
  const correction = { kind: 'drift' as const, startMs, endMs };
  const places = [2, 8, 14, 20];
  const fixed = await fix(page, clip('drift-5000ppm'), { mode: 'baked', correction, audioIndex: 0 }, places);
  fixed.after.lags.forEach(({ lagMs, likeness }, i) => {
    expect(likeness).toBeGreaterThan(0.7);
    expect(Math.abs(lagMs + (places[i]! > 12 ? 300 : 0))).toBeLessThanOrEqual(1);
  });
  expect(fixed.appliedMs).toBeNull();
  expect(fixed.warnings.join(' ')).toContain('0.50 % higher in pitch');
});

test('a step of 300 ms is cut out in a quiet place', async ({ page }) => {
  await hearReference(page, clip('step-300'));
  const steps = truthOf('step-300').truth!.steps!;
  const segments = steps.map(({ atS, offsetMs }, i) => ({
    startS: atS,
    endS: steps[i + 1]?.atS ?? truthOf('step-300').durationS!,
    offsetMs,
  }));
  const correction = { kind: 'steps' as const, segments };
  const places = [3, 8, 14, 18];
  const fixed = await fix(page, clip('step-300'), { mode: 'baked', correction, audioIndex: 0 }, places);
  fixed.after.lags.forEach(({ lagMs, likeness }, i) => {
    expect(likeness).toBeGreaterThan(0.7);
    expect(Math.abs(lagMs + (places[i]! > 12 ? 300 : 0))).toBeLessThanOrEqual(1);
  });
  expect(fixed.how).toContain('cut at one quiet place');
});

test('a drift cannot be taken out without touching the sound, and it is said why', async ({ page }) => {
  await page.setInputFiles('#files', clip('h264-aac'));
  const error = await page.evaluate((folder) => {
    const { harness } = window;
    const correction = { kind: 'drift' as const, startMs: 0, endMs: 50 };
    const job = { mode: 'lossless' as const, correction, audioIndex: 0 };
    const output = { to: 'opfs' as const, folder };
    const onProgress = harness.Comlink.proxy(() => {});
    return harness.errorOf(harness.rewrite().rewrite(harness.file(), { ...job, output }, onProgress));
  }, FOLDER);
  expect(error).toMatchObject({ code: 'fix-impossible' });
  expect(await storedResults(page)).toEqual([]);
});

test('progress rises and never goes back, and the name says what the copy is', async ({ page }) => {
  await hearReference(page, EXAMPLE);
  const { progress, suggestedName, name } = await fix(page, EXAMPLE, shift(200, 'baked'));
  expect(suggestedName).toBe('example.in-sync.mp4');
  expect(name).toBe('example.in-sync.mp4');
  expect(progress.length).toBeGreaterThan(10);
  const done = progress.map(({ doneS }) => doneS);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBeCloseTo(progress[0]!.totalS, 0);
  expect(new Set(progress.map(({ stage }) => stage))).toEqual(new Set(['encoding', 'writing']));
});

test('the sound alone comes as WAV, corrected', async ({ page }) => {
  await hearReference(page, clip(REFERENCE));
  await page.setInputFiles('#files', clip('h264-aac'));
  const heard = await page.evaluate(async (folder) => {
    const { harness } = window;
    const worker = harness.rewrite();
    const job = { correction: { kind: 'shift' as const, offsetMs: 120 }, audioIndex: 0 };
    const output = { to: 'opfs' as const, folder };
    const file = await worker.soundAlone(
      harness.file(),
      { ...job, output },
      harness.Comlink.proxy(() => {}),
    );
    const media = harness.media();
    const info = await media.openSound(file);
    const { samples } = await harness.sound(media);
    const { reference } = window as unknown as { reference: Float32Array };
    let [difference, energy] = [0, 0];
    for (let i = 16_000; i < 64_000; i++) {
      difference += (samples[i]! - reference[i]!) ** 2;
      energy += reference[i]! ** 2;
    }
    await worker.remove(folder);
    return {
      name: file.name,
      container: info.container,
      durationS: info.durationS,
      share: difference / energy,
    };
  }, FOLDER);
  expect(heard).toMatchObject({ name: 'h264-aac.in-sync.wav', container: 'wav' });
  expect(heard.durationS).toBeCloseTo(6, 0);
  // Two encodings of the same words; a millisecond apart it would be ten times that.
  expect(heard.share).toBeLessThan(0.05);
});

test('the worker killed in the middle leaves nothing after the next start', async ({ page }) => {
  await breakOff(page, () => window.harness.closeAll());
  expect(await storedResults(page)).not.toEqual([]);
  await page.evaluate(() => window.harness.rewrite().clearLeftovers());
  expect(await storedResults(page)).toEqual([]);
});

test('the tab closed in the middle leaves nothing after the next start', async ({ page, context }) => {
  await breakOff(page, () => {});
  await page.close();
  const next = await context.newPage();
  await openHarness(next);
  expect(await storedResults(next)).not.toEqual([]);
  // The closed page's locks go a moment after it.
  await expect
    .poll(async () => {
      await next.evaluate(() => window.harness.rewrite().clearLeftovers());
      return storedResults(next);
    })
    .toEqual([]);
});

test('results stay while their folder is held, and what another page writes is left alone', async ({
  page,
  context,
}) => {
  await page.setInputFiles('#files', clip('h264-aac'));
  await page.evaluate(async (folder) => {
    const { harness } = window;
    await new Promise<void>((held) => {
      void navigator.locks.request(`lipslate-rewrites:${folder}`, { mode: 'shared' }, () => {
        held();
        return new Promise((letGo) => {
          (window as unknown as { letGo: unknown }).letGo = letGo;
        });
      });
    });
    const job = {
      mode: 'lossless' as const,
      correction: { kind: 'shift' as const, offsetMs: 50 },
      audioIndex: 0,
    };
    const output = { to: 'opfs' as const, folder };
    for (let i = 0; i < 2; i++)
      await harness.rewrite().rewrite(
        harness.file(),
        { ...job, output },
        harness.Comlink.proxy(() => {}),
      );
  }, FOLDER);
  const both = [`rewrites/${FOLDER}/h264-aac.in-sync (2).mp4`, `rewrites/${FOLDER}/h264-aac.in-sync.mp4`];
  const other = await context.newPage();
  await openHarness(other);
  await other.evaluate(() => window.harness.rewrite().clearLeftovers());
  expect(await storedResults(page)).toEqual(both);
  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  await other.evaluate(() => window.harness.rewrite().clearLeftovers());
  expect(await storedResults(page)).toEqual([]);
});

test('too little room is said before anything is written', async ({ page }) => {
  await limitRoom(page, 1_000_000);
  await page.setInputFiles('#files', EXAMPLE);
  const error = await tryFix(page, 'lossless');
  expect(error).toMatchObject({ code: 'storage-full' });
  expect(error!.message).toMatch(/^The corrected copy needs \d+ MB, and this browser has less/);
  expect(await storedResults(page)).toEqual([]);
});

for (const codec of ['AAC', 'Opus'] as const) {
  test(`room that goes while ${codec} is encoded is said, and nothing is left behind`, async ({
    page,
  }, info) => {
    const path = codec === 'AAC' ? EXAMPLE : fourMinutesOfOpus(info.outputPath('long.mkv'));
    test.skip(path === null, 'needs ffmpeg');
    await page.setInputFiles('#files', path!);
    let starved = false;
    await page.exposeFunction('starve', async () => {
      if (!starved) await limitRoom(page, 1000);
      starved = true;
    });
    const error = await tryFix(page, 'baked');
    expect(starved).toBe(true);
    expect(error).toMatchObject({ code: 'storage-full' });
    expect(await storedResults(page)).toEqual([]);
  });
}

test('AVI is moved by what was asked, not by whole pictures, and what is said is done', async ({ page }) => {
  await hearReference(page, clip(REFERENCE));
  const fixed = await fix(page, clip('mpeg4-pcm'), shift(163.4, 'lossless'));
  expect(fixed.container).toBe('matroska');
  expect(Math.abs(fixed.appliedMs! - 163.4)).toBeLessThanOrEqual(1);
  const leftMs = 120 - fixed.appliedMs!;
  const masterMs = 1000 * (truthOf(REFERENCE).master!.startS - truthOf('mpeg4-pcm').master!.startS);
  for (const { lagMs } of fixed.after.lags)
    expect(Math.abs(lagMs - 1000 * fixed.after.info.video.startS - masterMs - leftMs)).toBeLessThanOrEqual(1);
});

test(
  'LPCM of a Blu-ray stream goes into a container in which it plays, bit for bit',
  WIDE,
  async ({ page }, info) => {
    test.skip(spawnSync('ffmpeg', ['-version']).status !== 0, 'needs ffmpeg');
    const path = info.outputPath('lpcm.m2ts');
    const made = ['-c:v', 'copy', '-c:a', 'pcm_bluray', '-mpegts_m2ts_mode', '1', '-f', 'mpegts', path];
    spawnSync('ffmpeg', ['-v', 'error', '-y', '-i', clip('h264-aac'), ...made]);
    await hearReference(page, path);
    const fixed = await fix(page, path, shift(-100, 'baked'));
    expect(fixed.container).toBe('matroska');
    expect(fixed.after.info.audioTracks[0]!.codec).toMatch(/^pcm/);
    expect(fixed.warnings.join(' ')).toContain('Matroska');
    for (const { lagMs, likeness } of fixed.after.lags) {
      expect(likeness).toBeGreaterThan(0.99);
      expect(Math.abs(lagMs - 100)).toBeLessThanOrEqual(1);
    }
    const times = await fix(page, path, shift(-100, 'lossless'));
    expect(times.container).toBe('mpegts');
    expect(times.appliedMs).toBeCloseTo(-100, 1);
  },
);

test('LPCM first, then AC-3: the track that is named is the one that is heard and written; the other one stays', async ({
  page,
}) => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const tracks = ['-map', '0:v', '-map', '0:a', '-map', '0:a', '-c:v', 'copy', '-ar', '48000'];
  const second = ['-c:a:1', 'ac3', '-filter:a:1', 'adelay=200:all=1'];
  const disc = ['-mpegts_m2ts_mode', '1', '-f', 'mpegts'];
  const path = made('lpcm-ac3.m2ts', [
    ...['-i', clip(REFERENCE), ...tracks, '-c:a:0', 'pcm_bluray', ...second, ...disc],
  ]);
  await hearReference(page, path);
  for (const [audioIndex, codecs, lateMs] of [
    [0, [/^pcm/, /^ac3$/], 100],
    [1, [/^pcm/, /^aac$/], 0],
  ] as const) {
    // By the first track of the copy, whichever was corrected.
    const fixed = await fix(page, path, shift(-100, 'baked', audioIndex), [1, 3], 0);
    expect(fixed.before.info.audioTracks.map(({ codec }) => codec)).toEqual(['pcm_bluray', 'ac3']);
    // A transport stream that ffmpeg writes holds no LPCM.
    expect(fixed.container).toBe('matroska');
    expect(fixed.after.info.audioTracks).toHaveLength(2);
    fixed.after.info.audioTracks.forEach(({ codec }, i) => {
      expect(codec).toMatch(codecs[i]!);
    });
    for (const lagMs of besideThePicture(fixed, [1, 3]))
      expect(Math.abs(lagMs - lateMs), `track ${audioIndex + 1}`).toBeLessThanOrEqual(1);
    if (audioIndex === 0) continue;
    const copy = scratchFile('beside-lpcm.mkv', fixed.bytes);
    expect(soundSum(copy, 0)).toBe(soundSum(path, 0));
  }
});

test('a codec that the browser says it decodes and does not is decoded by ffmpeg', async ({ page }) => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  // MPEG audio, layer 2, of one channel at 384 kb/s.
  const sound = ['-c:a', 'mp2', '-b:a', '384k', '-ac', '1', '-ar', '48000'];
  const path = made('mp2-mono384.ts', ['-i', clip(REFERENCE), '-c:v', 'copy', ...sound]);
  await hearReference(page, path);
  const fixed = await fix(page, path, shift(-100, 'baked'));
  expect(fixed.newCodec).toBe('aac');
  for (const lagMs of besideThePicture(fixed, [1, 3])) expect(Math.abs(lagMs - 100)).toBeLessThanOrEqual(1);
});

test('joined transport streams: times move in both parts; a new sound is refused with the reason', async ({
  page,
}) => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const half = readFileSync(made('half.ts', ['-i', clip(REFERENCE), '-c', 'copy']));
  const path = scratchFile('joined-halves.ts', Buffer.concat([half, half]));
  await hearReference(page, path);
  const fixed = await fix(page, path, shift(-100, 'lossless'), [2, 8]);
  expect(fixed.appliedMs).toBeCloseTo(-100, 1);
  for (const lagMs of besideThePicture(fixed, [2, 8])) expect(Math.abs(lagMs - 100)).toBeLessThanOrEqual(1);
  const error = await tryFix(page, 'baked');
  expect(error).toMatchObject({ code: 'fix-impossible' });
  const plan = await page.evaluate(() => {
    const correction = { kind: 'shift' as const, offsetMs: 200 };
    return window.harness.rewrite().plan(window.harness.file(), { mode: 'baked', correction, audioIndex: 0 });
  });
  expect(plan.baked).toBe(false);
  expect(plan.reasons.join()).toContain('clocks start anew');
});

test('a file that the visitor chose is written only when the copy is complete', async ({ page }) => {
  await page.setInputFiles('#files', EXAMPLE);
  const sizes = await page.evaluate(async () => {
    const { harness } = window;
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('chosen.mp4', { create: true });
    const size = async () => (await handle.getFile()).size;
    const job = {
      mode: 'baked' as const,
      correction: { kind: 'shift' as const, offsetMs: 200 },
      audioIndex: 0,
    };
    const output = { to: 'handle' as const, handle };
    await new Promise<void>((resolve) => {
      const onProgress = harness.Comlink.proxy(({ stage }: { stage: string }) => {
        if (stage === 'encoding') resolve();
      });
      void harness.rewrite().rewrite(harness.file(), { ...job, output }, onProgress);
    });
    harness.closeAll();
    const broken = await size();
    const onProgress = harness.Comlink.proxy(() => {});
    const done = await harness.rewrite().rewrite(harness.file(), { ...job, output }, onProgress);
    return { broken, whole: await size(), told: done.file.size };
  });
  expect(sizes.broken).toBe(0);
  expect(sizes.whole).toBeGreaterThan(100_000);
  expect(sizes.told).toBe(sizes.whole);
});

/**
 * How much later than before the sound is against the picture of each place, ms. A transport stream begins with
 * whatever comes first in it, and a part of a joined one where the part before ends.
 */
function besideThePicture({ before, after }: Awaited<ReturnType<typeof fix>>, atS: number[]): number[] {
  expect(after.frames.length).toBe(before.frames.length);
  return atS.map((placeS, i) => {
    const frame = before.frames.findIndex((ptsS) => ptsS >= placeS);
    return after.lags[i]!.lagMs - 1000 * (after.frames[frame]! - before.frames[frame]!);
  });
}

/** Long enough for the encoder to be at work when room goes. @returns null without ffmpeg */
function fourMinutesOfOpus(path: string): string | null {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=5:duration=240'];
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.2:duration=240'];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'libopus', '-ac', '2'];
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...noise, ...codecs, path]);
  return status === 0 ? path : null;
}

type Packets = Awaited<ReturnType<typeof packetsOf>>;

/** Time of the packet decoded first. */
function pictureStartS(tracks: Packets | null): number {
  return tracks!.find(({ kind }) => kind === 'video')!.firstS;
}

function packetsOfKind(tracks: Packets | null, kind: string): string[][] {
  return tracks!.filter((track) => track.kind === kind).map(({ packets }) => packets);
}

/** Starts a fix and goes away from it when it is at work. */
async function breakOff(page: Page, leave: () => void): Promise<void> {
  await page.setInputFiles('#files', EXAMPLE);
  await page.evaluate(async (folder) => {
    const { harness } = window;
    const job = {
      mode: 'baked' as const,
      correction: { kind: 'shift' as const, offsetMs: 200 },
      audioIndex: 0,
    };
    const output = { to: 'opfs' as const, folder };
    await new Promise<void>((resolve) => {
      const onProgress = harness.Comlink.proxy(({ stage }: { stage: string }) => {
        if (stage === 'encoding') resolve();
      });
      void harness.rewrite().rewrite(harness.file(), { ...job, output }, onProgress);
    });
  }, FOLDER);
  await page.evaluate(leave);
}

function tryFix(page: Page, mode: RewriteJob['mode']) {
  return page.evaluate(
    ({ wanted, folder }) => {
      const { harness } = window;
      const starve = (window as unknown as { starve?: () => Promise<void> }).starve;
      const job = { mode: wanted, correction: { kind: 'shift' as const, offsetMs: 200 }, audioIndex: 0 };
      const output = { to: 'opfs' as const, folder };
      const onProgress = harness.Comlink.proxy(async () => {
        await starve?.();
      });
      return harness.errorOf(harness.rewrite().rewrite(harness.file(), { ...job, output }, onProgress));
    },
    { wanted: mode, folder: FOLDER },
  );
}

async function limitRoom(page: Page, quotaSize: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}
