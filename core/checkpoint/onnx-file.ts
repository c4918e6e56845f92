/**
 * ONNX files, read for their weights, nodes and inputs; the graph itself is not run.
 * Source: onnx/onnx.proto3 (ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto).
 */
import { LipslateError } from '../errors';
import { damaged, printable, truncated, unreadable } from './failure';
import { type ByteRange, FieldTooLong, fieldsOf, integersOf, textOf } from './protobuf';
import { WindowedReader } from './source';
import { itemCount } from './strided';
import type { DType, GraphInput, RandomAccessSource } from './types';

/** One tensor: where its little-endian numbers lie. */
export interface OnnxTensor {
  name: string;
  shape: number[];
  dtype: DType;
  data: ByteRange;
}

export interface OnnxNode {
  op: string;
  inputs: string[];
  outputs: string[];
}

export interface OnnxGraph {
  tensors: Map<string, OnnxTensor>;
  nodes: OnnxNode[];
  /** What the caller must give: weights are not among them. */
  inputs: GraphInput[];
}

const MODEL = { graph: 7, last: 25 };
const GRAPH = { node: 1, initializer: 5, input: 11 };
const NODE = { input: 1, output: 2, op: 4, attribute: 5 };
const ATTRIBUTE = { tensor: 5 };
const TENSOR = {
  dims: 1,
  type: 2,
  floats: 4,
  int32s: 5,
  int64s: 7,
  name: 8,
  raw: 9,
  doubles: 10,
  location: 14,
};
const VALUE = { name: 1, type: 2 };
const TYPE = { tensor: 1, tensorShape: 2, shapeDim: 1, dimValue: 1 };

const DTYPES: ReadonlyMap<number, DType> = new Map<number, DType>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [16, 'bfloat16'],
]);

const MAX_RANK = 8;
const MAX_NODES = 100_000;

/** Whether the first bytes can begin an ONNX file: `ir_version` first, as every exporter writes it. */
export function looksLikeOnnx(head: Uint8Array): boolean {
  const [tag, version, next] = head;
  // 0x12 producer name, 0x08 again never, 0x3a graph, 0x42 opset, 0x1a/0x22/0x2a/0x32 texts
  const plausible = next !== undefined && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72].includes(next);
  return tag === 0x08 && version !== undefined && version >= 1 && version <= 30 && plausible;
}

/** @throws LipslateError `checkpoint-truncated`, `checkpoint-damaged`, `checkpoint-not-a-model` */
export async function readOnnx(source: RandomAccessSource): Promise<OnnxGraph> {
  const reader = new WindowedReader(source);
  try {
    for await (const field of fieldsOf(reader, { start: 0, end: source.size })) {
      if (field.number > MODEL.last)
        throw new LipslateError('checkpoint-not-a-model', `field ${field.number}`);
      if (field.number === MODEL.graph && field.type === 'bytes') return await readGraph(reader, field.range);
    }
  } catch (error) {
    if (!(error instanceof FieldTooLong)) throw error;
    throw error.neededEnd > source.size ? truncated(source.size, error.neededEnd) : damaged(error.message);
  }
  throw new LipslateError('checkpoint-not-a-model', 'no graph');
}

async function readGraph(reader: WindowedReader, range: ByteRange): Promise<OnnxGraph> {
  const graph: OnnxGraph = { tensors: new Map(), nodes: [], inputs: [] };
  for await (const field of fieldsOf(reader, range)) {
    if (field.type !== 'bytes') continue;
    if (field.number === GRAPH.initializer) {
      const tensor = await readTensor(reader, field.range);
      if (tensor) graph.tensors.set(tensor.name, tensor);
    } else if (field.number === GRAPH.node) {
      if (graph.nodes.length === MAX_NODES) throw damaged('nodes without end');
      const { node, constant } = await readNode(reader, field.range);
      graph.nodes.push(node);
      const [output] = node.outputs;
      if (constant && output !== undefined) graph.tensors.set(output, { ...constant, name: output });
    } else if (field.number === GRAPH.input) {
      graph.inputs.push(await readPort(reader, field.range));
    }
  }
  // Before IR version 4, weights are listed among the inputs too.
  graph.inputs = graph.inputs.filter(({ name }) => !graph.tensors.has(name));
  return graph;
}

