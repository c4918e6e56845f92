/** ONNX files as exporters write them, for tests. */
import { concat } from '../../concat';
import { type Field, float, int, message, packedInts, text } from '../../onnx/protobuf';
import type { Bytes } from '../types';

/** Number of the type in onnx.proto3. */
export const FLOAT = 1;

/** A whole file. */
export function model(graph: readonly Field[]): Bytes {
  return concat([int(1, 8), text(2, 'pytorch'), message(7, graph), message(8, [int(2, 17)])]);
}

/** Without values, the right number of zeros for small tensors and none for large ones: nobody reads those here. */
export function tensor(name: string, shape: readonly number[], values?: readonly number[]): Field {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = Float32Array.from(values ?? new Array<number>(shape.length === 1 ? count : 0).fill(0));
  return message(5, [packedInts(1, shape), int(2, FLOAT), text(8, name), raw(numbers)]);
}

export function raw(numbers: ArrayBufferView<ArrayBuffer>): Field {
  return message(9, [new Uint8Array(numbers.buffer)]);
}

export function node(op: string, inputs: readonly string[], output: string): Field {
  const kernel = message(5, [text(1, 'alpha'), float(2, 1), int(20, 1)]);
  return message(1, [...inputs.map((name) => text(1, name)), text(2, output), text(4, op), kernel]);
}

/** null: a size that is left open, as of the batch. */
export function input(name: string, shape: readonly (number | null)[]): Field {
  const dims = shape.map((size) => message(1, [size === null ? text(2, 'batch') : int(1, size)]));
  return message(11, [text(1, name), message(2, [message(1, [int(1, FLOAT), message(2, dims)])])]);
}
