/** The visitor's HTDemucs as what guesses the voice of a piece: sound and spectrum in, the stem of the voice out. */
import { DEMUCS, type DemucsPorts } from '../../core/checkpoint/demucs';
import { DemucsSpectra, SPECTRUM_EDGE } from '../../core/enhance/demucs-spectra';
import type { GuessVoice, PieceSize } from '../../core/enhance/voice-pieces';
import { LipslateError } from '../../core/errors';
import type { RunGraphs } from '../../core/onnx/run-graph';

const { samples, bins, frames, voice } = DEMUCS;
const SPECTRUM = 4 * bins * frames;

export const DEMUCS_PIECE: PieceSize = { samples, overlap: samples / 4, guard: SPECTRUM_EDGE };

/** @throws LipslateError 'checkpoint-damaged' when what comes out is no sound */
export function guessVoiceBy(run: RunGraphs, { mix, spectrum, stems, stemSpectra }: DemucsPorts): GuessVoice {
  const spectra = new DemucsSpectra();
  return async (piece) => {
    const sound = { [mix]: { data: piece, dims: [1, 2, samples] } };
    if (spectrum === null || stemSpectra === null) {
      const [told] = await run(sound, [stems]);
      return stemOf(told!.data, 2 * samples);
    }
    const seen = { [spectrum]: { data: spectra.of(piece), dims: [1, 4, bins, frames] } };
    const [told, drawn] = await run({ ...sound, ...seen }, [stems, stemSpectra]);
    const own = spectra.back(stemOf(drawn!.data, SPECTRUM));
    const other = stemOf(told!.data, 2 * samples);
    return own.map((sample, i) => sample + (other[i] as number));
  };
}

function stemOf(stems: Float32Array, length: number): Float32Array {
  const stem = stems.subarray(voice * length, (voice + 1) * length);
  if (stem.length === length && stem.every(Number.isFinite)) return stem;
  throw new LipslateError(
    'checkpoint-damaged',
    `${stem.length} of ${length} numbers`,
    'HTDemucs gave numbers that are not sound.',
  );
}
