/** What is written out: a target that cannot be met is told, and no step clips. Judged by native ffmpeg. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { Denoise } from '../../core/enhance/denoise';
import { HumFilter } from '../../core/enhance/hum';
import { RoomEcho } from '../../core/enhance/room-echo';
import { CinemaMeter } from '../../core/loudness/cinema';
import { LoudnessMeter } from '../../core/loudness/meter';
import { type LoudnessLimit, type LoudnessTarget, targetOf } from '../../core/loudness/targets';
import { missedSentence } from '../../core/report/sound';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import { seeded } from '../../core/testing/random';
import { isSame } from './channels';
import { KeptBlocks } from './kept-blocks';
import { rnnoiseOf } from './rnnoise-instance';
import { exampleSpeech, shippedRnnoise } from './testing/shipped';
import { type WritePlan, writeOut } from './write-out';

const RATE_HZ = 48_000;
const PLAN = {
  ...{ deEss: 0, tone: null, compress: 0, gainsDb: null, placing: null, bed: null },
  isUntouched: false,
} as const;

function written(
  sound: Float32Array,
  target: LoudnessTarget | LoudnessLimit | null,
  change: Partial<WritePlan> = {},
) {
  const meter = new LoudnessMeter(RATE_HZ, 1);
  meter.push([sound]);
  const kept = new KeptBlocks(1);
  for (let at = 0; at < sound.length; at += 9000) kept.push([sound.slice(at, at + 9000)]);
  kept.finish();
  const speech = new Float32Array(meter.hops().length);
  const { integratedLufs } = meter.result();
  const plan = { ...PLAN, loudnessLufs: integratedLufs, expectedLufs: integratedLufs, ...change };
  const cleaned = { kept, rateHz: RATE_HZ, channels: 1, samples: sound.length, speech, isHigh: false };
  return writeOut(cleaned, plan, target, 'made.wav', () => {});
}

async function lufsOf(wav: File): Promise<number> {
  const { stderr } = spawnSync('ffmpeg', ['-hide_banner', '-i', '-', '-af', 'ebur128', '-f', 'null', '-'], {
    input: Buffer.from(await wav.arrayBuffer()),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return Number(stderr.slice(stderr.lastIndexOf('Summary')).match(/I:\s+(-?[\d.]+)/)?.[1]);
}

async function samplesOf(wav: File): Promise<Float32Array> {
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', '-', '-f', 'f32le', '-'], {
    input: Buffer.from(await wav.arrayBuffer()),
    maxBuffer: 1e8,
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function hiss(seconds: number, size: number): Float32Array {
  const random = seeded(4);
  return Float32Array.from({ length: seconds * RATE_HZ }, () => size * (2 * random() - 1));
}

describe.skipIf(!hasFfmpeg())('a target that cannot be met (needs ffmpeg)', () => {
  const words = (sentence: string) => sentence.replaceAll('\u00a0', ' ');

  it('is told where the recording is too quiet, with what came out', async () => {
    const { wav, missed, gainDb } = await written(hiss(4, 0.0008), targetOf('podcast'));
    expect(gainDb).toBe(40);
    const lufs = await lufsOf(wav);
    expect(lufs).toBeLessThan(-20);
    expect(Math.abs(missed!.reachedLufs! - lufs)).toBeLessThan(0.1);
    expect(missed).toMatchObject({ wantedLufs: -16, why: 'quiet' });
    expect(words(missedSentence(missed!))).toMatch(
      /^The loudness is −2\d\.\d LUFS instead of −16 LUFS: \d\.\d LU too quiet\. The recording is so quiet/,
    );
  });

  it('is told where peaks stand in its way', async () => {
    // A click every 20 ms: the limiter has no time to come back.
    const sound = hiss(4, 0.001).map((sample, i) => (i % 960 === 0 ? 0.9 : sample));
    const { wav, missed } = await written(sound, targetOf('web'));
    const lufs = await lufsOf(wav);
    expect(Math.abs(missed!.reachedLufs! - lufs)).toBeLessThan(0.1);
    expect(missed).toMatchObject({ wantedLufs: -14, why: 'peaks' });
    expect(words(missedSentence(missed!))).toMatch(/ LU too quiet\. Some peaks .* may not pass −1 dBTP,/);
  });

  it('is told where there is nothing to measure, and not where it is met', async () => {
    const { missed } = await written(new Float32Array(RATE_HZ), targetOf('r128'));
    expect(missed).toMatchObject({ reachedLufs: null, why: 'unheard' });
    expect(words(missedSentence(missed!))).toContain('could not be set to −23 LUFS: nothing');
    expect((await written(hiss(2, 0.1), targetOf('r128'))).missed).toBeNull();
    expect((await written(hiss(2, 0.1), null)).missed).toBeNull();
  });
});

describe.skipIf(!hasFfmpeg())('a limit of cinemas (needs ffmpeg)', () => {
  it.each([
    ['trailer', 85],
    ['cinema-ad', 82],
  ] as const)('%s lowers what is louder, and nothing else', async (id, mostDb) => {
    const loud = await written(hiss(2, 0.5), targetOf(id));
    const made = await samplesOf(loud.wav);
    const found = leqM(made);
    expect(found).toBeLessThanOrEqual(mostDb);
    expect(found).toBeGreaterThan(mostDb - 0.11);
    expect(loud.gainDb).toBeCloseTo(found - leqM(hiss(2, 0.5)), 1);
    const soft = await written(hiss(2, 0.02), targetOf(id));
    expect([soft.gainDb, soft.missed]).toEqual([0, null]);
    const [kept, given] = [await samplesOf(soft.wav), hiss(2, 0.02)];
    expect(kept.every((sample, i) => Math.abs(sample - given[i]!) < 2 ** -22)).toBe(true);
    expect((await written(new Float32Array(RATE_HZ), targetOf(id))).missed).toBeNull();
  });

  function leqM(sound: Float32Array): number {
    const meter = new CinemaMeter(RATE_HZ, 1);
    meter.push([sound]);
    return meter.result()!;
  }
});

describe.skipIf(!hasFfmpeg())(
  'near full scale, on a direct current (needs ffmpeg)',
  { timeout: 60_000 },
  () => {
    /** From -0.9999 to 0.9, on 0.25: what lies below is 1.25 deep. */
    async function hot(): Promise<Float32Array> {
      const voice = await exampleSpeech(RATE_HZ, 0, 4);
      const low = lowest(voice);
      const high = -lowest(voice.map((s) => -s));
      return voice.map((s) => 0.25 + (s < 0 ? (s / low) * -1.2499 : (s / high) * 0.65));
    }
    const isFull = (sample: number) => sample >= 1 - 2 ** -22 || sample <= -1;

    it.each<[step: string, isOver: boolean, make: (sound: Float32Array) => Promise<Float32Array>]>([
      ['hum and rumble', true, async (sound) => passed(new HumFilter(RATE_HZ, [], true), sound)],
      ['echo of the room', false, async (sound) => passed(new RoomEcho(RATE_HZ), sound)],
      [
        'noise',
        false,
        async (sound) => passed(new Denoise(await rnnoiseOf(await shippedRnnoise()), 1, null), sound),
      ],
    ])('nothing clips by %s', async (_step, isOver, make) => {
      const sound = await hot();
      expect(sound.some(isFull)).toBe(false);
      const made = await make(sound);
      if (isOver) expect(lowest(made)).toBeLessThan(-1.1);
      const out = await samplesOf((await written(made, null)).wav);
      expect(out).toHaveLength(sound.length);
      expect(out.some(isFull)).toBe(false);
    });

    it.each<Partial<WritePlan>>([{ deEss: 1 }, { compress: 1 }, { tone: 'clear' }, { tone: 'warm' }])(
      'nothing clips by %o',
      async (change) => {
        const out = await samplesOf((await written(await hot(), null, change)).wav);
        expect(out.some(isFull)).toBe(false);
      },
    );

    it('what no step raised stays as it is, bit for bit, and so does all that nothing was done to', async () => {
      const whole = (await hot()).map((sample) => Math.round(sample * 2 ** 23) / 2 ** 23);
      whole[5] = -1;
      expect(isSame(await samplesOf((await written(whole, null)).wav), whole)).toBe(true);
      const over = whole.map((sample) => 1.5 * sample);
      const cut = over.map((sample) =>
        Math.max(-1, Math.min(1 - 2 ** -23, Math.round(sample * 2 ** 23) / 2 ** 23)),
      );
      expect(isSame(await samplesOf((await written(over, null, { isUntouched: true })).wav), cut)).toBe(true);
    });
  },
);

function lowest(samples: Float32Array): number {
  return samples.reduce((low, sample) => Math.min(low, sample), 0);
}

/** In blocks. */
function passed(
  step: { push(samples: Float32Array): Float32Array; end(): Float32Array },
  sound: Float32Array,
): Float32Array {
  const parts: Float32Array[] = [];
  for (let at = 0; at < sound.length; at += 4800) parts.push(step.push(sound.slice(at, at + 4800)));
  return concatFloat32([...parts, step.end()]).slice(0, sound.length);
}
