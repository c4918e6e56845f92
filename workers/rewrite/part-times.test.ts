import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { writePart } from './part';

// Node has none before 21.
vi.stubGlobal('navigator', globalThis.navigator ?? {});
const folder = mkdtempSync(join(tmpdir(), 'part-times-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { stdout: encoders = '' } = spawnSync('ffmpeg', ['-v', 'quiet', '-encoders'], { encoding: 'utf8' });
const hasFfmpeg = ['libx264', 'libvpx', 'libopus'].every((name) => encoders?.includes(name));

const RATE_HZ = 48_000;

/** As native ffmpeg plays it, from time 0 on. */
function soundOf(bytes: Uint8Array, name: string): Float32Array {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const form = ['-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', `${RATE_HZ}`, '-f', 'f32le', '-'];
  const out = execFileSync('ffmpeg', ['-v', 'error', '-copyts', '-i', path, ...form], { maxBuffer: 1e8 });
  return new Float32Array(out.buffer.slice(out.byteOffset, out.byteOffset + out.byteLength));
}

/** By how much a part's sound comes later than that of the film, ms, by the best of all shifts up to 50 ms. */
function lagMs(part: Float32Array, film: Float32Array, startS: number): number {
  const [from, count] = [Math.round(0.4 * RATE_HZ), RATE_HZ];
  let [best, bestLag] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (let lag = -2400; lag <= 2400; lag += 6) {
    let sum = 0;
    for (let i = from; i < from + count; i += 3)
      sum += part[i + lag]! * film[i + Math.round(startS * RATE_HZ)]!;
    if (sum > best) [best, bestLag] = [sum, lag];
  }
  return (bestLag / RATE_HZ) * 1000;
}

const film = (name: string, ...args: string[]): Uint8Array<ArrayBuffer> => {
  const path = join(folder, name);
  // Noise without what is too high to be kept, and too alike from one sample to the next to be missed.
  const sound = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:d=6:seed=3:a=0.5,lowpass=f=3000'];
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=25:duration=6'];
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...sound, '-g', '25', ...args, path]);
  return new Uint8Array(readFileSync(path));
};

/** As ffmpeg writes AAC since version 6: its language gives way to a codec delay of 1024 samples. */
function delayed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const at = Buffer.from(copy.buffer).lastIndexOf('22b59c83756e64', undefined, 'hex');
  expect(at).toBeGreaterThan(0);
  copy.set(Buffer.from('56aa8401458555', 'hex'), at);
  return copy;
}

describe.skipIf(!hasFfmpeg)('the sound of a part (needs ffmpeg with libx264, libvpx and libopus)', () => {
  it.each([
    ['film.mkv', 'AAC with a codec delay', () => delayed(film('film.mkv', '-c:v', 'libvpx', '-c:a', 'aac'))],
    ['plain.mkv', 'AAC without', () => film('plain.mkv', '-c:v', 'libvpx', '-c:a', 'aac')],
    ['opus.webm', 'Opus', () => film('opus.webm', '-c:v', 'libvpx', '-c:a', 'libopus')],
    ['opus.mkv', 'Opus', () => film('opus.mkv', '-c:v', 'libvpx', '-c:a', 'libopus')],
    ['film.mp4', 'AAC', () => film('film.mp4', '-c:v', 'libx264', '-c:a', 'aac')],
  ])('of %s (%s) is heard where it is in the film', async (name, _codec, make) => {
    const bytes = make();
    const write = async (offsetMs: number) => {
      const output = { to: 'opfs', folder: 'parts' } as const;
      const part = await writePart(
        new File([bytes], name),
        { startS: 2.2, endS: 5, offsetMs, output },
        () => {},
      );
      return {
        startS: part.startS,
        sound: soundOf(new Uint8Array(await part.file.arrayBuffer()), `part-${name}`),
      };
    };
    const whole = soundOf(bytes, name);
    // Matroska tells whole milliseconds.
    for (const offsetMs of [0, 120]) {
      const { startS, sound } = await write(offsetMs);
      expect(Math.abs(lagMs(sound, whole, startS + offsetMs / 1000))).toBeLessThanOrEqual(1);
    }
  });
});
