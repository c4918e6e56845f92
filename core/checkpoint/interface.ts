/** What an ONNX file takes and gives, and what its maker noted beside the graph; the weights are not looked at. */
import { readPort } from './onnx-file';
import { type ByteRange, fieldsOf, textOf } from './protobuf';
import { WindowedReader } from './source';
import type { GraphInput, RandomAccessSource } from './types';

const MODEL = { graph: 7, metadata: 14 };
const GRAPH = { input: 11, output: 12 };
const ENTRY = { key: 1, value: 2 };

export interface Interface {
  inputs: GraphInput[];
  outputs: GraphInput[];
  notes: Map<string, string>;
}

/** @throws LipslateError when the file is damaged */
export async function readInterface(source: RandomAccessSource): Promise<Interface> {
  const reader = new WindowedReader(source);
  const found: Interface = { inputs: [], outputs: [], notes: new Map() };
  for await (const field of fieldsOf(reader, { start: 0, end: source.size })) {
    if (field.type !== 'bytes') continue;
    if (field.number === MODEL.metadata) await readNote(reader, field.range, found.notes);
    if (field.number !== MODEL.graph) continue;
    for await (const part of fieldsOf(reader, field.range)) {
      if (part.type !== 'bytes') continue;
      if (part.number === GRAPH.input) found.inputs.push(await readPort(reader, part.range));
      if (part.number === GRAPH.output) found.outputs.push(await readPort(reader, part.range));
    }
  }
  return found;
}

async function readNote(reader: WindowedReader, range: ByteRange, notes: Map<string, string>): Promise<void> {
  let [key, value] = ['', ''];
  for await (const field of fieldsOf(reader, range)) {
    if (field.number === ENTRY.key) key = await textOf(reader, field);
    if (field.number === ENTRY.value) value = await textOf(reader, field);
  }
  notes.set(key, value);
}
