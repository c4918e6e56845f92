/** Runs ffmpeg jobs in workers of their own and pauses them while nobody takes what they make. */
import { LipslateError } from '../../../core/errors';
import { sharesMemory } from '../shared-memory';
import { ALIVE_MESSAGE, watchLife } from '../worker-liveness';
import {
  CONTROL_GRANTED,
  CONTROL_STOP,
  type FfmpegJob,
  type FfmpegReply,
  type JobResult,
  type RecordShape,
} from './ffmpeg-jobs';

export interface MediaRecord {
  /** As the container counts: the movie's origin is not yet subtracted. */
  ptsS: number;
  rateHz: number;
  data: ArrayBuffer;
}

export interface RecordJob {
  shape: RecordShape;
  /** How many records may wait to be taken while ffmpeg can be paused (pages that may share memory). */
  ahead: number;
  /** Where it cannot be paused it is stopped after this many, to be started again behind the last one. */
  slice: number;
  /** The job is done after this many. */
  total?: number;
  /** @param after timestamp of the last record of the slice before; null for the first slice */
  args(after: number | null): string[];
}

interface SliceEnd {
  /** False at the end of the file. */
  cut: boolean;
  /** The latest timestamp; -Infinity when no record had one. */
  lastS: number;
}

const STOPPED = 'Stopped';
const LOAD_ERROR = 'LoadError';
const DIED = 'Died';

export class FfmpegRunner {
  readonly #file: File;
  readonly #idle: Worker[] = [];
  /** With what hears each worker out. */
  readonly #busy = new Map<Worker, (reply: FfmpegReply) => void>();
  /** Ends the watch over all workers. */
  readonly #watch = new AbortController();
  #disposed = false;

  constructor(file: File) {
    this.#file = file;
  }

  /** @returns what ffprobe prints */
  async probe(args: string[]): Promise<string> {
    return (await this.#runOnce({ kind: 'probe', file: this.#file, args }, () => {})).output;
  }

  /**
   * @param onTime gets the timestamps up to which the output is written
   * @param extra a second input, as EXTRA_PATH
   */
  async write(args: string[], type: string, onTime: (ptsS: number) => void, extra?: Blob): Promise<Blob> {
    const job = { kind: 'file', file: this.#file, args, type, ...(extra ? { extra } : {}) } as const;
    const result = await this.#runOnce(job, onTime);
    if (result.blob === null || result.blob.size === 0)
      throw new LipslateError('decode-failed', result.log.join('\n'));
    return result.blob;
  }

  /** All records of a job, in order, however many slices they take. */
  async *records(job: RecordJob): AsyncGenerator<MediaRecord> {
    for (let after: number | null = null; ; ) {
      // `yield*`, so that whoever stops early ends the slice and its worker, too.
      const { cut, lastS }: SliceEnd = yield* this.#slice(job, after);
      if (!cut || job.total !== undefined) return;
      // Without a later timestamp to start behind, the same slice would come again and again.
      if (!(lastS > (after ?? Number.NEGATIVE_INFINITY)))
        throw new LipslateError('decode-failed', `ffmpeg: no timestamp later than ${after} to go on from`);
      after = lastS;
    }
  }

  /** Ends all workers; what waits for them fails with 'cancelled'. */
  dispose(): void {
    this.#disposed = true;
    this.#watch.abort();
    const listeners = [...this.#busy.values()];
    for (const worker of [...this.#idle, ...this.#busy.keys()]) worker.terminate();
    this.#idle.length = 0;
    this.#busy.clear();
    for (const onReply of listeners) onReply({ type: 'failed', name: STOPPED, message: '' });
  }

  async *#slice(job: RecordJob, after: number | null): AsyncGenerator<MediaRecord, SliceEnd> {
    const control = sharesMemory() ? new Int32Array(new SharedArrayBuffer(8)) : null;
    const arrived: MediaRecord[] = [];
    let taken = 0;
    let lastS = Number.NEGATIVE_INFINITY;
    let result: JobResult | null = null;
    let failure: Error | null = null;
    let wake = () => {};
    const grant = () => {
      if (control === null) return;
      Atomics.store(control, CONTROL_GRANTED, taken + job.ahead);
      Atomics.notify(control, CONTROL_GRANTED);
    };
    const worker = this.#take((reply) => {
      if (reply.type === 'record') arrived.push(reply);
      else if (reply.type === 'done') result = reply.result;
      else if (reply.type === 'failed') failure = failureOf(reply);
      wake();
    });
    grant();
    const limit = job.total ?? (control === null ? job.slice : Number.POSITIVE_INFINITY);
    worker.postMessage({
      kind: 'records',
      file: this.#file,
      args: job.args(after),
      record: job.shape,
      control,
      limit,
    } satisfies FfmpegJob);
    try {
      for (;;) {
        const record = arrived.shift();
        if (record !== undefined) {
          if (record.ptsS > lastS) lastS = record.ptsS;
          yield record;
          taken += 1;
          grant();
        } else if (failure !== null) throw failure;
        else if (result !== null) return { cut: (result as JobResult).cut, lastS };
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      if (control !== null) {
        Atomics.store(control, CONTROL_STOP, 1);
        Atomics.notify(control, CONTROL_GRANTED);
      }
      this.#giveBack(worker, result !== null);
    }
  }

  async #runOnce(job: FfmpegJob, onTime: (ptsS: number) => void): Promise<JobResult> {
    const ended = Promise.withResolvers<JobResult>();
    const worker = this.#take((reply) => {
      if (reply.type === 'time') onTime(reply.ptsS);
      else if (reply.type === 'done') ended.resolve(reply.result);
      else if (reply.type === 'failed') ended.reject(failureOf(reply));
    });
    let finished = false;
    try {
      worker.postMessage(job);
      const result = await ended.promise;
      finished = true;
      return result;
    } finally {
      this.#giveBack(worker, finished);
    }
  }

