/** New speech over an old background, on signals of known construction. */
import { expect, type Page, test } from '@playwright/test';
import { libebur128 } from '../core/loudness/testing/libebur128';
import type { SoundChain } from '../workers/sound/contract';
import { EXAMPLE, scratchFile } from './support/fixtures';
import { openHarness } from './support/harness';
import { lagOf, readWav, wavBytes } from './support/wav';

const RATE_HZ = 48_000;
const SPEECH = EXAMPLE.replace('example.mp4', 'example-speech.flac');

test.setTimeout(120_000);

test.describe('new speech over the background of an old recording', () => {
  test('the voice goes, the room stays, and the new voice is as loud as the old one', async ({ page }) => {
    await openHarness(page, SPEECH);
    const voice = await decoded(page);
    // A room on both sides that differ: what is left of them can be told from what came of one side.
    const [left, right] = [noise(voice.length, 0.02, 11), noise(voice.length, 0.02, 97)];
    const loud = (sample: number) => 0.5 * sample;
    const original = wavOf('original.wav', [voice.map(loud), voice.map(loud)], [left, right]);
    // The same voice backwards is new speech whose loudness is known, at another level.
    const spoken = voice.map((_, i) => 0.1 * voice[voice.length - 1 - i]!);
    const speech = wavOf('speech.wav', [spoken]);

    const made = await layOver(page, original, speech, voice.length / RATE_HZ);
    const [madeLeft, madeRight] = made.planes as [Float32Array, Float32Array];
    expect(made.planes.map((plane) => plane.length)).toEqual([voice.length, voice.length]);

    // The new speech, by somebody else's meter: as loud as the old voice within 1 LU, and where it was put.
    const meant = await libebur128(RATE_HZ, voice.map(loud), voice.map(loud));
    const scale = projection(spoken, madeLeft);
    const heard = await libebur128(
      RATE_HZ,
      spoken.map((s) => s * scale),
      spoken.map((s) => s * scale),
    );
    expect(Math.abs(heard.integratedLufs - meant.integratedLufs)).toBeLessThan(1);
    expect(Math.abs(20 * Math.log10(scale) - made.gainDb)).toBeLessThan(0.5);
    expect(lagOf(spoken, madeLeft, 600)).toBe(0);
    expect((await libebur128(RATE_HZ, madeLeft, madeRight)).truePeakDb).toBeLessThan(-1);

    // Of the old voice, how much of it is left in what remains when the new speech is taken away.
    const rest = [madeLeft, madeRight].map((plane) => plane.map((s, i) => s - scale * spoken[i]!));
    const leftDb = 20 * Math.log10(Math.abs(projection(voice.map(loud), rest[0]!)));
    test.info().annotations.push({ type: 'old voice', description: `${leftDb.toFixed(1)} dB` });
    expect(leftDb).toBeLessThan(-12);
    // The room of each side is still that side's, nearly as loud.
    for (const [side, room] of [left, right].entries()) {
      expect(20 * Math.log10(projection(room, rest[side]!))).toBeGreaterThan(-3);
      expect(Math.abs(projection([right, left][side]!, rest[side]!))).toBeLessThan(0.1);
    }
  });

  test('goes on behind the end of the original, and leaves speech as loud as it is where nobody spoke', async ({
    page,
  }) => {
    const room = noise(3 * RATE_HZ, 0.02, 11);
    const original = wavOf('room.wav', [room]);
    const tone = Float32Array.from(
      { length: 2 * RATE_HZ },
      (_, i) => 0.1 * Math.sin((2 * Math.PI * 440 * i) / RATE_HZ),
    );
    const speech = wavOf('tone.wav', [tone]);
    await openHarness(page);
    const made = await layOver(page, original, speech, 8);
    expect(made.gainDb).toBe(0);
    const plane = made.planes[0]!;
    expect(plane.length).toBe(8 * RATE_HZ);
    const level = (fromS: number, toS: number) => {
      const part = plane.subarray(fromS * RATE_HZ, toS * RATE_HZ);
      return 10 * Math.log10(part.reduce((sum, s) => sum + s * s, 0) / part.length);
    };
    // Behind the tone there is the room alone, also where it begins anew (near 2.7 and 5.4 s).
    const alone = 10 * Math.log10(room.reduce((sum, s) => sum + s * s, 0) / room.length);
    for (let atS = 2.2; atS < 7.8; atS += 0.2)
      expect(Math.abs(level(atS, atS + 0.2) - alone)).toBeLessThan(1);
    expect(Math.abs(projection(tone, plane) - 1)).toBeLessThan(0.02);
  });

  test('what has no sound, or is none, is said', async ({ page }) => {
    await openHarness(page);
    const speech = wavOf('speech.wav', [noise(RATE_HZ, 0.1, 5)]);
    const text = scratchFile('notes.txt', 'This is no sound.');
    const refused = (original: string, spoken: string) => layOver(page, original, spoken, 2).catch(String);
    expect(await refused(text, speech)).toContain('not-a-video');
    expect(await refused(speech, text)).toContain('not-a-video');
  });
});

