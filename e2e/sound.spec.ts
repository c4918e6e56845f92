/** The Sound room on real files, judged by a meter that somebody else wrote and by what the written files hold. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { ERROR_TEXTS } from '../core/errors';
import { libebur128 } from '../core/loudness/testing/libebur128';
import { siSdr } from '../core/testing/si-sdr';
import type { SoundWishes } from '../src/app/headless-sound';
import type { SoundChain } from '../workers/sound/contract';
import { expectAccessible } from './support/accessible';
import { clip, EXAMPLE, fixture, scratchFile } from './support/fixtures';
import { runSound } from './support/headless';
import { hasFfmpeg, loudnessOf, samplesOf, soundSum } from './support/native-ffmpeg';
import { lagOf, readWav, wavBytes } from './support/wav';
import { kill } from './support/workers';

const RATE_HZ = 48_000;
const WAIT_MS = 60_000;
const SPEECH = EXAMPLE.replace('example.mp4', 'example-speech.flac');

test.setTimeout(180_000);

test('a noisy recording becomes clear, as loud as podcasts are, and is nowhere moved', async ({ page }) => {
  await page.goto('./#/sound');
  const clean = await speechSamples(page);
  const noisy = noisyFile(clean);
  await expectAccessible(page);
  await give(page, noisy);
  await expect(page.getByText('pcm-f32, stereo, 48 kHz')).toBeVisible();
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByRole('heading', { name: 'The prepared sound' })).toBeFocused({ timeout: WAIT_MS });
  await expect(page.getByText(/Hum at 50.*100.* was removed\./)).toBeVisible();
  await expectAccessible(page);

  await expect(page.getByRole('img', { name: /^Waveform from 0:00 to/ })).toBeVisible();
  const spoken = page.getByRole('img', { name: /^Where speech is: [1-9].* of / });
  await expect(spoken.locator('path')).toHaveAttribute('d', /^M[\d.]+ 0H/);
  const shown = await figures(page);
  const path = await download(page, 'Download noisy.clear.wav');
  const { planes, rateHz } = readWav(path);
  const [left, right] = planes as [Float32Array, Float32Array];
  expect([rateHz, left.length]).toEqual([RATE_HZ, clean.length]);
  const theirs = await libebur128(RATE_HZ, left, right);
  expect(Math.abs(theirs.integratedLufs + 16)).toBeLessThan(0.1);
  expect(theirs.truePeakDb).toBeLessThanOrEqual(-1);
  expect(shown['Loudness']![1]).toBe('−16.0 LUFS');
  expect(shown['Phase']).toEqual(['1.00', '1.00']);
  expect(number(shown['Loudest 0.4 s']![1])).toBeGreaterThan(number(shown['Loudest 3 s']![1]));
  for (const words of shown['Reverberation']!) expect(words).toMatch(/^(–|[01]\.\d\d s)$/);
  expect(Math.abs(number(shown['True peak']![1]) - theirs.truePeakDb)).toBeLessThan(0.25);
  const [before, after] = shown['Speech above background']!.map(number);
  expect(after! - before!).toBeGreaterThan(6);
  expect(lagOf(readWav(noisy).planes[0]!, left, 600)).toBe(0);

  // FLAC holds the same samples; the others begin at the same one.
  for (const [name, extension] of [
    ['FLAC', 'flac'],
    ['Opus', 'opus'],
    ['MP3', 'mp3'],
    ['AAC (M4A)', 'm4a'],
  ] as const) {
    await page.getByRole('combobox', { name: 'The sound alone, as' }).selectOption(name);
    await page.getByRole('button', { name: 'Make this file' }).click();
    const encoded = await download(page, `Download noisy.clear.${extension}`);
    const heard = await decoded(page, readFileSync(encoded));
    const lag = lagOf(left.slice(0, RATE_HZ), heard.slice(0, RATE_HZ), 1500);
    expect([extension, lag]).toEqual([extension, 0]);
    // Opus ends with its last packet.
    const more = heard.length - left.length;
    expect(more >= 0 && more <= (extension === 'opus' ? 960 : 0)).toBe(true);
    if (extension === 'm4a' && hasFfmpeg()) {
      // Where the last packet is played to its end.
      const native = samplesOf(encoded);
      expect(native.length - left.length).toBeGreaterThanOrEqual(0);
      expect(native.length - left.length).toBeLessThan(1024);
      expect(lagOf(left.slice(0, RATE_HZ), native.slice(0, RATE_HZ), 1500)).toBe(0);
      const inNative = await libebur128(RATE_HZ, native, native);
      expect(Math.abs(inNative.integratedLufs - theirs.integratedLufs)).toBeLessThan(0.1);
    }
    if (extension === 'flac')
      expect(heard.every((sample, i) => Math.abs(sample - left[i]!) < 1e-6)).toBe(true);
    if (hasFfmpeg()) expect(loudnessOf(encoded).peakDb).toBeLessThanOrEqual(-1);
    const inOther = await libebur128(RATE_HZ, heard, heard);
    expect(Math.abs(inOther.integratedLufs - theirs.integratedLufs)).toBeLessThan(0.1);
  }

  const csv = readFileSync(await download(page, 'Loudness report (CSV)'), 'utf8').split('\r\n');
  expect(csv[0]).toMatch(/^file,when,integrated_lufs,/);
  expect(csv[2]).toMatch(/^noisy\.wav,after,-1[56](\.\d+)?,/);
  const json = JSON.parse(readFileSync(await download(page, 'Loudness report (JSON)'), 'utf8'));
  expect(Math.abs(json.after.integrated_lufs - theirs.integratedLufs)).toBeLessThan(0.1);
  expect(json.after.short_term_lufs.length).toBe(json.before.short_term_lufs.length);
  const sheet = readFileSync(await download(page, 'Loudness report (page)'), 'utf8');
  expect(sheet.replaceAll('\u00a0', ' ')).toContain(`<td>${shown['Loudness']![1]}</td>`);

  // Switched while it plays, at the same place.
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => timeOf(page, 'after')).toBeGreaterThan(1);
  await page.getByRole('radio', { name: 'Before' }).check();
  const switchedS = await timeOf(page, 'before');
  expect(switchedS).toBeGreaterThan(0.9);
  await expect.poll(() => timeOf(page, 'before')).toBeGreaterThan(switchedS + 0.2);
  const volumes = await page
    .locator('audio')
    .evaluateAll((all) => all.map((each) => (each as HTMLAudioElement).volume));
  expect(Math.min(...volumes)).toBeLessThan(1);
  await page.getByRole('button', { name: 'Pause' }).click();

  // One step left out: made beside all else, at the same place and as loud as the others.
  await page.getByRole('combobox', { name: 'Leave one step out' }).selectOption('Noise removal');
  await page.getByRole('radio', { name: 'Without noise removal' }).check({ timeout: WAIT_MS });
  expect(await timeOf(page, 'without')).toBeCloseTo(await timeOf(page, 'before'), 2);
  const all = await sideOf(page, 'after');
  const without = await sideOf(page, 'without');
  expect(Math.abs(all.lufs - without.lufs)).toBeLessThan(0.1);
  expect(without.quietestDb - all.quietestDb).toBeGreaterThan(6);
  expect(lagOf(readWav(noisy).planes[0]!, without.plane, 600)).toBe(0);
});

test('noise removal, loudness, and all other steps together move nothing, and noise goes where it is asked to', async ({
  page,
}) => {
  await page.goto('./');
  const clean = await speechSamples(page);
  const noisy = noisyFile(clean);
  const nothing: SoundChain = {
    ...{ repair: false, voiceApart: 0, hum: false, room: false, noise: 0, roomTone: false, level: false },
    ...{ noiseBy: 'rnnoise', deEss: 0, tone: null, compress: 0, place: null, target: null },
  };
  const before = readWav(noisy).planes[0]!;
  const made: Record<string, Float32Array> = {};
  for (const [name, chain] of Object.entries({
    noise: { ...nothing, noise: 1 },
    heavyNoise: { ...nothing, noise: 1, noiseBy: 'gtcrn' },
    // Each by itself: workers/sound/channels-kept.test.ts.
    others: {
      ...{ ...nothing, repair: true, hum: true, room: true, level: true },
      ...{ deEss: 1, tone: 'clear', compress: 0.5 },
    },
    loudness: { ...nothing, target: 'r128' },
  } satisfies Record<string, SoundWishes['chain']>)) {
    made[name] = readWav(await prepared(page, noisy, { chain, as: 'wav' })).planes[0]!;
    expect([name, lagOf(before, made[name], 600)]).toEqual([name, 0]);
  }
  const theirs = await libebur128(RATE_HZ, made['loudness']!, made['loudness']!);
  expect(Math.abs(theirs.integratedLufs + 23)).toBeLessThan(0.1);

  // A hole in a pause is filled as loud as the room around it is, and nothing else is touched.
  const [from, to] = [5.8 * RATE_HZ, 6.4 * RATE_HZ];
  const longer = Float32Array.from({ length: 8 * RATE_HZ }, (_, i) => clean[i] ?? 0);
  const whole = readWav(noisyFile(longer)).planes[0]!;
  const torn = whole.map((sample, i) => (i >= from && i < to ? 0 : sample));
  const tornFile = scratchFile('torn.wav', wavBytes({ rateHz: RATE_HZ, planes: [torn, torn] }));
  const toned = { ...nothing, roomTone: true };
  const filled = readWav(await prepared(page, tornFile, { chain: toned, as: 'wav' })).planes[0]!;
  const powerOf = (plane: Float32Array) => plane.slice(from, to).reduce((sum, x) => sum + x * x, 0);
  expect(Math.abs(10 * Math.log10(powerOf(filled) / powerOf(whole)))).toBeLessThan(2);
  const isKept = (sample: number, i: number) => (i >= from && i < to) || Math.abs(sample - torn[i]!) < 1e-6;
  expect(filled.every(isKept)).toBe(true);

  // With all of them off the samples are the file's own, at its own rate, from the first to the last.
  const planes = [clean, clean.map((sample) => -0.5 * sample)].map((plane) =>
    plane.map((sample) => Math.round(sample * 2 ** 23) / 2 ** 23),
  );
  const own = scratchFile('own-rate.wav', wavBytes({ rateHz: 44_100, planes }));
  const kept44 = readWav(await prepared(page, own, { chain: nothing, as: 'wav' }));
  expect(kept44.rateHz).toBe(44_100);
  planes.forEach((plane, channel) => {
    expect(kept44.planes[channel]).toHaveLength(plane.length);
    expect(plane.every((sample, i) => sample === kept44.planes[channel]![i])).toBe(true);
  });

  // In heavy noise, 6 dB below the speech, the suppressor brings the speech closer to what it was.
  const heavy = noisyFile(clean, 0.06);
  const quieter = readWav(await prepared(page, heavy, { chain: { ...nothing, noise: 1 }, as: 'wav' }))
    .planes[0]!;
  const [was, is] = [readWav(heavy).planes[0]!, quieter].map((each) => siSdr(clean, each));
  test
    .info()
    .annotations.push({ type: 'noise', description: `SI-SDR ${was!.toFixed(1)} -> ${is!.toFixed(1)} dB` });
  expect(is! - was!).toBeGreaterThan(3);

  // Speech that was clean already: next to nothing is lost.
  const still = scratchFile('clean.wav', wavBytes({ rateHz: RATE_HZ, planes: [clean] }));
  const kept = readWav(
    await prepared(page, still, { chain: { ...nothing, repair: true, hum: true, noise: 0.9 }, as: 'wav' }),
  ).planes[0]!;
  test.info().annotations.push({ type: 'clean', description: `${siSdr(clean, kept).toFixed(1)} dB SI-SDR` });
  expect(siSdr(clean, kept)).toBeGreaterThan(55);
});

test('what was taken away can be heard, and music lies under the speech', async ({ page }) => {
  await page.goto('./#/sound');
  const clean = await speechSamples(page);
  // Somebody speaks until 5 s, and from 11 to 16 s.
  const speech = Float32Array.from(
    { length: 17 * RATE_HZ },
    (_, i) => clean[i < 11 * RATE_HZ ? i : i - 11 * RATE_HZ] ?? 0,
  );
  const noisy = noisyFile(speech);
  await give(page, noisy);
  const make = page.getByRole('button', { name: 'Make speech clear' });
  const silence = new Float32Array(RATE_HZ);
  for (const [bed, sentence] of [
    [fixture('video-only.mp4'), '“video-only.mp4” has no sound.'],
    [bedFile('silent.wav', silence), '“silent.wav” is silent.'],
    [
      bedFile(
        'short.wav',
        toneOf(1.5, () => 0.1),
      ),
      '“short.wav” is too short to be repeated',
    ],
    [noisy, '“noisy.wav” is the recording itself'],
  ] as const) {
    await page.getByTestId('sound-bed').setInputFiles(bed);
    await make.click();
    await expect(page.getByRole('alert')).toContainText(sentence);
  }
  // Quiet from 1 to 2 s and from 7 to 8 s, which is where one round goes over into the next.
  const isQuiet = (atS: number) => (atS >= 1 && atS < 2) || (atS >= 7 && atS < 8);
  const music = bedFile(
    'music.wav',
    toneOf(9, (atS) => (isQuiet(atS) ? 0.002 : 0.1)),
  );
  await page.getByTestId('sound-bed').setInputFiles(music);
  await page.getByRole('slider', { name: 'Level in pauses' }).fill('20');
  await make.click();
  // The worker killed in the middle is told, and nothing that is set is lost.
  await expect(page.getByRole('progressbar', { name: 'Preparing the sound' })).toHaveAttribute('value', /./);
  await kill(page.workers().find((each) => each.url().includes('/sound.worker'))!);
  await expect(page.getByRole('alert')).toContainText(ERROR_TEXTS['worker-died'].message);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('radio', { name: 'Removed' }).check({ timeout: WAIT_MS });
  await expect(page.getByText('Any speech you hear in it is lost.')).toBeVisible();
  await expect(
    page.getByText(/Under the speech lies music\.wav, 20.LU below.*, played 3 times\./),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => timeOf(page, 'taken')).toBeGreaterThan(0.2);
  await page.getByRole('button', { name: 'Pause' }).click();

  const { planes } = readWav(await download(page, 'Download noisy.clear.wav'));
  const [left, right] = planes as [Float32Array, Float32Array];
  const theirs = await libebur128(RATE_HZ, left, right);
  expect(Math.abs(theirs.integratedLufs + 16)).toBeLessThan(0.1);
  expect(theirs.truePeakDb).toBeLessThanOrEqual(-1);
  const [was, is] = [readWav(noisy).planes[0]!, left].map((each) => each.slice(0, 3 * RATE_HZ));
  expect(lagOf(was!, is!, 600)).toBe(0);
  const bedDb = (fromS: number, toS: number) => 20 * Math.log10(toneIn(left, fromS, toS));
  const [pause, under] = [bedDb(8.3, 10.4), bedDb(2.5, 4.5)];
  expect(Math.abs(pause - under - 12)).toBeLessThan(0.5);
  expect(Math.abs(bedDb(11.4, 12.8) - under)).toBeLessThan(0.5);
  expect(bedDb(7.1, 7.9)).toBeLessThan(pause - 20);
  expect(bedDb(0, 0.02)).toBeLessThan(under - 20);
  expect(bedDb(16.98, 17)).toBeLessThan(under - 20);
  const tone = toneOf(3, () => 10 ** (pause / 20));
  const [bed, said] = [
    await libebur128(RATE_HZ, tone, tone),
    await libebur128(RATE_HZ, left.slice(0, 5 * RATE_HZ), right.slice(0, 5 * RATE_HZ)),
  ];
  // Speech is what the suppressor takes for it here, and what is loud there.
  test.info().annotations.push({
    type: 'bed',
    description: `${(said.integratedLufs - bed.integratedLufs).toFixed(2)} LU below, ${(pause - under).toFixed(2)} dB lower`,
  });
  expect(Math.abs(said.integratedLufs - bed.integratedLufs - 20)).toBeLessThan(1.5);
});

test('the video gets the sound, and keeps every packet of its picture and its sync', async ({ page }) => {
  const video = fixture('in-sync.mp4');
  await page.goto('./#/sound');
  await give(page, video);
  // What it is like is told, and can be heard, before anything is done to it.
  const asIs = page.getByTestId('sound-measured');
  await expect(asIs).toBeVisible({ timeout: WAIT_MS });
  await expect(page.getByRole('img', { name: /^Waveform from 0:00 to [\d:]+\.$/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Where speech is: [1-9]/ })).toBeVisible();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => timeOf(page, 'original')).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectAccessible(page);
  if (hasFfmpeg()) {
    const shown = await figures(page, 'sound-measured');
    const native = loudnessOf(video);
    for (const [name, theirs, within] of [
      ['Loudness', native.lufs, 0.1],
      ['Loudness range', native.rangeLu, 0.4],
      ['True peak', native.peakDb, 0.3],
    ] as const)
      expect([name, Math.abs(number(shown[name]![0]) - theirs) <= within]).toEqual([name, true]);
  }
  await page.getByRole('combobox', { name: 'Loudness' }).selectOption('web');
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await page.getByRole('button', { name: 'Put this sound into the video' }).click({ timeout: WAIT_MS });
  await expect(asIs).toHaveCount(0);
  await expect(page.getByTestId('sound-copy')).toContainText('not moved by a sample', { timeout: WAIT_MS });
  const copy = await download(page, 'Download in-sync.clear.mp4');
  expect(await pictureOf(copy)).toEqual(await pictureOf(video));
  // As native ffmpeg decodes and measures it.
  if (hasFfmpeg()) {
    const { lufs, peakDb } = loudnessOf(copy);
    expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.1);
    expect(peakDb).toBeLessThanOrEqual(-1);
    await expect(page.getByTestId('sound-copy')).toContainText(
      `Measured in this file: ${lufs.toFixed(1).replace('-', '−')}\u00a0LUFS`,
    );
  }
  const offsets = await offsetsOf(page, [video, copy]);
  expect(Math.abs(offsets[1]! - offsets[0]!)).toBeLessThan(5);

  // Beside the old one, which stays to the packet.
  await page.getByRole('combobox', { name: 'In the video it goes' }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Put this sound into the video' }).click();
  await expect(page.getByTestId('sound-copy')).toContainText('as the first sound track', {
    timeout: WAIT_MS,
  });
  const both = await download(page, 'Download in-sync.clear.mp4');
  expect(await pictureOf(both)).toEqual(await pictureOf(video));
  if (hasFfmpeg()) {
    expect(loudnessOf(both)).toEqual(loudnessOf(copy));
    expect([soundSum(both, 0), soundSum(both, 1)]).toEqual([soundSum(copy, 0), soundSum(video, 0)]);
  }
});

test('what cannot be prepared says why; silence stays silence', async ({ page }) => {
  await page.goto('./#/sound');
  for (const name of ['text.mp4', 'video-only.mp4']) {
    await give(page, fixture(name));
    await expect(page.getByRole('alert')).toContainText(ERROR_TEXTS['no-sound'].message);
    await expect(page.getByRole('button', { name: 'Make speech clear' })).toBeDisabled();
  }
  const silent = wavBytes({ rateHz: 8000, planes: [new Float32Array(16_000)] });
  await give(page, scratchFile('silent.wav', silent));
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByText('No speech was found.')).toBeVisible({ timeout: WAIT_MS });
  const { planes } = readWav(await download(page, 'Download silent.clear.wav'));
  expect(planes[0]!.every((sample) => Math.abs(sample) < 1e-5)).toBe(true);
  // Nothing to do is said before.
  for (const box of [
    'Repair clicks and clipped peaks',
    'Remove hum and rumble',
    'Remove noise',
    'Even out near and far voices',
  ])
    await page.getByLabel(box).uncheck();
  await page.getByRole('combobox', { name: 'Loudness' }).selectOption('');
  await expect(page.getByText('Nothing is switched on')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make speech clear' })).toBeDisabled();
});

test('several are prepared by one chain into one zip; one that cannot be is named, and the others go on', async ({
  page,
}) => {
  await page.goto('./#/sound');
  const clean = (await speechSamples(page)).slice(0, 3 * RATE_HZ);
  const files = [0.5, 0.1].map((size, i) => {
    const plane = clean.map((sample) => size * sample);
    return scratchFile(`take-${i + 1}.wav`, wavBytes({ rateHz: RATE_HZ, planes: [plane, plane] }));
  });
  await page.getByTestId('sound-file').setInputFiles([files[0]!, fixture('text.mp4'), files[1]!]);
  const rows = page.getByTestId('sound-queue').getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Not started');
  await page.getByRole('combobox', { name: 'Save to' }).selectOption('zip');
  await page.getByRole('button', { name: 'Make speech clear' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 prepared, 1 failed.').first()).toBeVisible({ timeout: WAIT_MS });
  await expect(rows.nth(1)).toContainText(ERROR_TEXTS['no-sound'].message);
  await expectAccessible(page);

  const report = readFileSync(await download(page, 'Loudness report of all (CSV)'), 'utf8')
    .trim()
    .split('\r\n');
  expect(report.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
    ...['file when', 'take-1.wav before', 'take-1.wav after', 'take-2.wav before', 'take-2.wav after'],
  ]);
  const zip = readFileSync(await download(page, 'Download lipslate-clear-speech.zip'));
  const starts = ['take-1.clear.wav', 'take-2.clear.wav'].map((name) => zip.indexOf(name));
  for (const [i, at] of starts.entries()) {
    // Packed as they are.
    const wav = scratchFile('unpacked.wav', zip.subarray(zip.indexOf('RIFF', at)));
    const [left, right] = readWav(wav).planes as [Float32Array, Float32Array];
    expect(left).toHaveLength(clean.length);
    expect(lagOf(clean, left, 600)).toBe(0);
    const theirs = await libebur128(RATE_HZ, left, right);
    expect(Math.abs(theirs.integratedLufs + 16)).toBeLessThan(0.1);
    const words = (await rows.nth(2 * i).textContent())!.replaceAll('\u00a0', ' ');
    expect(words).toContain(`Saved as take-${i + 1}.clear.wav`);
    const before = /([−\d.]+) LUFS before, −16\.0 LUFS after/.exec(words)![1]!;
    const was = await libebur128(RATE_HZ, ...(readWav(files[i]!).planes as [Float32Array, Float32Array]));
    expect(Math.abs(number(before) - was.integratedLufs)).toBeLessThan(0.1);
  }
});

test('microphones of one recording become one sound, which is prepared as any other, and can be taken apart again', async ({
  page,
}) => {
  await page.goto('./#/sound');
  const voice = (await speechSamples(page)).slice(0, 2.6 * RATE_HZ);
  // Two speak in turns, each four times as loud in the own microphone; the second was started 0.4 s earlier, and ends 0.5 s earlier.
  const [early, less] = [0.4 * RATE_HZ, 0.5 * RATE_HZ];
  const silence = new Float32Array(voice.length);
  const [one, two] = [
    [...voice, ...silence],
    [...silence, ...voice.toReversed()],
  ] as const;
  const near = one.map((s, i) => 0.5 * s + 0.125 * two[i]!);
  const far = Array.from(
    { length: one.length + early - less },
    (_, i) => 0.125 * (one[i - early] ?? 0) + 0.5 * (two[i - early] ?? 0),
  );
  const file = (name: string, samples: number[], seed: number, level = 0.002) => {
    let state = seed;
    const plane = Float32Array.from(samples, (s) => {
      state = (state * 16807) % 2147483647;
      return s + level * ((state / 2147483647) * 2 - 1);
    });
    return scratchFile(name, wavBytes({ rateHz: RATE_HZ, planes: [plane] }));
  };
  const dead = file(
    'dead.wav',
    one.map(() => 0),
    5,
    0,
  );
  const given = [file('far.wav', far, 97), file('near.wav', near, 11), dead];
  await page.getByTestId('sound-file').setInputFiles(given);
  await page.getByRole('combobox', { name: 'Time and length are those of' }).selectOption('near.wav');
  const mix = page.getByRole('button', { name: 'Mix them into one' });
  await mix.click();
  await expect(page.getByRole('alert')).toContainText('“dead.wav” is silent.', { timeout: WAIT_MS });
  // What was wrong with the mix is no word about files that are prepared one by one; here none of them can be opened.
  await page.context().route(/\/media\.worker/, (route) => route.abort());
  await page.getByRole('combobox', { name: 'Save to' }).selectOption('zip');
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByText('3 failed.').first()).toBeVisible({ timeout: WAIT_MS });
  const silent = page.getByRole('alert').filter({ hasText: '“dead.wav” is silent.' });
  await expect(silent).toHaveCount(0);
  await mix.click();
  await expect(silent).toBeVisible({ timeout: WAIT_MS });
  await page.getByRole('button', { name: 'Remove dead.wav from the list' }).click();
  await expect(silent).toHaveCount(0);
  await mix.focus();
  await page.keyboard.press('Enter');
  // A mix that cannot be opened stays one when it is tried again.
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible({ timeout: WAIT_MS });
  await expect(page.getByText('near.mix.wav')).toBeVisible();
  await page.context().unroute(/\/media\.worker/);
  await again.click();
  const microphones = page.getByTestId('sound-microphones').getByRole('listitem');
  await expect(microphones).toHaveCount(2, { timeout: WAIT_MS });
  const words = (await microphones.allTextContents()).map((each) => each.replaceAll('\u00a0', ' '));
  expect(words[0]).toMatch(/^near\.wav.*gives the time$/);
  expect(words[1]).toContain('started 400 ms earlier');
  expect(words[1]).toContain('has 0:00.0 to 0:04.7 of it');
  expect(words[1]).toContain('its clock does not drift');
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByRole('heading', { name: 'The prepared sound' })).toBeFocused({ timeout: WAIT_MS });
  await expectAccessible(page);
  const made = readWav(await download(page, 'Download near.mix.clear.wav')).planes;
  expect([made.length, made[0]!.length]).toEqual([1, one.length]);
  for (const [said, from] of [
    [one, 0.5],
    [two, 3.1],
  ] as const) {
    const [ours, theirs] = [Float32Array.from(said), made[0]!].map((each) =>
      each.slice(from * RATE_HZ, (from + 1.5) * RATE_HZ),
    );
    expect(lagOf(ours!, theirs!, 200)).toBe(0);
  }
  // The own voice of each is in its part, and most of the other one's is not.
  const parts = [];
  for (const name of ['near', 'far'])
    parts.push(readWav(await download(page, `Download ${name}.in-mix.wav`)).planes[0]!);
  const power = (plane: Float32Array, from: number) =>
    plane.slice(from * RATE_HZ, (from + 1.5) * RATE_HZ).reduce((sum, s) => sum + s * s, 0);
  expect(power(parts[0]!, 0.5) / power(parts[1]!, 0.5)).toBeGreaterThan(100);
  expect(power(parts[1]!, 3.1) / power(parts[0]!, 3.1)).toBeGreaterThan(100);

  await page.getByRole('button', { name: 'Back to single files' }).click();
  await expect(page.getByTestId('sound-queue').getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('heading', { name: 'The prepared sound' })).toHaveCount(0);
  // As the command mixes them, with music under the mix.
  const music = bedFile(
    'music.wav',
    toneOf(3, () => 0.1),
  );
  const encoded = [given[1]!, given[0]!, music].map((path) => readFileSync(path).toString('base64'));
  const record = await page.evaluate(async (encoded) => {
    const [near, far, music] = encoded.map(
      (text, i) => new File([Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))], `${i}.wav`),
    ) as [File, File, File];
    const bed = { file: music, belowLu: 18, duckDb: 12 };
    return (await globalThis.lipslate.sound(near, { microphones: [far], bed, as: 'wav' })).record;
  }, encoded);
  expect(record).toMatchObject({
    bed: { name: '2.wav' },
    microphones: [{ name: '0.wav' }, { name: '1.wav' }],
  });
});

test('what is set is kept by name, and taken along as a file', async ({ page }) => {
  await page.goto('./#/sound');
  const loudness = page.getByRole('combobox', { name: 'Loudness' });
  const softer = page.getByLabel('Soften sharp S sounds');
  await loudness.selectOption('r128');
  await softer.check();
  const kind = page.getByRole('combobox', { name: 'Kind of noise' });
  await kind.selectOption('Heavy noise');
  await expect(page.getByText('nearly as loud as the voice')).toBeVisible();
  await page.getByText('Saved settings (0)').click();
  await page.getByRole('textbox', { name: 'Name, such as our interviews' }).fill('House');
  await page.keyboard.press('Enter');
  const house = page.getByRole('button', { name: 'House', exact: true });
  await expect(house).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page);
  const arrived = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to a file' }).click();
  expect((await arrived).suggestedFilename()).toBe('House.sound.json');
  const saved = readFileSync(await (await arrived).path(), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({
    name: 'House',
    chain: { noiseBy: 'gtcrn', deEss: 0.5, target: 'r128' },
  });

  await loudness.selectOption('web');
  await softer.uncheck();
  await kind.selectOption('Usual noise');
  await expect(house).toHaveAttribute('aria-pressed', 'false');
  await house.click();
  await expect(loudness).toHaveValue('r128');
  await expect(softer).toBeChecked();
  await expect(kind).toHaveValue('gtcrn');

  // It is there at the next visit, until it is forgotten; the file brings it back.
  await page.reload();
  await page.getByText('Saved settings (1)').click();
  await page.getByRole('button', { name: 'Forget House' }).click();
  await expect(house).toHaveCount(0);
  const wrong = scratchFile('wrong.json', saved.replace('0.9', '9'));
  await page.getByTestId('sound-chain').setInputFiles(wrong);
  await expect(page.getByText('“noise” has to be a number from 0 to 1')).toBeVisible();
  await expect(loudness).toHaveValue('podcast');
  await page.getByTestId('sound-chain').setInputFiles(scratchFile('house.json', saved));
  await expect(page.getByText('Settings loaded, and kept as “House”.')).toBeVisible();
  await expect(loudness).toHaveValue('r128');
  await expect(house).toHaveAttribute('aria-pressed', 'true');
});

test('the command prepares several files and says what each came to', async () => {
  const out = join(test.info().outputDir, 'made');
  const files = [clip('speech-flac'), fixture('text.mp4')];
  const chain = (step: object) =>
    JSON.stringify({ format: 'lipslate-sound-chain', version: 1, chain: { hum: true, ...step } });
  const wrong = scratchFile('wrong.json', chain({ noize: 1 }));
  const refused = await runSound(...files, '--out', out, '--chain', wrong);
  expect(refused).toMatchObject({ code: 2, records: [] });
  expect(refused.stderr).toContain('“noize” is no step of the Sound room.');
  const quiet = await runSound(...files, '--out', out, '--preset', 'loudness', '--noise-by', 'gtcrn');
  expect([quiet.code, quiet.stderr]).toEqual([2, expect.stringContaining('--noise-by takes the noise step')]);
  const given = scratchFile('given.json', chain({ noise: 0.5, target: 'web' }));
  const music = bedFile(
    'music.wav',
    toneOf(3, () => 0.1),
  );
  const bed = ['--bed', music, '--bed-level', '20', '--duck=-6'];
  const options = [
    '--out',
    out,
    '--chain',
    given,
    '--noise-by',
    'gtcrn',
    '--target',
    'r128',
    '--as',
    'wav',
    ...bed,
  ];
  const { code, records } = await runSound(...files, ...options);
  expect(code).toBe(1);
  expect(records.map(({ file, ok }) => [file, ok])).toEqual([
    [files[0], true],
    [files[1], false],
  ]);
  expect(records[0]).toMatchObject({
    out: join(out, 'speech-flac.clear.wav'),
    chain: { repair: false, hum: true, noise: 0.5, noiseBy: 'gtcrn', level: false, target: 'r128' },
    bed: { name: 'music.wav', belowLu: 20, duckDb: 6 },
    after: { integratedLufs: expect.any(Number) },
  });
  expect(existsSync(join(out, 'speech-flac.clear.wav'))).toBe(true);
  const { planes } = readWav(join(out, 'speech-flac.clear.wav'));
  const theirs = await libebur128(RATE_HZ, planes[0]!, planes.at(-1)!);
  // Of one channel: two of it would be 3 dB louder.
  const mono = planes.length === 1 ? 10 * Math.log10(2) : 0;
  expect(Math.abs(theirs.integratedLufs - mono + 23)).toBeLessThan(0.1);
  expect(records[1]).toMatchObject({ error: { code: 'no-sound' } });
});

async function give(page: Page, path: string): Promise<void> {
  await page.getByTestId('sound-file').setInputFiles(path);
}

async function download(page: Page, name: string): Promise<string> {
  const arrived = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  return (await arrived).path();
}

/** By row: what it was, and what it is, if that is shown. */
function figures(page: Page, table = 'sound-figures'): Promise<Record<string, [string, string]>> {
  return page
    .getByTestId(table)
    .evaluate((table) =>
      Object.fromEntries(
        [...table.querySelectorAll('tbody tr')].map((row) => [
          row.querySelector('th')!.firstChild!.textContent,
          [...row.querySelectorAll('td')].map((cell) => cell.textContent.replaceAll('\u00a0', ' ')),
        ]),
      ),
    );
}

