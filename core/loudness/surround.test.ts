/** What each channel of surround sound counts, beside native ffmpeg's ebur128. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { LoudnessMeter } from './meter';

const RATE_HZ = 48_000;
const HZ = 997;
const SIZE = 0.1;
/** What ebur128 says where it is silent, and less. */
const NOTHING_LUFS = -70;

const LAYOUTS = [
  ['stereo', 2],
  ['quad', 4],
  ['5.0', 5],
  ['5.1', 6],
  ['5.1(side)', 6],
  ['6.1', 7],
  ['7.1', 8],
] as const;

/** Momentary loudness of a tone that is in one channel after the other, a second each. @returns of each channel, LUFS */
function theirs(layout: string, channels: number): number[] {
  const tones = Array.from(
    { length: channels },
    (_, i) => `${SIZE}*sin(2*PI*${HZ}*t)*gte(t\\,${i})*lt(t\\,${i + 1})`,
  );
  const source = `aevalsrc=${tones.join('|')}:c=${layout}:s=${RATE_HZ}:d=${channels}`;
  const filter = 'ebur128=metadata=1,ametadata=print:key=lavfi.r128.M:file=-';
  const { stdout } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-f', 'lavfi', '-i', source, '-af', filter, '-f', 'null', '-'],
    { encoding: 'utf8' },
  );
  const momentary = [...stdout.matchAll(/M=(\S+)/g)].map(([, value]) =>
    value === 'nan' ? Number.NEGATIVE_INFINITY : Number(value),
  );
  // Every 0.1 s, of the 0.4 s before.
  return tones.map((_, i) => Math.max(NOTHING_LUFS, momentary[10 * i + 9] ?? Number.NaN));
}

function ours(channels: number, channel: number): number {
  const meter = new LoudnessMeter(RATE_HZ, channels, { withPeaks: false });
  const silence = new Float32Array(RATE_HZ);
  const tone = silence.map((_, i) => SIZE * Math.sin((2 * Math.PI * HZ * i) / RATE_HZ));
  meter.push(Array.from({ length: channels }, (_, i) => (i === channel ? tone : silence)));
  return meter.result().integratedLufs ?? NOTHING_LUFS;
}

describe.skipIf(!hasFfmpeg())(
  'a tone in each channel is as loud as ffmpeg’s ebur128 says (needs ffmpeg)',
  { timeout: 30_000 },
  () => {
    it.each(LAYOUTS)('%s', (layout, channels) => {
      theirs(layout, channels).forEach((lufs, channel) => {
        expect(Math.abs(ours(channels, channel) - lufs), `channel ${channel + 1}`).toBeLessThan(0.1);
      });
    });
  },
);
