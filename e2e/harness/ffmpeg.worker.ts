/** Test-only worker: jobs for ffmpeg itself, through the runner that all workers use. */
import { INPUT_PATH } from '../../workers/lib/decode/ffmpeg-jobs';
import { FfmpegRunner } from '../../workers/lib/decode/ffmpeg-runner';
import { serve } from '../../workers/lib/rpc';

export interface FfmpegApi {
  /**
   * Decodes sound and stops after some blocks. The runner stays open.
   * @returns timestamps of the blocks
   */
  sound(file: File, options: { stopAfter: number; slice: number; filter?: string }): Promise<number[]>;
  /** Writes a file with these arguments. @returns its size */
  write(file: File, args: string[]): Promise<number>;
  dispose(): Promise<void>;
}

let runner: FfmpegRunner | null = null;

const api: FfmpegApi = {
  async sound(file, { stopAfter, slice, filter }) {
    runner ??= new FfmpegRunner(file);
    const times: number[] = [];
    const records = runner.records({
      shape: { of: 'sound' },
      ahead: 10,
      slice,
      args: (after) => [
        ...['-v', 'info', '-nostats', '-copyts', ...(after === null ? [] : ['-ss', after.toFixed(6)])],
        ...['-seek_timestamp', '1', '-i', INPUT_PATH, '-map', '0:a:0'],
        '-af',
        [...(filter ? [filter] : []), 'aformat=sample_fmts=flt:channel_layouts=mono', 'ashowinfo'].join(','),
        ...['-f', 'f32le'],
      ],
    });
    for await (const { ptsS } of records) {
      times.push(ptsS);
      if (times.length >= stopAfter) break;
    }
    return times;
  },
  async write(file, args) {
    runner ??= new FfmpegRunner(file);
    return (await runner.write(['-i', INPUT_PATH, ...args], 'video/mp4', () => {})).size;
  },
  async dispose() {
    runner?.dispose();
    runner = null;
  },
};

serve(api);