const number = (words: string) => Number(words.replace('−', '-').split(' ')[0]);

type Side = 'original' | 'before' | 'after' | 'taken' | 'without';

function timeOf(page: Page, side: Side): Promise<number> {
  return page.getByTestId(`sound-${side}`).evaluate((audio) => (audio as HTMLAudioElement).currentTime);
}

/** What a side plays: how loud it is at the volume that it has, its first channel, and the quietest tenth of a second of that. */
async function sideOf(
  page: Page,
  side: Side,
): Promise<{ lufs: number; quietestDb: number; plane: Float32Array }> {
  const arrived = page.waitForEvent('download');
  const volume = await page.getByTestId(`sound-${side}`).evaluate((audio) => {
    const { src, volume } = audio as HTMLAudioElement;
    Object.assign(document.createElement('a'), { href: src, download: 'side.wav' }).click();
    return volume;
  });
  const [plane, right] = readWav(await (await arrived).path()).planes as [Float32Array, Float32Array];
  const { integratedLufs } = await libebur128(RATE_HZ, plane, right);
  const powers = Array.from({ length: Math.floor(plane.length / 4800) }, (_, i) =>
    plane.slice(i * 4800, (i + 1) * 4800).reduce((sum, sample) => sum + sample * sample, 0),
  );
  const quietestDb = 10 * Math.log10(Math.min(...powers) / 4800);
  return { lufs: integratedLufs + 20 * Math.log10(volume), quietestDb, plane };
}

