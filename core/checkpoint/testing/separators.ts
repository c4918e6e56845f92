/** Spleeter's interface in four kilobytes: each network lets some bins through and no others, so what comes out is known. */
import { concat } from '../../concat';
import { type Field, int, message, packedInts, text } from '../../onnx/protobuf';
import { SPLEETER } from '../separators';
import type { Bytes } from '../types';
import { FLOAT, raw } from './onnx-writer';

const HALF = 10;
const OPSET = 13;
const ATTRIBUTE_INT = 2;

export interface SeparatorFile {
  /** null: the file does not say which of the two it is. */
  stem?: 'vocals' | 'accompaniment' | null;
  stems?: number;
  /** Numbers of 16 bits inside, as in the smaller pair; what goes in and out stays float. */
  isHalf?: boolean;
  shape?: readonly (number | null)[];
  names?: readonly [input: string, output: string];
}

/** @param passes the share of each bin that gets through: 1024 numbers */
export function separatorFile(
  passes: ArrayLike<number>,
  { stem = 'vocals', stems = 2, isHalf = false, shape = SHAPE, names = NAMES }: SeparatorFile = {},
): Bytes {
  const [input, output] = names;
  const type = isHalf ? HALF : FLOAT;
  const gains = isHalf ? halves(passes) : Float32Array.from(passes);
  const nodes = isHalf
    ? [
        node('Cast', [input], 'half', HALF),
        node('Mul', ['half', 'gains'], 'through'),
        node('Cast', ['through'], output, FLOAT),
      ]
    : [node('Mul', [input, 'gains'], output)];
  const graph = [
    ...nodes,
    text(2, 'separator'),
    message(5, [packedInts(1, [passes.length]), int(2, type), text(8, 'gains'), raw(gains)]),
    port(11, input, shape),
    port(12, output, shape),
  ];
  const notes = { model_type: 'spleeter', stems: String(stems), ...(stem ? { comment: stem } : {}) };
  return concat([
    int(1, 7),
    text(2, 'pytorch'),
    message(7, graph),
    message(8, [int(2, OPSET)]),
    ...Object.entries(notes).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

/** The voice has all that lies below bin `edge`, the rest what lies above. */
export function separatorPair(edge: number, isHalf = false): { vocals: Bytes; accompaniment: Bytes } {
  const below = Float32Array.from({ length: SPLEETER.bins }, (_, bin) => (bin < edge ? 1 : 0));
  return {
    vocals: separatorFile(below, { stem: 'vocals', isHalf }),
    accompaniment: separatorFile(
      below.map((share) => 1 - share),
      { stem: 'accompaniment', isHalf },
    ),
  };
}

const SHAPE = [SPLEETER.channels, null, SPLEETER.frames, SPLEETER.bins];
const NAMES = [SPLEETER.input, SPLEETER.output] as const;

function node(op: string, inputs: readonly string[], output: string, to?: number): Field {
  const attribute = message(5, [text(1, 'to'), int(3, to ?? 0), int(20, ATTRIBUTE_INT)]);
  const fields = [...inputs.map((name) => text(1, name)), text(2, output), text(4, op)];
  return message(1, to === undefined ? fields : [...fields, attribute]);
}

function port(number: number, name: string, shape: readonly (number | null)[]): Field {
  const dims = shape.map((size) => message(1, [size === null ? text(2, 'num_splits') : int(1, size)]));
  return message(number, [text(1, name), message(2, [message(1, [int(1, FLOAT), message(2, dims)])])]);
}

/** 0 and 1 alone. */
function halves(values: ArrayLike<number>): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, (value) => (value === 1 ? 0x3c00 : 0));
}
