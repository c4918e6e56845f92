/**
 * Runs ffmpeg in a worker of its own, which it blocks: one job at a time, results streamed out as they come.
 *
 * The core is driven directly, and nowhere else. The wrapper @ffmpeg/ffmpeg keeps all output in memory, cannot stream
 * frames or be paused, and does not notice a worker that dies; figures in docs/design.md, section 3.
 */
import createCore from '@ffmpeg/core';
import wasmUrl from '@ffmpeg/core/wasm?url';
import { RandomAccessFile } from '../random-access-file';
import { showLife } from '../worker-liveness';
import {
  CONTROL_GRANTED,
  CONTROL_STOP,
  EXTRA_PATH,
  type FfmpegJob,
  type FfmpegReply,
  INPUT_FOLDER,
  INPUT_PATH,
  OUTPUT_PATH,
} from './ffmpeg-jobs';
import { LogTail, RecordCutter, TimestampLog } from './ffmpeg-output-framer';

type Core = Awaited<ReturnType<typeof createCore>>;
type RecordsJob = Extract<FfmpegJob, { kind: 'records' }>;

const LOG_LINES = 30;
/** Emscripten's number for EPIPE: nobody reads what is written. */
const EPIPE = 64;
const DEVICE = [64, 1] as const;

let core: Promise<Core> | null = null;

showLife();

self.onmessage = async (event: MessageEvent<FfmpegJob>) => {
  try {
    // Not awaited at start-up: a failure to load must reach the job that needs it.
    core ??= createCore({ mainScriptUrlOrBlob: `#${btoa(JSON.stringify({ wasmURL: absolute(wasmUrl) }))}` });
    run(await core, event.data);
  } catch (error) {
    const { name, message } =
      error instanceof Error || error instanceof DOMException ? error : new Error(String(error));
    reply({ type: 'failed', name, message });
  }
};

function run(ffmpeg: Core, job: FfmpegJob): void {
  const log = new LogTail(LOG_LINES);
  const output: string[] = [];
  const sink = sinkFor(ffmpeg, job);
  ffmpeg.setLogger(({ type, message }) => {
    if (type === 'stdout') output.push(message);
    else if (!sink.readsLine(message)) log.add(message);
  });
  mount(ffmpeg, job.file, job.kind === 'file' ? job.extra : undefined);
  ffmpeg.setTimeout(-1);
  try {
    if (job.kind === 'probe') ffmpeg.ffprobe(...job.args, INPUT_PATH);
    else {
      ffmpeg.FS.registerDevice(ffmpeg.FS.makedev(...DEVICE), sink.device);
      ffmpeg.FS.mkdev(OUTPUT_PATH, ffmpeg.FS.makedev(...DEVICE));
      ffmpeg.exec(...job.args, OUTPUT_PATH);
    }
  } finally {
    ffmpeg.reset();
    unmount(ffmpeg, job.kind !== 'probe');
  }
  reply({
    type: 'done',
    result: { cut: sink.isCut(), output: output.join('\n'), blob: sink.blob(), log: log.lines },
  });
}

interface Sink {
  device: EmscriptenDevice;
  /** Takes a logged line if it is meant for this sink. */
  readsLine(line: string): boolean;
  isCut(): boolean;
  blob(): Blob | null;
}

function sinkFor(ffmpeg: Core, job: FfmpegJob): Sink {
  const refuse = (): never => {
    throw new ffmpeg.FS.ErrnoError(EPIPE);
  };
  switch (job.kind) {
    case 'file':
      return fileSink(job.type);
    case 'probe':
      return {
        device: { open: refuse, close: refuse, write: refuse },
        readsLine: () => false,
        isCut: () => false,
        blob: () => null,
      };
    default:
      return recordSink(job, refuse);
  }
}

/** Keeps what is written, as a file of this MIME type. */
function fileSink(type: string): Sink {
  const file = new RandomAccessFile();
  const times = new TimestampLog();
  return {
    device: {
      open: (stream) => {
        stream.seekable = true;
      },
      close: () => {},
      write: (_, heap, offset, length, position) => file.write(bytesOf(heap, offset, length), position),
      llseek: (stream, offset, whence) => [0, stream.position, file.size][whence]! + offset,
    },
    readsLine: (line) => {
      const shown = times.read(line);
      if (shown !== null && shown !== 'other') reply({ type: 'time', ptsS: shown.ptsS });
      // A copy passes no filter that logs times; ffmpeg's own progress line has them.
      const progress = line.match(/ time=(\d+):(\d+):([\d.]+)/);
      if (progress)
        reply({
          type: 'time',
          ptsS: Number(progress[1]) * 3600 + Number(progress[2]) * 60 + Number(progress[3]),
        });
      return shown !== 'other' || progress !== null;
    },
    isCut: () => false,
    blob: () => file.toBlob(type),
  };
}

/** Sends frames and samples on as they are written, no more of them than were asked for. */
function recordSink({ record, control, limit }: RecordsJob, refuse: () => never): Sink {
  let cut = false;
  let sent = 0;
  const cutter = new RecordCutter(record, (ptsS, rateHz, data) => {
    sent += 1;
    reply({ type: 'record', ptsS, rateHz, data }, [data]);
  });
  const mayGoOn = (): boolean => {
    if (sent >= limit) return false;
    if (control === null) return true;
    for (;;) {
      if (Atomics.load(control, CONTROL_STOP) !== 0) return false;
      const granted = Atomics.load(control, CONTROL_GRANTED);
      if (sent < granted) return true;
      Atomics.wait(control, CONTROL_GRANTED, granted, 1000);
    }
  };
  return {
    device: {
      open: (stream) => {
        stream.seekable = false;
      },
      close: () => {},
      write: (_, heap, offset, length) => {
        cutter.write(bytesOf(heap, offset, length), () => {
          if (mayGoOn()) return;
          cut = true;
          refuse();
        });
        return length;
      },
    },
    readsLine: (line) => cutter.readLine(line),
    isCut: () => cut,
    blob: () => null,
  };
}

function mount(ffmpeg: Core, file: File, extra: Blob | undefined): void {
  ffmpeg.FS.mkdir(INPUT_FOLDER);
  const nameOf = (path: string) => path.slice(INPUT_FOLDER.length + 1);
  const blobs: { name: string; data: Blob }[] = [{ name: nameOf(INPUT_PATH), data: file }];
  if (extra) blobs.push({ name: nameOf(EXTRA_PATH), data: extra });
  ffmpeg.FS.mount(ffmpeg.FS.filesystems.WORKERFS, { blobs }, INPUT_FOLDER);
}

function unmount(ffmpeg: Core, hasOutput: boolean): void {
  ffmpeg.FS.unmount(INPUT_FOLDER);
  ffmpeg.FS.rmdir(INPUT_FOLDER);
  if (hasOutput) ffmpeg.FS.unlink(OUTPUT_PATH);
}

function bytesOf(heap: Int8Array, offset: number, length: number): Uint8Array {
  return new Uint8Array(heap.buffer, heap.byteOffset + offset, length);
}

function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}

function reply(message: FfmpegReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