test('what repair, hum and noise removal take away and what they leave are the original', async ({
  page,
}) => {
  await openHarness(page, SPEECH);
  const voice = await decoded(page);
  const turn = (i: number, times: number) => Math.sin((times * 2 * Math.PI * 50 * i) / RATE_HZ);
  const hum = voice.map((_, i) => 0.008 * (turn(i, 1) + 0.5 * turn(i, 2) + 0.5 * turn(i, 3)));
  const file = wavOf('noisy.wav', [voice.map((s) => 0.4 * s)], [noise(voice.length, 0.01, 7)], [hum]);
  await page.setInputFiles('#files', file);
  const { left, taken, none } = await page.evaluate(async (rateHz) => {
    const { harness } = window;
    const worker = harness.soundWorker();
    const prepare = (chain: Pick<SoundChain, 'repair' | 'hum' | 'noise'>) =>
      worker.prepare(
        harness.file(),
        {
          audioIndex: 0,
          chain: {
            ...chain,
            noiseBy: 'rnnoise',
            room: false,
            roomTone: false,
            voiceApart: 0,
            level: false,
            deEss: 0,
            tone: null,
            compress: 0,
            place: null,
            target: null,
          },
          withTaken: true,
          separator: null,
        },
        harness.Comlink.proxy(() => undefined),
      );
    const samples = async (file: File) => {
      const heard = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(await file.arrayBuffer());
      return Array.from(heard.getChannelData(0), (sample) => Math.round(sample * 1e7) / 1e7);
    };
    const made = await prepare({ repair: true, hum: true, noise: 0.9 });
    const { taken: none } = await prepare({ repair: false, hum: false, noise: 0 });
    return { left: await samples(made.wav), taken: await samples(made.taken!), none };
  }, RATE_HZ);
  expect(none).toBeNull();
  const original = readWav(file).planes[0]!;
  expect([left.length, taken.length]).toEqual([original.length, original.length]);
  const error = original.reduce((most, s, i) => Math.max(most, Math.abs(s - left[i]! - taken[i]!)), 0);
  expect(error).toBeLessThan(1e-6);
  // Most of the hum is in it.
  expect(projection(hum, Float32Array.from(taken))).toBeGreaterThan(0.8);
});

test('microphones of one recording are brought in step to the sample and mixed; others are refused', async ({
  page,
}) => {
  await openHarness(page, SPEECH);
  const voice = await decoded(page);
  // Two speak in turns; each is four times as loud in the own microphone, and the second one was started earlier.
  const late = 19_217;
  const silence = new Float32Array(voice.length);
  const one = Float32Array.from([...voice, ...silence]);
  const two = Float32Array.from([...silence, ...voice.toReversed()]);
  const first = one.map((s, i) => 0.5 * s + 0.125 * two[i]!);
  const second = Float32Array.from(
    { length: one.length + late },
    (_, i) => 0.125 * (one[i - late] ?? 0) + 0.5 * (two[i - late] ?? 0),
  );
  const near = wavOf('near.wav', [first], [noise(first.length, 0.002, 11)]);
  const far = wavOf('far.wav', [second], [noise(second.length, 0.002, 97)]);
  const hiss = wavOf('hiss.wav', [noise(first.length, 0.1, 5)]);
  const { lates, mixed } = await mix(page, [near, far]);
  expect(lates.map((lateS) => Math.round(lateS * RATE_HZ))).toEqual([0, late]);
  expect(mixed).toHaveLength(first.length);
  for (const [said, fromS, toS] of [
    [one, 0.5, 4.5],
    [two, 5.5, 9.5],
  ] as const) {
    const [ours, theirs] = [said, mixed].map((each) => each.slice(fromS * RATE_HZ, toS * RATE_HZ));
    // Of the second voice the first microphone alone has a quarter.
    expect(Math.abs(20 * Math.log10(projection(ours!, theirs!) / 0.5))).toBeLessThan(2);
    expect(lagOf(ours!, theirs!, 100)).toBe(0);
  }
  expect(await mix(page, [near, hiss]).catch(String)).toContain('“hiss.wav” does not hold the same');
  expect(await mix(page, [near, near]).catch(String)).toContain('once more');
});

