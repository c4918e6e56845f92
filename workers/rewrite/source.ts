/** The file to be corrected: what it is made of, and its sound, every channel on its own. */
import { LipslateError } from '../../core/errors';
import type { SoundBlock } from '../../core/fix/sound-editor';
import { steadyTimes } from '../../core/fix/steady-times';
import { FfmpegFile } from '../lib/decode/ffmpeg';
import { INPUT_PATH } from '../lib/decode/ffmpeg-jobs';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import type { Listing, PlanarBlock } from '../lib/decode/reader';
import { WebCodecsFile } from '../lib/decode/webcodecs';

export interface FixSource {
  readonly file: File;
  readonly listing: Listing;
  /** Time of the first picture; 0 when there is none. */
  readonly pictureS: number;
  /** Rate and channels as decoded, of one sound track. @throws LipslateError 'codec-unsupported' */
  sound(index: number): Promise<SourceSound>;
  dispose(): void;
}

export interface SourceSound {
  /** As the listing names it. */
  codec: string;
  rateHz: number;
  channels: number;
  /** From the start, as often as wanted. */
  blocks(): AsyncGenerator<SoundBlock>;
}

const AHEAD_BLOCKS = 400;
const SLICE_BLOCKS = 4000;

/** @throws LipslateError 'not-a-video' */
export async function openSource(file: File): Promise<FixSource> {
  const web = await WebCodecsFile.open(file).catch((cause: unknown) => {
    if (cause instanceof DOMException) throw cause;
    return null;
  });
  // mediabunny leaves out tracks of codecs it does not know in some containers.
  const isWhole = web !== null && web.listing.video !== null && web.listing.audioTracks.length > 0;
  const byFfmpeg = isWhole ? null : await FfmpegFile.open(file);
  const listing = byFfmpeg?.listing ?? web?.listing;
  if (listing === undefined) {
    web?.dispose();
    throw new LipslateError('not-a-video');
  }
  const runner = new FfmpegRunner(file);
  const blocksOf = async (index: number): Promise<() => Promise<AsyncIterable<PlanarBlock>>> => {
    if (web !== null && (await web.planes(index)) !== null)
      return async () => (await web.planes(index)) as AsyncIterable<PlanarBlock>;
    const probed = byFfmpeg ?? (await FfmpegFile.open(file));
    const channels = probed?.listing.audioTracks[index]?.channels ?? 0;
    if (probed !== byFfmpeg) probed?.dispose();
    if (channels === 0) throw new LipslateError('codec-unsupported', `There is no sound track ${index}.`);
    return async () => ffmpegBlocks(runner, index, channels, listing.originS);
  };
  return {
    file,
    listing,
    pictureS: Math.max(0, listing.video?.startS ?? 0),
    async sound(index) {
      const open = await blocksOf(index);
      let first: PlanarBlock | null = null;
      for await (const block of await open()) {
        first = block;
        break;
      }
      if (first === null)
        throw new LipslateError('codec-unsupported', `Sound track ${index} decodes to nothing.`);
      const { rateHz, planes } = first;
      return {
        codec: listing.audioTracks[index]?.codec ?? 'unknown',
        rateHz,
        channels: planes.length,
        blocks: () => steady(open, rateHz),
      };
    },
    dispose() {
      web?.dispose();
      byFfmpeg?.dispose();
      runner.dispose();
    },
  };
}

/** A track that changes its rate on the way cannot be corrected as one. */
async function* steady(
  open: () => Promise<AsyncIterable<PlanarBlock>>,
  rateHz: number,
): AsyncGenerator<SoundBlock> {
  const length = ({ planes }: PlanarBlock) => planes[0]?.length ?? 0;
  for await (const block of steadyTimes(await open(), length, rateHz)) {
    if (block.rateHz !== rateHz)
      throw new LipslateError('fix-impossible', `The sound changes from ${rateHz} to ${block.rateHz} Hz.`);
    yield block;
  }
}

async function* ffmpegBlocks(
  runner: FfmpegRunner,
  index: number,
  channels: number,
  originS: number,
): AsyncGenerator<PlanarBlock> {
  let lastS = Number.NEGATIVE_INFINITY;
  const records = runner.records({
    shape: { of: 'sound', channels },
    ahead: AHEAD_BLOCKS,
    slice: SLICE_BLOCKS,
    args: (after) => [
      ...['-v', 'info', '-hide_banner', '-nostats'],
      ...(after === null ? [] : ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', (after - 1).toFixed(6)]),
      ...['-copyts', '-i', INPUT_PATH, '-map', `0:a:${index}`],
      ...['-af', 'aformat=sample_fmts=flt,ashowinfo', '-f', 'f32le'],
    ],
  });
  for await (const { ptsS, rateHz, data } of records) {
    // A new slice begins with some of what the one before ended with.
    if (ptsS <= lastS) continue;
    lastS = ptsS;
    const mixed = new Float32Array(data);
    const count = Math.floor(mixed.length / channels);
    const planes = Array.from({ length: channels }, (_, channel) =>
      Float32Array.from({ length: count }, (_, i) => mixed[i * channels + channel] as number),
    );
    yield { startS: ptsS - originS, rateHz, planes };
  }
}
