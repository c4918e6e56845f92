/** Files that were encoded from a loud sound keep its loudness and its limit: real encoders, judged by native ffmpeg. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../../core/concat';
import { encodePcm, wavHeader } from '../../../core/fix/pcm';
import type { Turn } from '../../../core/loudness/kept-loudness';
import { Limiter } from '../../../core/loudness/limiter';
import { LoudnessMeter } from '../../../core/loudness/meter';
import { hasFfmpeg } from '../../../core/testing/native-ffmpeg';
import { keepLoudness, loudnessOf, turnedBy } from './kept-loudness';
import { openSource } from './source';

const RATE_HZ = 48_000;
const CEILING_DB = -1;
const TARGET_LUFS = -14;
const EXAMPLE = join(import.meta.dirname, '../../../public/example-speech.flac');

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Speech as loud as the loudest target wants it, which begins 10 dB louder than it goes on, so that the limiter is at work. */
function loudSpeech(): { wav: File; lufs: number } {
  const bytes = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', EXAMPLE, '-t', '5', '-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'],
    { maxBuffer: 1e8 },
  );
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const speech = samples.map((sample, i) => (i < 2 * RATE_HZ ? 3 : 1) * sample);
  const gain = 10 ** ((TARGET_LUFS - lufsOf(speech)) / 20);
  const limiter = new Limiter(RATE_HZ, 1, CEILING_DB);
  const plane = concatFloat32(
    [limiter.push([speech.map((sample) => gain * sample)]), limiter.end()].map(([plane]) => plane!),
  );
  return { wav: wavOf([plane]), lufs: lufsOf(plane) };
}

function lufsOf(plane: Float32Array): number {
  const meter = new LoudnessMeter(RATE_HZ, 1, { withPeaks: false });
  meter.push([plane]);
  return meter.result().integratedLufs!;
}

function wavOf(planes: Float32Array[]): File {
  const header = wavHeader(RATE_HZ, planes.length, planes[0]!.length, 3);
  return new File([header, encodePcm(planes, 'pcm-s24')], 'loud.wav');
}

async function turned(wav: File, turn: Turn | null): Promise<File> {
  if (turn === null) return wav;
  const source = await openSource(wav, false);
  const parts: Float32Array[] = [];
  for await (const { planes } of turnedBy(await source.sound(0), turn).blocks()) parts.push(planes[0]!);
  source.dispose();
  return wavOf([concatFloat32(parts)]);
}

/** Node has no decoder of them: what ffmpeg decodes is measured by our own meter. */
function decoded(path: string): File {
  const wav = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-c:a', 'pcm_f32le', '-f', 'wav', '-'], {
    maxBuffer: 1e8,
  });
  return new File([new Uint8Array(wav)], 'decoded.wav');
}

/** To a thousandth, which the summary of ebur128 does not say. */
function byFfmpeg(path: string): { lufs: number; peakDb: number } {
  const filter = 'ebur128=peak=true:metadata=1,ametadata=print:file=-';
  const args = ['-v', 'error', '-i', path, '-af', filter, '-f', 'null', '-'];
  const text = execFileSync('ffmpeg', args, { encoding: 'utf8', maxBuffer: 1e8 });
  const all = (name: string) =>
    [...text.matchAll(new RegExp(`^lavfi\\.r128\\.${name}=(.*)$`, 'gm'))].map(([, value]) => Number(value));
  return { lufs: all('I').at(-1)!, peakDb: 20 * Math.log10(Math.max(...all('true_peaks_ch\\d'))) };
}

describe.skipIf(!hasFfmpeg())(
  'what is encoded keeps loudness and limit (needs ffmpeg)',
  { timeout: 60_000 },
  () => {
    let loud: ReturnType<typeof loudSpeech>;
    beforeAll(() => {
      loud = loudSpeech();
    });

    it.each([
      ['AAC', 'm4a', ['-c:a', 'aac', '-b:a', '96k']],
      ['Opus', 'opus', ['-c:a', 'libopus', '-b:a', '80k']],
      ['MP3', 'mp3', ['-c:a', 'libmp3lame', '-q:a', '2']],
    ])('%s', async (_, extension, codec) => {
      const { wav, lufs } = loud;
      const path = join(folder, `made.${extension}`);
      const first: { lufs: number; peakDb: number }[] = [];
      const shares: number[] = [];
      const { made, measured } = await keepLoudness(
        { integratedLufs: lufs, ceilingDb: CEILING_DB },
        {
          async encode(turn, onShare) {
            const input = join(folder, 'input.wav');
            writeFileSync(input, Buffer.from(await (await turned(wav, turn)).arrayBuffer()));
            execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', input, ...codec, path]);
            onShare(1);
            if (turn === null) first.push(byFfmpeg(path));
            return path;
          },
          measure: (path, onShare) => loudnessOf(decoded(path), onShare),
          drop: async () => {},
        },
        (share) => shares.push(share),
      );
      const theirs = byFfmpeg(made);
      // Without it the encoder passes the limit.
      expect(first[0]!.peakDb).toBeGreaterThan(CEILING_DB);
      expect(theirs.peakDb).toBeLessThanOrEqual(CEILING_DB);
      expect(Math.abs(theirs.lufs - lufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(measured!.truePeakDb! - theirs.peakDb)).toBeLessThan(0.1);
      expect(Math.abs(measured!.integratedLufs! - theirs.lufs)).toBeLessThan(0.1);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      expect(readFileSync(made).length).toBeGreaterThan(10_000);
    });
  },
);
