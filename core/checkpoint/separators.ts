/**
 * Networks that separate a voice, recognised by their interface, and run as they are, weights and graph in one file: Spleeter's two
 * as sherpa-onnx exports them (scripts/spleeter/export_onnx.py), and HTDemucs (demucs.ts). Source: sherpa-onnx,
 * offline-source-separation-spleeter.
 */
import { LipslateError } from '../errors';
import { demucsPorts } from './demucs';
import { printable } from './failure';
import { readInterface } from './interface';
import { looksLikeOnnx } from './onnx-file';
import { readUpTo } from './source';
import type { GraphInput, RandomAccessSource } from './types';

export type SpleeterId = 'spleeter-vocals' | 'spleeter-accompaniment';
export type SeparatorId = SpleeterId | 'htdemucs';

export interface SeparatorSpec {
  name: string;
  /** As its makers call the file, without `.fp16` or `.int8`. */
  fileName: string;
}

export const SEPARATORS: Readonly<Record<SeparatorId, SeparatorSpec>> = {
  'spleeter-vocals': { name: 'Spleeter, the voice', fileName: 'vocals.onnx' },
  'spleeter-accompaniment': { name: 'Spleeter, all but the voice', fileName: 'accompaniment.onnx' },
  htdemucs: { name: 'HTDemucs', fileName: 'htdemucs.onnx' },
};
export const SPLEETER_IDS: readonly SpleeterId[] = ['spleeter-vocals', 'spleeter-accompaniment'];

/** What both networks take and give: magnitudes of a spectrum, [channels, pieces, frames, bins]. */
export const SPLEETER = { input: 'x', output: 'y', channels: 2, frames: 512, bins: 1024 } as const;

/**
 * @param fileName asked only where the file itself does not say which of the two it is
 * @returns null for what is no separator at all; whether it is damaged others tell
 * @throws LipslateError `checkpoint-wrong-network`, `checkpoint-other-variant` for separators that are not run here
 */
export async function recogniseSeparator(
  source: RandomAccessSource,
  fileName: string,
): Promise<SeparatorId | null> {
  if (!looksLikeOnnx(await readUpTo(source, 0, 16))) return null;
  const found = await readInterface(source).catch(() => null);
  if (!found) return null;
  if (demucsPorts(found)) return 'htdemucs';
  refuseOthers(found.inputs);
  const [input, output] = [found.inputs.find(isPiece), found.outputs.find(isPiece)];
  if (!input || !output) return null;
  const stems = found.notes.get('stems');
  if (stems !== undefined && stems !== '2')
    throw other(`This is Spleeter for ${printable(stems, 8)} stems; Lipslate runs the pair for two stems.`);
  if (input.name !== SPLEETER.input || output.name !== SPLEETER.output || !isChannelsFirst(input))
    throw other('This looks like Spleeter, exported in another form than sherpa-onnx’s pair for two stems.');
  const stem = stemOf(found.notes.get('comment') ?? '') ?? stemOf(fileName);
  if (stem) return stem;
  throw other(
    'This is one of Spleeter’s two networks, but neither the file nor its name says which: ' +
      'name it vocals.onnx or accompaniment.onnx, as its makers do.',
  );
}

function stemOf(text: string): SpleeterId | null {
  if (/vocal/i.test(text)) return 'spleeter-vocals';
  return /accompaniment/i.test(text) ? 'spleeter-accompaniment' : null;
}

/** Two channels of pieces of 512 frames of 1024 bins, in either order; exporters leave single sizes open. */
function isPiece({ shape }: GraphInput): boolean {
  const [channels, pieces, frames, bins] = shape;
  const isOpen = (size: number | null | undefined, wanted: number) => size === null || size === wanted;
  const fits = shape.length === 4 && frames === SPLEETER.frames && bins === SPLEETER.bins;
  return fits && (isOpen(channels, SPLEETER.channels) || isOpen(pieces, SPLEETER.channels));
}

function isChannelsFirst({ shape }: GraphInput): boolean {
  return shape[0] === SPLEETER.channels;
}

/** Another separator that people have as well. */
function refuseOthers(inputs: readonly GraphInput[]): void {
  for (const { shape } of inputs) {
    const [, channels, ...sizes] = shape;
    if (shape.length === 4 && channels === 4 && (sizes[0] ?? 0) >= 2048 && (sizes[1] ?? 0) % 256 === 0) {
      const message = 'This is an MDX-Net, another network that separates music. Lipslate does not run it.';
      throw new LipslateError('checkpoint-wrong-network', undefined, message);
    }
  }
}

function other(message: string): LipslateError {
  return new LipslateError('checkpoint-other-variant', undefined, message);
}
