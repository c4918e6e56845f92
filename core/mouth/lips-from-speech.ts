/** From speech to lips, with whatever runs the two networks: a worker, or Node in tests and benches. */
import { SHAPE_SIZE } from '../lips/shape';
import type { RunGraph } from '../onnx/run-graph';
import { SoundAnalyser } from '../sound/analyser';
import { FINE_BANDS, type FineSound } from '../sound/fine-bands';
import { ANALYSIS_RATE_HZ } from '../sound/types';
import { ROWS_PER_STEP, type SoundRange, STEP_S, soundLevels, soundRange } from '../sync/lipslate-inputs';

/** Numbers per token of the recogniser's encoder (Moonshine tiny), some 41.5 tokens a second. */
const HEARD_SIZE = 288;
/** The encoder looks at all it is given at once: pieces, with what is said around them. */
const PIECE_STEPS = 1200;
const MARGIN_STEPS = 150;
/** The encoder takes no less than this. */
const LEAST_SAMPLES = ANALYSIS_RATE_HZ / 4;

const STEP_SAMPLES = STEP_S * ANALYSIS_RATE_HZ;

/** How the two networks are run; the outputs are named as in their files. */
export interface LipNetworks {
  /** Takes `input_values` [1, samples], gives `last_hidden_state` [1, tokens, HEARD_SIZE]. */
  encoder: RunGraph;
  /** Takes `levels` [1, 2 * FINE_BANDS, steps] and `heard` [1, HEARD_SIZE, steps], gives `shape` [1, SHAPE_SIZE, steps]. */
  lips: RunGraph;
}

/**
 * @param samples 16 kHz mono
 * @param onProgress gets shares, 0..1
 * @returns Float32Array [steps, SHAPE_SIZE], one per STEP_S: how a common speaker's lips differ from their own mean
 *   over some seconds, eye distances
 */
export async function predictLips(
  networks: LipNetworks,
  samples: Float32Array<ArrayBuffer>,
  onProgress: (share: number) => void = () => {},
): Promise<Float32Array<ArrayBuffer>> {
  const analyser = new SoundAnalyser();
  analyser.push(0, samples);
  analyser.finish();
  const fine = analyser.fine();
  const range = soundRange(fine);
  const steps = Math.floor(fine.levels.length / FINE_BANDS / ROWS_PER_STEP);
  const out = new Float32Array(steps * SHAPE_SIZE);
  for (let from = 0; from < steps; from += PIECE_STEPS) {
    const to = Math.min(steps, from + PIECE_STEPS);
    const [low, high] = [Math.max(0, from - MARGIN_STEPS), Math.min(steps, to + MARGIN_STEPS)];
    const heard = await hear(networks.encoder, samples, low, high);
    const count = high - low;
    const { data } = await networks.lips(
      {
        levels: { data: levelsOf(fine, range, low, high), dims: [1, ROWS_PER_STEP * FINE_BANDS, count] },
        heard: { data: heard, dims: [1, HEARD_SIZE, count] },
      },
      'shape',
    );
    for (let step = from; step < to; step++)
      for (let k = 0; k < SHAPE_SIZE; k++) out[step * SHAPE_SIZE + k] = data[k * count + step - low]!;
    onProgress(to / steps);
  }
  return out;
}

/** @returns Float32Array [2 * FINE_BANDS, high - low]: the bands of each step's first row, then of its second */
function levelsOf(fine: FineSound, range: SoundRange, low: number, high: number): Float32Array<ArrayBuffer> {
  const count = high - low;
  const rows = ROWS_PER_STEP * count;
  const levels = soundLevels(fine, range, ROWS_PER_STEP * low, ROWS_PER_STEP * high);
  const out = new Float32Array(levels.length);
  for (let band = 0; band < FINE_BANDS; band++)
    for (let row = 0; row < rows; row++) {
      const channel = (row % ROWS_PER_STEP) * FINE_BANDS + band;
      out[channel * count + Math.floor(row / ROWS_PER_STEP)] = levels[band * rows + row]!;
    }
  return out;
}

/** What the encoder makes of these steps' sound, joined linearly on their grid. Float32Array [HEARD_SIZE, high - low] */
async function hear(
  encoder: RunGraph,
  samples: Float32Array<ArrayBuffer>,
  low: number,
  high: number,
): Promise<Float32Array<ArrayBuffer>> {
  const count = high - low;
  const part = samples.slice(low * STEP_SAMPLES, high * STEP_SAMPLES);
  const padded = new Float32Array(Math.max(part.length, LEAST_SAMPLES));
  padded.set(part);
  const { data, dims } = await encoder(
    { input_values: { data: padded, dims: [1, padded.length] } },
    'last_hidden_state',
  );
  const tokens = dims[1]!;
  const tokenSteps = padded.length / STEP_SAMPLES / tokens;
  const out = new Float32Array(HEARD_SIZE * count);
  for (let step = 0; step < count; step++) {
    const at = Math.max(0, Math.min(tokens - 1, (step + 0.5) / tokenSteps - 0.5));
    const token = Math.min(tokens - 1, Math.floor(at));
    const next = Math.min(tokens - 1, token + 1);
    for (let k = 0; k < HEARD_SIZE; k++) {
      const here = data[token * HEARD_SIZE + k]!;
      out[k * count + step] = here + (data[next * HEARD_SIZE + k]! - here) * (at - token);
    }
  }
  return out;
}