/** The example's new speech. */
const speechSamples = (page: Page) => decoded(page, readFileSync(SPEECH));

/** The first channel of a sound, decoded by the browser. */
async function decoded(page: Page, bytes: Buffer): Promise<Float32Array> {
  const samples = await page.evaluate(
    async ({ encoded, rateHz }) => {
      const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
      const context = new OfflineAudioContext(1, 1, rateHz);
      const plane = (await context.decodeAudioData(bytes.buffer)).getChannelData(0);
      return [...plane].map((sample) => Math.round(sample * 1e7) / 1e7);
    },
    { encoded: bytes.toString('base64'), rateHz: RATE_HZ },
  );
  return Float32Array.from(samples);
}

const TONE_HZ = 15_000;

/** Above what is speech. */
function toneOf(seconds: number, sizeAt: (atS: number) => number): Float32Array {
  return Float32Array.from(
    { length: seconds * RATE_HZ },
    (_, i) => sizeAt(i / RATE_HZ) * Math.sin((2 * Math.PI * TONE_HZ * i) / RATE_HZ),
  );
}

const bedFile = (name: string, plane: Float32Array) =>
  scratchFile(name, wavBytes({ rateHz: RATE_HZ, planes: [plane, plane] }));

/** How high the tone is in a stretch. */
function toneIn(plane: Float32Array, fromS: number, toS: number): number {
  const [from, to] = [Math.round(fromS * RATE_HZ), Math.round(toS * RATE_HZ)];
  let [re, im] = [0, 0];
  for (let i = from; i < to; i++) {
    const turn = (2 * Math.PI * TONE_HZ * i) / RATE_HZ;
    re += plane[i]! * Math.cos(turn);
    im += plane[i]! * Math.sin(turn);
  }
  return (2 * Math.hypot(re, im)) / (to - from);
}

