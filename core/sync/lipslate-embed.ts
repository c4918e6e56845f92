/** Embeds a file's sound and faces, run by run, with whatever runs the network: a worker, or Node in tests and benches. */
import { SHAPE_SIZE } from '../lips/shape';
import type { FaceTrack } from '../lips/types';
import { FINE_BANDS, type FineSound } from '../sound/fine-bands';
import { type LipEmbeddings, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { LipGrid, ROWS_PER_STEP, soundLevels, soundRange } from './lipslate-inputs';

/** Steps that one run of the network sees, and how many it needs to know beside the ones it answers for. */
const STEPS_PER_RUN = 1500;
const MARGIN_STEPS = 32;
/** One input is filled again and again: a new one for each run would pile up in long files. */
const LONGEST_RUN = 2 * STEPS_PER_RUN + 2 * MARGIN_STEPS;

export interface TowerInput {
  data: Float32Array<ArrayBuffer>;
  dims: readonly number[];
}

/** Runs public/models/lipslate.onnx: one output by name, its values and dimensions. */
export type RunNetwork = (
  feeds: { lips: TowerInput; known: TowerInput; sound: TowerInput },
  output: 'lip_embedding' | 'sound_embedding',
) => Promise<{ data: Float32Array; dims: readonly number[] }>;

/**
 * Sound from its first row on, one vector per step. Steps near the ends of the sound see silence beyond it.
 * @param steps as many are enough; those that there are, are the same as without
 */
export async function embedSound(
  network: RunNetwork,
  sound: FineSound,
  steps = Number.POSITIVE_INFINITY,
): Promise<SoundEmbeddings> {
  const range = soundRange(sound);
  const from = Math.ceil(range.from / ROWS_PER_STEP);
  const end = Math.max(from, Math.floor((range.to - 1) / ROWS_PER_STEP) + 1);
  const enough = Math.ceil(steps / STEPS_PER_RUN) * STEPS_PER_RUN;
  const to = Math.max(from, Math.min(end, enough));
  let values = new Int16Array(0);
  let size = 0;
  const room = new Float32Array(Math.min(end, LONGEST_RUN) * ROWS_PER_STEP * FINE_BANDS);
  for (let start = 0; start < to; start += STEPS_PER_RUN) {
    const stop = Math.min(to, start + STEPS_PER_RUN);
    const first = Math.max(0, start - MARGIN_STEPS);
    const last = Math.min(end, stop + MARGIN_STEPS);
    const levels = soundLevels(sound, range, first * ROWS_PER_STEP, last * ROWS_PER_STEP, room);
    const { data, dims } = await runSound(network, levels);
    if (start === 0) {
      size = dims[1]!;
      values = new Int16Array(to * size);
    }
    const skip = (start - first) * size;
    keep(data.subarray(skip, skip + (stop - start) * size), values.subarray(start * size));
  }
  return { startS: sound.startS, from, to, size, values };
}

/** Lips of one track on the steps of a sound that begins at soundStartS. */
export async function embedLips(
  network: RunNetwork,
  track: FaceTrack,
  soundStartS: number,
): Promise<LipEmbeddings> {
  const grid = new LipGrid(track, soundStartS);
  const { first, length, known } = grid;
  let values = new Int16Array(0);
  let size = 0;
  const room = new Float32Array(Math.min(length, LONGEST_RUN) * SHAPE_SIZE);
  for (let start = 0; start < length; start += STEPS_PER_RUN) {
    // The last run takes what little would be left: a person's spread is measured within a run.
    const end = length - start < 2 * STEPS_PER_RUN ? length : start + STEPS_PER_RUN;
    const low = Math.max(0, start - MARGIN_STEPS);
    const high = Math.min(length, end + MARGIN_STEPS);
    const part = room.subarray(0, SHAPE_SIZE * (high - low));
    grid.quick(low, high, part);
    const { data, dims } = await runLips(network, part, known.slice(low, high));
    if (start === 0) {
      size = dims[1]!;
      values = new Int16Array(length * size);
    }
    const skip = (start - low) * size;
    keep(data.subarray(skip, skip + (end - start) * size), values.subarray(start * size));
    if (end === length) break;
  }
  return { first, length, values, known };
}

function keep(vectors: Float32Array, out: Int16Array): void {
  for (let i = 0; i < vectors.length; i++) out[i] = Math.round(vectors[i]! * VECTOR_LENGTH);
}

/** Both towers live in one file; the one that is not asked for is given a single empty step. */
function runLips(
  network: RunNetwork,
  shape: Float32Array<ArrayBuffer>,
  known: Float32Array<ArrayBuffer>,
): ReturnType<RunNetwork> {
  return network(
    {
      lips: { data: shape, dims: [1, SHAPE_SIZE, known.length] },
      known: { data: known, dims: [1, 1, known.length] },
      sound: { data: new Float32Array(FINE_BANDS * ROWS_PER_STEP), dims: [1, FINE_BANDS, ROWS_PER_STEP] },
    },
    'lip_embedding',
  );
}

function runSound(network: RunNetwork, levels: Float32Array<ArrayBuffer>): ReturnType<RunNetwork> {
  return network(
    {
      lips: { data: new Float32Array(SHAPE_SIZE), dims: [1, SHAPE_SIZE, 1] },
      known: { data: new Float32Array(1), dims: [1, 1, 1] },
      sound: { data: levels, dims: [1, FINE_BANDS, levels.length / FINE_BANDS] },
    },
    'sound_embedding',
  );
}