/** @returns by how much each is later, and the mix */
async function mix(page: Page, files: string[]): Promise<{ lates: number[]; mixed: Float32Array }> {
  await page.setInputFiles('#files', files);
  const { lates, samples } = await page.evaluate(
    async ({ count, rateHz }) => {
      const { harness } = window;
      const files = Array.from({ length: count }, (_, i) => harness.file(i));
      const { wav, microphones } = await harness.soundWorker().mix(
        files,
        harness.Comlink.proxy(() => undefined),
      );
      const heard = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(await wav.arrayBuffer());
      const samples = Array.from(heard.getChannelData(0), (sample) => Math.round(sample * 1e6) / 1e6);
      return { lates: microphones.map(({ lateS }) => lateS), samples };
    },
    { count: files.length, rateHz: RATE_HZ },
  );
  return { lates, mixed: Float32Array.from(samples) };
}

interface Mixed {
  gainDb: number;
  planes: Float32Array[];
}

/** What the worker writes, read by the browser's own decoder. */
async function layOver(page: Page, original: string, speech: string, durationS: number): Promise<Mixed> {
  await page.setInputFiles('#files', [original, speech]);
  const { gainDb, planes } = await page.evaluate(
    async ({ durationS, rateHz }) => {
      const { harness } = window;
      const worker = harness.soundWorker();
      const job = {
        original: harness.file(0),
        originalTrack: 0,
        originalStartS: 0,
        speech: harness.file(1),
        speechTrack: 0,
        durationS,
      };
      try {
        const { wav, gainDb } = await worker.layOver(
          job,
          harness.Comlink.proxy(() => undefined),
        );
        const heard = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(await wav.arrayBuffer());
        const planes = Array.from({ length: heard.numberOfChannels }, (_, channel) =>
          Array.from(heard.getChannelData(channel), (sample) => Math.round(sample * 1e6) / 1e6),
        );
        return { gainDb, planes };
      } catch (cause) {
        throw new Error((cause as { code?: string }).code ?? String(cause));
      }
    },
    { durationS, rateHz: RATE_HZ },
  );
  return { gainDb, planes: planes.map((plane) => Float32Array.from(plane)) };
}

/** The file chosen first, decoded by the browser. */
async function decoded(page: Page): Promise<Float32Array> {
  const samples = await page.evaluate(async (rateHz) => {
    const bytes = await window.harness.file().arrayBuffer();
    const heard = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(bytes);
    return Array.from(heard.getChannelData(0), (sample) => Math.round(sample * 1e6) / 1e6);
  }, RATE_HZ);
  return Float32Array.from(samples);
}

function wavOf(name: string, ...sums: Float32Array[][]): string {
  const planes = sums[0]!.map((plane, channel) =>
    plane.map((sample, i) => sums.slice(1).reduce((sum, other) => sum + other[channel]![i]!, sample)),
  );
  return scratchFile(name, wavBytes({ rateHz: RATE_HZ, planes }));
}

function noise(length: number, size: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 16807) % 2147483647;
    return size * ((state / 2147483647) * 2 - 1);
  });
}

/** How much of one sound is in another: 1 when it is there as it is. */
function projection(sound: Float32Array, within: Float32Array): number {
  let [dot, power] = [0, 0];
  for (let i = 0; i < sound.length; i++) {
    dot += sound[i]! * (within[i] ?? 0);
    power += sound[i]! ** 2;
  }
  return dot / power;
}