/** Speech in noise, with hum where there is little of that, on both channels. */
function noisyFile(clean: Float32Array, size = 0.012): string {
  let state = 12_345;
  const noise = () => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
  const plane = clean.map((sample, i) => {
    const turn = (2 * Math.PI * i) / RATE_HZ;
    const hum = Math.sin(50 * turn) + 0.5 * Math.sin(100 * turn) + 0.5 * Math.sin(150 * turn);
    return 0.4 * sample + size * noise() + 0.008 * hum * (size < 0.05 ? 1 : 0);
  });
  return scratchFile('noisy.wav', wavBytes({ rateHz: RATE_HZ, planes: [plane, plane] }));
}

/** Through the page's own way in for scripts. */
async function prepared(
  page: Page,
  path: string,
  wishes: Omit<SoundWishes, 'bed' | 'microphones'>,
): Promise<string> {
  const encoded = readFileSync(path).toString('base64');
  const arrived = page.waitForEvent('download', { timeout: WAIT_MS });
  await page.evaluate(
    async ({ encoded, wishes }) => {
      const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
      const { record, download } = await globalThis.lipslate.sound(new File([bytes], 'given.wav'), wishes);
      if (!record.ok) throw new Error(record.error.message);
      download();
    },
    { encoded, wishes },
  );
  return (await arrived).path();
}

/** Every packet of the picture: when, how long, and its bytes. */
async function pictureOf(path: string): Promise<string[]> {
  const input = new Input({ formats: [MP4], source: new BufferSource(readFileSync(path)) });
  const track = (await input.getPrimaryVideoTrack())!;
  const packets: string[] = [];
  for await (const { timestamp, data } of new EncodedPacketSink(track).packets())
    packets.push(
      `${timestamp.toFixed(4)} ${Buffer.from(data).toString('base64').slice(0, 200)} ${data.length}`,
    );
  return packets;
}

async function offsetsOf(page: Page, paths: string[]): Promise<(number | null)[]> {
  const files = paths.map((path) => readFileSync(path).toString('base64'));
  return page.evaluate(async (files) => {
    const asFile = (encoded: string, i: number) =>
      new File([Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))], `${i}.mp4`);
    const records = await globalThis.lipslate.check(files.map(asFile));
    return records.map((record) => (record.ok ? record.offsetMs : null));
  }, files);
}
