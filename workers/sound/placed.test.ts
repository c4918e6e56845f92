/** A voice that is placed, written out: two channels of one, as loud as the target asks, by meters that somebody else wrote. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { PlaceId } from '../../core/enhance/place';
import { LoudnessMeter } from '../../core/loudness/meter';
import { targetOf } from '../../core/loudness/targets';
import { libebur128 } from '../../core/loudness/testing/libebur128';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import { KeptBlocks } from './kept-blocks';
import { exampleSpeech } from './testing/shipped';
import { writeOut } from './write-out';

const RATE_HZ = 48_000;
const HOP_S = 0.1;

it.skipIf(!hasFfmpeg()).each<[by: PlaceId, deEss: number]>([
  ['stereo', 0],
  ['headphones', 1],
])(
  'for %s (needs ffmpeg), behind a de-esser of %d, it is as long as it was, meets its target and never passes its true peak',
  async (by, deEss) => {
    const voice = await exampleSpeech(RATE_HZ, 0, 5);
    const meter = new LoudnessMeter(RATE_HZ, 1);
    meter.push([voice]);
    const hops = meter.hops().length;
    const kept = new KeptBlocks(1);
    for (let at = 0; at < voice.length; at += 7000) kept.push([voice.slice(at, at + 7000)]);
    await kept.finish();
    const speech = new Float32Array(hops).fill(1);
    const cleaned = { kept, rateHz: RATE_HZ, channels: 1, samples: voice.length, speech, isHigh: false };
    const plan = {
      ...{ deEss, tone: null, compress: 0, gainsDb: null, bed: null, isUntouched: false },
      placing: { by, sides: new Float32Array(hops).fill(0.6), hopS: HOP_S },
      loudnessLufs: meter.result().integratedLufs,
      expectedLufs: meter.result().integratedLufs,
    };
    const { wav, after } = await writeOut(cleaned, plan, targetOf('podcast'), 'made.wav', () => {});
    const [left, right] = await channelsOf(wav);
    expect([left.length, right.length]).toEqual([voice.length, voice.length]);
    const theirs = await libebur128(RATE_HZ, left, right);
    expect(Math.abs(theirs.integratedLufs + 16)).toBeLessThan(0.1);
    expect(Math.abs(after.figures(speech).integratedLufs! + 16)).toBeLessThan(0.1);
    expect(theirs.truePeakDb).toBeLessThanOrEqual(-1);
    // Above all of the high tones, which a head shades most.
    const power = (plane: Float32Array) =>
      plane.reduce((sum, sample, i) => sum + (sample - (plane[i - 1] ?? 0)) ** 2, 0);
    const apartDb = 10 * Math.log10(power(right) / power(left));
    // (1 + 0.6) : (1 - 0.6) by the tangent law, less what the limiter takes; of the head's shadow 8.4 dB at most.
    expect(apartDb).toBeGreaterThan(by === 'stereo' ? 11 : 2);
    expect(apartDb).toBeLessThan(by === 'stereo' ? 12.1 : 8.5);
  },
);

/** By native ffmpeg. */
async function channelsOf(wav: File): Promise<[Float32Array, Float32Array]> {
  const raw = ['-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', '-', ...raw], {
    input: Buffer.from(await wav.arrayBuffer()),
    maxBuffer: 1e8,
  });
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return [0, 1].map((channel) => samples.filter((_, i) => i % 2 === channel)) as never;
}
