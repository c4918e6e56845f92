/**
 * HTDemucs' interface in a few kilobytes, in both of its forms: a filter lets what is low through, and each stem gets its share of
 * it, so what comes out is known.
 */
import { concat } from '../../concat';
import { type Field, int, message, packedInts, text } from '../../onnx/protobuf';
import { DEMUCS } from '../demucs';
import type { Bytes } from '../types';
import { FLOAT, input, raw } from './onnx-writer';

const INT64 = 7;
const OPSET = 13;
const ATTRIBUTE = { int: 2, ints: 7 };
const RATE_HZ = 44_100;
const TAPS = 511;
/** Drums, bass, other, vocals: a wrong one has neither the loudness nor the sign. */
const SHARES = [0.3, -0.2, 0.5, 1];

export interface DemucsFile {
  /** The spectrum is worked out outside. */
  isHalf?: boolean;
  samples?: number | null;
  stems?: number;
  /** How loud the stems are, instead of what is usual; NaN for a broken network. */
  gain?: number;
}

/** @param edgeHz what is below is voice, within some 250 Hz */
export function demucsFile(
  edgeHz: number,
  { isHalf = false, samples = DEMUCS.samples, stems = 4, gain = 1 }: DemucsFile = {},
): Bytes {
  const { bins, frames } = DEMUCS;
  const shares = Array.from({ length: stems }, (_, i) => (SHARES[i] ?? 0.1) * gain * (isHalf ? 0.5 : 1));
  const low = lowPass(edgeHz);
  const time = [
    tensor('taps', [2, 1, TAPS], [...low, ...low]),
    node('Conv', ['mix', 'taps'], 'low', [
      attribute('group', int(3, 2), ATTRIBUTE.int),
      attribute('pads', packedInts(8, [(TAPS - 1) / 2, (TAPS - 1) / 2]), ATTRIBUTE.ints),
    ]),
    shape('one', [1, 1, 2, -1]),
    node('Reshape', ['low', 'one'], 'lowOne'),
    tensor('shares', [1, stems, 1, 1], shares),
    node('Mul', ['lowOne', 'shares'], 'stems'),
  ];
  const passes = Array.from({ length: bins }, (_, bin) => (bin < (edgeHz / RATE_HZ) * 2 * bins ? 1 : 0));
  const spectrum = [
    shape('oneSpectrum', [1, 1, 4, bins, frames]),
    node('Reshape', ['x', 'oneSpectrum'], 'xOne'),
    tensor('passes', [1, 1, 1, bins, 1], passes),
    node('Mul', ['xOne', 'passes'], 'xLow'),
    tensor('spectrumShares', [1, stems, 1, 1, 1], shares),
    node('Mul', ['xLow', 'spectrumShares'], 'output'),
  ];
  const graph = [
    ...time,
    ...(isHalf ? spectrum : []),
    text(2, 'demucs'),
    input('mix', [1, 2, samples]),
    ...(isHalf ? [input('x', [1, 4, bins, frames]), output('output', [1, stems, 4, bins, frames])] : []),
    output('stems', [1, stems, 2, samples]),
  ];
  return concat([int(1, 7), text(2, 'pytorch'), message(7, graph), message(8, [int(2, OPSET)])]);
}

/** A windowed sinc (Blackman), 74 dB down some 250 Hz above the edge. */
function lowPass(edgeHz: number): number[] {
  const turn = (2 * edgeHz) / RATE_HZ;
  const taps = Array.from({ length: TAPS }, (_, i) => {
    const at = Math.PI * turn * (i - (TAPS - 1) / 2);
    const phase = (2 * Math.PI * i) / (TAPS - 1);
    const window = 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
    return window * (at === 0 ? 1 : Math.sin(at) / at);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Field[] = [],
): Field {
  return message(1, [...inputs.map((name) => text(1, name)), text(2, output), text(4, op), ...attributes]);
}

function attribute(name: string, value: Field, type: number): Field {
  return message(5, [text(1, name), value, int(20, type)]);
}

function tensor(name: string, dims: readonly number[], values: readonly number[]): Field {
  return message(5, [packedInts(1, dims), int(2, FLOAT), text(8, name), raw(Float32Array.from(values))]);
}

function shape(name: string, sizes: readonly number[]): Field {
  const numbers = BigInt64Array.from(sizes, BigInt);
  return message(5, [packedInts(1, [sizes.length]), int(2, INT64), text(8, name), raw(numbers)]);
}

/** As an input is written, under the number of an output. */
function output(name: string, sizes: readonly (number | null)[]): Field {
  const field = input(name, sizes).slice();
  field[0] = (12 << 3) | 2;
  return field;
}
