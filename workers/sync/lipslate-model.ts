/** Runs the learned engine's network: features of one file in, embeddings out. WASM, one thread: it is that small. */
import modelUrl from '/models/lipslate.onnx?url';
import { LipslateError } from '../../core/errors';
import type { FaceTrack } from '../../core/lips/types';
import type { FineSound } from '../../core/sound/fine-bands';
import { FINE_BANDS } from '../../core/sound/fine-bands';
import type { LipEmbeddings, SoundEmbeddings } from '../../core/sync/lipslate';
import {
  lipSteps,
  ROWS_PER_STEP,
  SHAPE_SIZE,
  soundLevels,
  soundRange,
} from '../../core/sync/lipslate-inputs';
import { limitThreads, loadRuntime, type Runtime } from '../models/sessions-runtime';

/** Steps that one run of the network sees, and how many it needs to know beside the ones it answers for. */
const STEPS_PER_RUN = 1500;
const MARGIN_STEPS = 32;

export interface LipslateModel {
  embedSound(sound: FineSound): Promise<SoundEmbeddings>;
  embedLips(track: FaceTrack, soundStartS: number): Promise<LipEmbeddings>;
}

let loading: Promise<LipslateModel> | null = null;

/** Loads the network once. @throws LipslateError model-load-failed */
export function loadLipslate(): Promise<LipslateModel> {
  loading ??= load().catch((cause: unknown) => {
    loading = null;
    throw LipslateError.from(cause, 'model-load-failed');
  });
  return loading;
}

async function load(): Promise<LipslateModel> {
  limitThreads(1);
  const [runtime, bytes] = await Promise.all([loadRuntime('wasm'), download()]);
  const session = await runtime.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const tower = new Towers(runtime, session);
  return {
    embedSound: (sound) => embedSound(tower, sound),
    embedLips: (track, soundStartS) => embedLips(tower, track, soundStartS),
  };
}

async function download(): Promise<Uint8Array> {
  const response = await fetch(new URL(modelUrl, self.location.href));
  if (!response.ok) throw new LipslateError('model-load-failed', undefined, `${response.status} ${modelUrl}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Both towers live in one file; the one that is not asked for is given a single empty step. */
class Towers {
  /** Numbers per embedding, known after a run. */
  size = 0;
  readonly #runtime: Runtime;
  readonly #session: Awaited<ReturnType<Runtime['InferenceSession']['create']>>;

  constructor(runtime: Runtime, session: Awaited<ReturnType<Runtime['InferenceSession']['create']>>) {
    this.#runtime = runtime;
    this.#session = session;
  }

  /** @param shape [SHAPE_SIZE, N] @param known [N] @returns Float32Array [N, size] */
  lips(shape: Float32Array<ArrayBuffer>, known: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    return this.#run(shape, known, new Float32Array(FINE_BANDS * ROWS_PER_STEP), 'lip_embedding');
  }

  /** @param levels [FINE_BANDS, ROWS_PER_STEP N] @returns Float32Array [N, size] */
  sound(levels: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    return this.#run(new Float32Array(SHAPE_SIZE), new Float32Array(1), levels, 'sound_embedding');
  }

  async #run(
    shape: Float32Array<ArrayBuffer>,
    known: Float32Array<ArrayBuffer>,
    levels: Float32Array<ArrayBuffer>,
    output: string,
  ): Promise<Float32Array> {
    const { Tensor } = this.#runtime;
    const results = await this.#session.run({
      lips: new Tensor('float32', shape, [1, SHAPE_SIZE, known.length]),
      known: new Tensor('float32', known, [1, 1, known.length]),
      sound: new Tensor('float32', levels, [1, FINE_BANDS, levels.length / FINE_BANDS]),
    });
    const embedding = results[output]!;
    this.size = embedding.dims[1]!;
    return embedding.data as Float32Array;
  }
}

async function embedSound(towers: Towers, sound: FineSound): Promise<SoundEmbeddings> {
  const range = soundRange(sound);
  const from = Math.ceil(range.from / ROWS_PER_STEP);
  const to = Math.max(from, Math.floor((range.to - 1) / ROWS_PER_STEP) + 1);
  let values = new Float32Array(0);
  for (let start = 0; start < to; start += STEPS_PER_RUN) {
    const end = Math.min(to, start + STEPS_PER_RUN);
    const first = Math.max(0, start - MARGIN_STEPS);
    const last = Math.min(to, end + MARGIN_STEPS);
    const levels = soundLevels(sound, range, first * ROWS_PER_STEP, last * ROWS_PER_STEP);
    const out = await towers.sound(levels);
    if (start === 0) values = new Float32Array(to * towers.size);
    const skip = (start - first) * towers.size;
    values.set(out.subarray(skip, skip + (end - start) * towers.size), start * towers.size);
  }
  return { startS: sound.startS, from, to, size: towers.size, values };
}

async function embedLips(towers: Towers, track: FaceTrack, soundStartS: number): Promise<LipEmbeddings> {
  const { first, length, shape, known } = lipSteps(track, soundStartS);
  let values = new Float32Array(0);
  for (let start = 0; start < length; start += STEPS_PER_RUN) {
    // The last run takes what little would be left: a person's spread is measured within a run.
    const end = length - start < 2 * STEPS_PER_RUN ? length : start + STEPS_PER_RUN;
    const low = Math.max(0, start - MARGIN_STEPS);
    const high = Math.min(length, end + MARGIN_STEPS);
    const part = new Float32Array(SHAPE_SIZE * (high - low));
    for (let c = 0; c < SHAPE_SIZE; c++)
      part.set(shape.subarray(c * length + low, c * length + high), c * (high - low));
    const out = await towers.lips(part, known.slice(low, high));
    if (start === 0) values = new Float32Array(length * towers.size);
    const skip = (start - low) * towers.size;
    values.set(out.subarray(skip, skip + (end - start) * towers.size), start * towers.size);
    if (end === length) break;
  }
  return { first, length, values, known };
}