async function readNode(
  reader: WindowedReader,
  range: ByteRange,
): Promise<{ node: OnnxNode; constant: OnnxTensor | null }> {
  const node: OnnxNode = { op: '', inputs: [], outputs: [] };
  const attributes: ByteRange[] = [];
  for await (const field of fieldsOf(reader, range)) {
    if (field.number === NODE.input) node.inputs.push(await textOf(reader, field));
    else if (field.number === NODE.output) node.outputs.push(await textOf(reader, field));
    else if (field.number === NODE.op) node.op = await textOf(reader, field);
    else if (field.number === NODE.attribute && field.type === 'bytes') attributes.push(field.range);
  }
  if (node.op !== 'Constant') return { node, constant: null };
  for (const attribute of attributes) {
    for await (const field of fieldsOf(reader, attribute)) {
      if (field.number !== ATTRIBUTE.tensor || field.type !== 'bytes') continue;
      return { node, constant: await readTensor(reader, field.range) };
    }
  }
  return { node, constant: null };
}

/** null for a tensor that is no weight (texts, complex numbers, numbers in another form). */
async function readTensor(reader: WindowedReader, range: ByteRange): Promise<OnnxTensor | null> {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let data: ByteRange | null = null;
  let isElsewhere = false;
  for await (const field of fieldsOf(reader, range)) {
    if (field.number === TENSOR.dims) shape.push(...(await integersOf(reader, field, MAX_RANK)).map(Number));
    else if (field.number === TENSOR.type && field.type === 'varint') type = Number(field.value);
    else if (field.number === TENSOR.name) name = await textOf(reader, field);
    else if (field.number === TENSOR.location && field.type === 'varint') isElsewhere = field.value === 1n;
    else if (field.type === 'bytes' && isPlainData(field.number, type)) data = field.range;
  }
  if (isElsewhere) {
    const message = 'This ONNX file holds the graph alone: its weights are in a second file.';
    throw new LipslateError('checkpoint-incomplete', printable(name), message);
  }
  const dtype = DTYPES.get(type);
  if (!dtype || shape.length > MAX_RANK) return null;
  if (!data) return itemCount(shape) === 0 ? { name, shape, dtype, data: { start: 0, end: 0 } } : null;
  return { name, shape, dtype, data };
}

/** `raw_data`, or packed floats and doubles, which are the same bytes; the type comes before them in every file. */
function isPlainData(number: number, type: number): boolean {
  if (number === TENSOR.raw) return true;
  return (number === TENSOR.floats && type === 1) || (number === TENSOR.doubles && type === 11);
}

/** What a graph takes or gives: a ValueInfoProto. */
export async function readPort(reader: WindowedReader, range: ByteRange): Promise<GraphInput> {
  let name = '';
  const shape: (number | null)[] = [];
  for await (const field of fieldsOf(reader, range)) {
    if (field.number === VALUE.name) name = await textOf(reader, field);
    if (field.number !== VALUE.type || field.type !== 'bytes') continue;
    for await (const type of fieldsOf(reader, field.range)) {
      if (type.number !== TYPE.tensor || type.type !== 'bytes') continue;
      for await (const part of fieldsOf(reader, type.range)) {
        if (part.number !== TYPE.tensorShape || part.type !== 'bytes') continue;
        for await (const dim of fieldsOf(reader, part.range)) {
          if (dim.number !== TYPE.shapeDim || dim.type !== 'bytes') continue;
          if (shape.length === MAX_RANK) throw unreadable('an input of more than 8 dimensions');
          shape.push(await readDimension(reader, dim.range));
        }
      }
    }
  }
  return { name, shape };
}

/** null for a named or missing size: any. */
async function readDimension(reader: WindowedReader, range: ByteRange): Promise<number | null> {
  for await (const field of fieldsOf(reader, range)) {
    if (field.number === TYPE.dimValue && field.type === 'varint') return Number(field.value);
  }
  return null;
}
