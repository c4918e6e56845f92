/** The visitor's two networks as what guesses a piece: what goes in, and what must come out. */
import { SPLEETER } from '../../core/checkpoint/separators';
import { type GuessPiece, PIECE_BINS, PIECE_FRAMES } from '../../core/enhance/voice-apart';
import { LipslateError } from '../../core/errors';
import type { RunGraph } from '../../core/onnx/run-graph';

const { input, output, channels } = SPLEETER;

/** @throws LipslateError 'checkpoint-damaged' when what comes out is no spectrum */
export function guessBy(vocals: RunGraph, accompaniment: RunGraph): GuessPiece {
  return async (magnitudes) => {
    const feeds = { [input]: { data: magnitudes, dims: [channels, 1, PIECE_FRAMES, PIECE_BINS] } };
    return {
      voice: checked(await vocals(feeds, output), magnitudes.length),
      rest: checked(await accompaniment(feeds, output), magnitudes.length),
    };
  };
}

function checked({ data }: Awaited<ReturnType<RunGraph>>, length: number): Float32Array {
  if (data.length === length && data.every(Number.isFinite)) return data;
  throw new LipslateError(
    'checkpoint-damaged',
    `${data.length} of ${length} numbers`,
    'One of Spleeter’s two models gave numbers that are not sound.',
  );
}
