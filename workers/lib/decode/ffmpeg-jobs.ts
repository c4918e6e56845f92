/** What the media worker and its ffmpeg worker say to each other. */

/** Shared memory of one job, Int32Array [2], where pages may share memory: lets a blocked ffmpeg be paused and stopped. */
export const CONTROL_GRANTED = 0;
export const CONTROL_STOP = 1;

export type FfmpegJob =
  /** Runs ffprobe; the result is its standard output. */
  | { kind: 'probe'; file: File; args: string[] }
  /** Runs ffmpeg with `OUTPUT_PATH` as output and cuts what it writes into records, by what showinfo logs. */
  | {
      kind: 'records';
      file: File;
      args: string[];
      record: RecordShape;
      control: Int32Array | null;
      limit: number;
    }
  /** Runs ffmpeg with `OUTPUT_PATH` as output, which it may seek in; the result is the file. */
  | {
      kind: 'file';
      file: File;
      args: string[];
      type: string /** A second input, as EXTRA_PATH. */;
      extra?: Blob;
    };

/** Frames have a fixed size; sound comes in as many float32 samples as ashowinfo says. */
export type RecordShape =
  | { of: 'frames'; bytes: number }
  | { of: 'sound' /** 1 when left out. */; channels?: number };

export type FfmpegReply =
  | { type: 'record'; ptsS: number; rateHz: number; data: ArrayBuffer }
  | { type: 'time'; ptsS: number }
  | { type: 'done'; result: JobResult }
  | { type: 'failed'; name: string; message: string };

export interface JobResult {
  /** True when a limit or a stop ended the job rather than the end of the file. */
  cut: boolean;
  output: string;
  blob: Blob | null;
  /** The last lines ffmpeg logged, for bug reports. */
  log: string[];
}

export const INPUT_FOLDER = '/in';
export const OUTPUT_PATH = '/output';
/** The file goes in under this name, so that no name of a visitor's reaches ffmpeg's command line. */
export const INPUT_PATH = `${INPUT_FOLDER}/input`;
export const EXTRA_PATH = `${INPUT_FOLDER}/extra`;