  #take(onReply: (reply: FfmpegReply) => void): Worker {
    if (this.#disposed) throw new LipslateError('cancelled');
    const worker = this.#idle.pop() ?? this.#start();
    worker.onmessage = (event: MessageEvent<FfmpegReply | typeof ALIVE_MESSAGE>) => {
      if (event.data !== ALIVE_MESSAGE) onReply(event.data);
    };
    worker.onerror = ({ message }) =>
      onReply({ type: 'failed', name: LOAD_ERROR, message: message || 'The worker did not start.' });
    this.#busy.set(worker, onReply);
    return worker;
  }

  #start(): Worker {
    const name = `lipslate-ffmpeg-${crypto.randomUUID()}`;
    const worker = new Worker(new URL('./ffmpeg.worker.ts', import.meta.url), { type: 'module', name });
    watchLife(worker, name, this.#watch.signal, () => {
      const idle = this.#idle.indexOf(worker);
      if (idle >= 0) this.#idle.splice(idle, 1);
      this.#busy.get(worker)?.({ type: 'failed', name: DIED, message: 'The worker was ended from outside.' });
    });
    return worker;
  }

  /** Whatever did not come to its end in order is not used again: wasm cannot be interrupted. */
  #giveBack(worker: Worker, inOrder: boolean): void {
    worker.onmessage = null;
    worker.onerror = null;
    if (!this.#busy.delete(worker)) return;
    if (inOrder) this.#idle.push(worker);
    else worker.terminate();
  }
}

function failureOf({ name, message }: { name: string; message: string }): Error {
  if (name === STOPPED) return new LipslateError('cancelled');
  if (name === DIED) return new LipslateError('worker-died', `ffmpeg: ${message}`);
  if (name === 'NotReadableError' || name === 'NotFoundError') return new DOMException(message, name);
  const notLoaded =
    [LOAD_ERROR, 'CompileError', 'LinkError'].includes(name) || /fetch|wasm.*(load|compil)/i.test(message);
  return new LipslateError(notLoaded ? 'model-load-failed' : 'decode-failed', `ffmpeg: ${name}: ${message}`);
}
