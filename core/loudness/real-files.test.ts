/** The meter on real recordings, beside native ffmpeg's; they are not part of the project, and skipped where they do not lie beside it, or where no ffmpeg is. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { LoudnessMeter } from './meter';

const CLIPS = fileURLToPath(new URL('../../../shared/clips/dev/', import.meta.url));
const RATE_HZ = 48_000;
/** Of long ones the start. */
const MOST_S = '30';
/** Of shorter ones range rests on a few dozen windows: where two ranks next to each other are apart, so are two meters. */
const ENOUGH_S = 15;
/** Mono and stereo, 16 to 48 kHz, AAC and PCM, 5 s and more. */
const FILES = [
  'long-dfrf.mp4',
  'long-vcc.mp4',
  'sadtalker-0075.mp4',
  'sparsesync-0104.mp4',
  'speech-to-lips-0081.mp4',
  'syncnet-example.avi',
  'target-speaker-separation-0106.mp4',
  'video-retalking-0077.mp4',
  'visual-speech-separation-0087.mp4',
  'visualvoice-0082.mp4',
];
const BIG = { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'] };

/** What ffmpeg's ebur128 says at the end of a file, to a thousandth. */
function theirs(path: string): { integratedLufs: number; rangeLu: number; truePeakDb: number } {
  // At 48 kHz both: its filters for other rates are another approximation (0.08 LU at 16 kHz).
  const filter = 'aresample=48000,ebur128=peak=true:metadata=1,ametadata=print:file=-';
  const text = execFileSync(
    'ffmpeg',
    ['-t', MOST_S, '-i', path, '-map', '0:a:0', '-af', filter, '-f', 'null', '-'],
    {
      ...BIG,
      encoding: 'utf8',
    },
  );
  const last = (name: string) => {
    const all = [...text.matchAll(new RegExp(`^lavfi\\.r128\\.${name}=(.*)$`, 'gm'))];
    return all.map(([, value]) => Number(value));
  };
  return {
    integratedLufs: last('I').at(-1)!,
    rangeLu: last('LRA').at(-1)!,
    truePeakDb: 20 * Math.log10(Math.max(...last('true_peaks_ch\\d'))),
  };
}

/** What this project's meter says of the same samples. */
function ours(path: string) {
  const probe = [
    '-v',
    'error',
    '-select_streams',
    'a:0',
    '-show_entries',
    'stream=channels',
    '-of',
    'csv=p=0',
  ];
  const channels = Number.parseInt(execFileSync('ffprobe', [...probe, path], { encoding: 'utf8' }), 10);
  const raw = ['-map', '0:a:0', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', ['-t', MOST_S, '-i', path, ...raw], BIG);
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const meter = new LoudnessMeter(RATE_HZ, channels);
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: samples.length / channels }, (_, i) => samples[i * channels + channel]!),
  );
  meter.push(planes);
  return { ...meter.result(), lengthS: samples.length / channels / RATE_HZ };
}

describe.skipIf(!hasFfmpeg() || !FILES.every((name) => existsSync(`${CLIPS}${name}`)))(
  'ten real files are as loud as ffmpeg’s ebur128 says (needs ffmpeg and ../shared)',
  { timeout: 60_000 },
  () => {
    it.each(FILES)('%s', (name) => {
      const [mine, ffmpeg] = [ours(`${CLIPS}${name}`), theirs(`${CLIPS}${name}`)];
      expect(Math.abs(mine.integratedLufs! - ffmpeg.integratedLufs)).toBeLessThan(0.05);
      expect(Math.abs(mine.rangeLu! - ffmpeg.rangeLu)).toBeLessThan(mine.lengthS < ENOUGH_S ? 0.4 : 0.1);
      expect(Math.abs(mine.truePeakDb! - ffmpeg.truePeakDb)).toBeLessThan(0.05);
    });
  },
);
