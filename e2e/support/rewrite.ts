/** Fixes a clip with the rewrite worker and reads the result with the media worker, as the page would. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { MediaInfo } from '../../workers/media/contract';
import type { RewriteJob, RewriteProgress, Rewritten } from '../../workers/rewrite/contract';

export const FOLDER = 'e2e';

export interface Seen {
  info: MediaInfo;
  /** PTS of every frame. */
  frames: number[];
}

export interface Heard extends Seen {
  /** Lag of the sound behind the reference's at each place asked for, ms, and how alike they are there, 0..1. */
  lags: { lagMs: number; likeness: number }[];
}

export interface Fixed extends Omit<Rewritten, 'file'> {
  before: Seen;
  after: Heard;
  bytes: Buffer;
  name: string;
  progress: RewriteProgress[];
}

/** The sound that others are compared with; stays in the page. */
export async function hearReference(page: Page, path: string): Promise<void> {
  await page.setInputFiles('#files', path);
  await page.evaluate(async () => {
    const { harness } = window;
    const media = harness.media();
    await media.open(harness.file());
    const { samples } = await harness.sound(media);
    harness.closeAll();
    (window as unknown as { reference: Float32Array }).reference = samples;
  });
}

/**
 * @param atS places in the reference at which two seconds are compared
 * @param soundIndex which track of the result is listened to
 */
export async function fix(
  page: Page,
  path: string,
  job: Omit<RewriteJob, 'output'>,
  atS: number[] = [1, 3],
  soundIndex = job.audioIndex,
): Promise<Fixed> {
  await page.setInputFiles('#files', path);
  const { base64, ...fixed } = await page.evaluate(
    async ({ wanted, places, folder, index }) => {
      const { harness } = window;
      const { reference } = window as unknown as { reference: Float32Array };
      /** Samples either way. */
      const REACH = 5600;
      /** A quarter of a millisecond, in which nothing of a voice passes unseen. */
      const COARSE = 4;
      const likenessAt = (samples: Float32Array, from: number, lag: number) => {
        let xy = 0;
        let xx = 0;
        let yy = 0;
        for (let i = from; i < from + 32_000; i += 3) {
          const x = reference[i] ?? 0;
          const y = samples[i + lag] ?? 0;
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
        return xy / Math.sqrt(xx * yy + 1e-12);
      };
      const bestLag = (samples: Float32Array, from: number) => {
        let best = { lag: 0, likeness: -1 };
        const search = (first: number, last: number, step: number) => {
          for (let lag = first; lag <= last; lag += step) {
            const likeness = likenessAt(samples, from, lag);
            if (likeness > best.likeness) best = { lag, likeness };
          }
        };
        search(-REACH, REACH, COARSE);
        search(best.lag - COARSE, best.lag + COARSE, 1);
        return best;
      };
      const look = async (file: File) => {
        const media = harness.media();
        const info = await media.open(file);
        const range = { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 120 };
        const frames = (await harness.frames(media, range)).map(({ ptsS }) => ptsS);
        return { media, seen: { info, frames } };
      };
      const { seen: before } = await look(harness.file());
      harness.closeAll();
      const worker = harness.rewrite();
      const progress: RewriteProgress[] = [];
      const onProgress = harness.Comlink.proxy((step: RewriteProgress) => {
        progress.push(step);
      });
      const output = { to: 'opfs' as const, folder };
      const result = await worker.rewrite(harness.file(), { ...wanted, output }, onProgress);
      const { media, seen } = await look(result.file);
      const { samples } = await harness.sound(media, index);
      const lags = places.map((place) => {
        const { lag, likeness } = bestLag(samples, Math.round(place * 16_000));
        return { lagMs: lag / 16, likeness };
      });
      const after = { ...seen, lags };
      const bytes = new Uint8Array(await result.file.arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000)
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      const { file, ...facts } = result;
      await worker.remove(folder);
      harness.closeAll();
      return { ...facts, name: file.name, before, after, progress, base64: btoa(text) };
    },
    { wanted: job, places: atS, folder: FOLDER, index: soundIndex },
  );
  return { ...fixed, bytes: Buffer.from(base64, 'base64') };
}

/** Every packet of every track, as text that can be compared; mediabunny reads it, in Node. */
export async function packetsOf(
  file: string | Buffer,
): Promise<{ kind: string; firstS: number; packets: string[] }[]> {
  const bytes = typeof file === 'string' ? readFileSync(file) : file;
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const tracks = [];
  for (const track of await input.getTracks()) {
    const packets: string[] = [];
    let firstS: number | null = null;
    for await (const packet of new EncodedPacketSink(track as never).packets()) {
      firstS ??= packet.timestamp;
      packets.push(Buffer.from(packet.data).toString('base64'));
    }
    tracks.push({ kind: track.type, firstS: firstS ?? 0, packets });
  }
  input.dispose();
  return tracks;
}

/** Everything under the page's folder of results, as paths. */
export function storedResults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
        else found.push(`${path}${name}`);
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    return found.filter((path) => path.startsWith('rewrites/')).sort();
  });
}
