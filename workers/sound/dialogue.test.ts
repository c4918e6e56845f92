/** The target that is of what is said: speech between louder music, measured by native ffmpeg. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { VoiceSplit } from '../../core/enhance/denoise';
import { FigureMeter, speechLoudness } from '../../core/loudness/figures';
import { LoudnessMeter } from '../../core/loudness/meter';
import { TARGETS, type TargetId, targetOf } from '../../core/loudness/targets';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import { seeded } from '../../core/testing/random';
import { perHop } from './channels';
import { KeptBlocks } from './kept-blocks';
import { rnnoiseOf } from './rnnoise-instance';
import { exampleSpeech, shippedRnnoise } from './testing/shipped';
import { writeOut } from './write-out';

const RATE_HZ = 48_000;
const PLAN = {
  ...{ deEss: 0, tone: null, compress: 0, gainsDb: null, placing: null, bed: null },
  isUntouched: false,
} as const;
const RAW = ['-f', 'f32le', '-ar', String(RATE_HZ), '-ac', '1'];

/** Where the example speaks without a pause, again and again. */
async function speech(): Promise<Float32Array> {
  const once = await exampleSpeech(RATE_HZ, 2.4, 4.2);
  return concatFloat32([once, once, once]);
}

/** Drums: a bass drum on every beat, hisses between. RNNoise takes tones that are held for a voice. */
function music(seconds: number, size: number): Float32Array {
  const random = seeded(9);
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, i) => {
    const inS = (i / RATE_HZ) % 0.5;
    const drum = Math.sin(2 * Math.PI * 55 * inS) * Math.exp(-6 * inS);
    const hiss = (2 * random() - 1) * Math.exp(-20 * (inS % 0.125));
    return size * (0.6 * drum + 0.4 * hiss);
  });
}

/** By ebur128 of the native ffmpeg. */
function measured(sound: Float32Array): { lufs: number; peakDb: number } {
  const { stderr } = spawnSync(
    'ffmpeg',
    ['-hide_banner', ...RAW, '-i', '-', '-af', 'ebur128=peak=true', '-f', 'null', '-'],
    {
      input: Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength),
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  );
  const figure = (name: RegExp) => Number(stderr.slice(stderr.lastIndexOf('Summary')).match(name)?.[1]);
  return { lufs: figure(/I:\s+(-?[\d.]+)/), peakDb: figure(/Peak:\s+(-?[\d.]+)/) };
}

async function speechOf(sound: Float32Array, hops: number): Promise<Float32Array> {
  const split = new VoiceSplit(await rnnoiseOf(await shippedRnnoise()));
  for (let at = 0; at < sound.length; at += 4800) split.push(sound.slice(at, at + 4800));
  split.end();
  return perHop([split.speech], hops);
}

async function asLoudAs(id: TargetId, sound: Float32Array): Promise<Float32Array> {
  const meter = new LoudnessMeter(RATE_HZ, 1);
  meter.push([sound]);
  const kept = new KeptBlocks(1);
  kept.push([sound]);
  await kept.finish();
  const said = await speechOf(sound, meter.hops().length);
  const cleaned = { kept, rateHz: RATE_HZ, channels: 1, samples: sound.length, speech: said, isHigh: false };
  const { integratedLufs } = meter.result();
  const plan = { ...PLAN, loudnessLufs: integratedLufs, expectedLufs: integratedLufs };
  const { wav } = await writeOut(cleaned, plan, targetOf(id), 'made.wav', () => {});
  const file = Buffer.from(await wav.arrayBuffer());
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', '-', ...RAW, '-'], {
    input: file,
    maxBuffer: 1e8,
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

describe.skipIf(!hasFfmpeg())('the loudness of what is said (needs ffmpeg)', { timeout: 60_000 }, () => {
  it('is that of the hops that are speech, without a gate, as ffmpeg measures that part alone', () => {
    const [loud, quiet] = [music(4, 0.5), music(4, 0.1)];
    const meter = new FigureMeter(RATE_HZ, 1);
    meter.push([concatFloat32([loud, quiet])]);
    const hops = meter.hops();
    const said = Float32Array.from(hops, (_, i) => (i >= 40 ? 0.9 : 0.1));
    const { speechLufs } = meter.figures(said);
    expect(Math.abs((speechLufs as number) - measured(quiet).lufs)).toBeLessThan(0.1);
    expect(speechLoudness(hops, new Float32Array(hops.length))).toBeNull();
    // Half of it 20 dB quieter: a gate would leave that out.
    const uneven = Float32Array.from({ length: 20 }, (_, i) => (i % 2 ? -20 : -40));
    expect(speechLoudness(uneven, new Float32Array(20).fill(1))).toBeCloseTo(-22.97, 2);
  });

  it('is met, whatever the music does, and no peak passes -2 dBTP', async () => {
    // 14 dB quieter than the music.
    const said = (await speech()).map((sample) => 0.15 * sample);
    const rest = music(6, 0.7);
    const sound = concatFloat32([said, rest, said]);
    const made = await asLoudAs('dialogue', sound);
    expect(made).toHaveLength(sound.length);
    expect(Math.abs(measured(made.subarray(0, said.length)).lufs + 27)).toBeLessThan(1);
    expect(measured(made).peakDb).toBeLessThanOrEqual(-1.9);
    // A target that is of the whole would leave the speech far below it.
    const whole = await asLoudAs('atsc', sound);
    expect(Math.abs(measured(whole).lufs + 24)).toBeLessThan(0.1);
    expect(measured(whole.subarray(0, said.length)).lufs).toBeLessThan(-30);
  });

  it.each(TARGETS.flatMap((target) => ('ofSpeech' in target || 'mostLeqMDb' in target ? [] : [target])))(
    '$name is met within 0.1 LU, and its true peak kept',
    async ({ id, lufs, truePeakDb }) => {
      const said = await speech();
      const made = measured(await asLoudAs(id, concatFloat32([said, music(3, 0.3)])));
      expect(Math.abs(made.lufs - lufs)).toBeLessThanOrEqual(0.1);
      // As near as the two ways to look between samples are.
      expect(made.peakDb).toBeLessThanOrEqual(truePeakDb + 0.1);
    },
  );

  it('is that of the whole where nothing is said', async () => {
    const made = await asLoudAs('dialogue', music(5, 0.5));
    expect(Math.abs(measured(made).lufs + 27)).toBeLessThan(0.1);
  });
});
