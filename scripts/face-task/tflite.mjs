/** Reads a .tflite flatbuffer and writes an edited copy of it, without generated code (TFLite schema v3). */
import * as flatbuffers from 'flatbuffers';

/** Field numbers of the tables used here, from tensorflow/lite/schema/schema.fbs. */
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6 };
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 };

const TENSOR_INT32 = 2;

/**
 * Returns a copy of a one-subgraph model with metadata and, if wanted, appended operators.
 * The old bytes stay verbatim at the end and the new root points into them, so no weight is re-encoded.
 * @param {Uint8Array} old the .tflite file
 * @param {Uint8Array} metadata TFLite model metadata ("M001" flatbuffer)
 * @param {(graph: GraphEditor) => void} [edit] appends tensors and operators and sets new outputs
 * @returns {Uint8Array}
 * @throws Error when the model has another shape than this supports
 */
export function rewriteModel(old, metadata, edit) {
  const model = openTable(old);
  const subgraphs = model.tables(MODEL.subgraphs);
  if (subgraphs.length !== 1)
    throw new Error(`expected one subgraph in the model, found ${subgraphs.length}`);
  const builder = new flatbuffers.Builder(old.length + (1 << 16));
  builder.prep(16, old.length);
  builder.space -= old.length;
  builder.bb.bytes().set(old, builder.space);
  const graph = new GraphEditor(builder, model, subgraphs[0]);
  edit?.(graph);
  return graph.finish(metadata);
}

/** What `edit` may do with the graph; every method returns the index of what it added. */
export class GraphEditor {
  #b;
  #base;
  #model;
  #subgraph;
  #buffers;
  #opcodes;
  #tensors;
  #operators;

  constructor(builder, model, subgraph) {
    this.#b = builder;
    this.#base = builder.offset();
    this.#model = model;
    this.#subgraph = subgraph;
    this.#buffers = model.tables(MODEL.buffers).map((t) => this.#at(t.position));
    this.#opcodes = model.tables(MODEL.operatorCodes).map((t) => this.#at(t.position));
    this.#tensors = subgraph.tables(SUBGRAPH.tensors).map((t) => this.#at(t.position));
    this.#operators = subgraph.tables(SUBGRAPH.operators).map((t) => this.#at(t.position));
    /** Tensor indices of the graph's outputs; assign to change them. */
    this.outputs = subgraph.int32s(SUBGRAPH.outputs);
  }

  /** A float32 tensor, or one of another type with its data. */
  tensor(name, shape, type = 0, buffer = 0) {
    const b = this.#b;
    const shapeAt = this.#int32s(shape);
    const nameAt = b.createString(name);
    b.startObject(4);
    b.addFieldOffset(0, shapeAt, 0);
    b.addFieldInt8(1, type, 0);
    b.addFieldInt32(2, buffer, 0);
    b.addFieldOffset(3, nameAt, 0);
    return this.#tensors.push(b.endObject()) - 1;
  }

  constantInt32(name, shape, values) {
    return this.tensor(
      name,
      shape,
      TENSOR_INT32,
      this.#buffer(new Uint8Array(Int32Array.from(values).buffer)),
    );
  }

  /** Declares a builtin operator (schema.fbs, BuiltinOperator). */
  opcode(builtin) {
    const b = this.#b;
    b.startObject(4);
    b.addFieldInt8(0, builtin, 0);
    b.addFieldInt32(2, 1, 1);
    b.addFieldInt32(3, builtin, 0);
    return this.#opcodes.push(b.endObject()) - 1;
  }

  /** Appends an operator; `optionsType` and `writeOptions` follow schema.fbs, BuiltinOptions. */
  operator(opcode, inputs, outputs, optionsType, writeOptions) {
    const b = this.#b;
    const inputsAt = this.#int32s(inputs);
    const outputsAt = this.#int32s(outputs);
    const optionsAt = writeOptions(b);
    b.startObject(6);
    b.addFieldInt32(0, opcode, 0);
    b.addFieldOffset(1, inputsAt, 0);
    b.addFieldOffset(2, outputsAt, 0);
    b.addFieldInt8(3, optionsType, 0);
    b.addFieldOffset(4, optionsAt, 0);
    return this.#operators.push(b.endObject()) - 1;
  }

  finish(metadata) {
    const b = this.#b;
    const metadataBuffer = this.#buffer(metadata);
    const metadataName = b.createString('TFLITE_METADATA');
    b.startObject(2);
    b.addFieldOffset(0, metadataName, 0);
    b.addFieldInt32(1, metadataBuffer, 0);
    const entries = this.#model.tables(MODEL.metadata).map((t) => this.#at(t.position));
    const metadataAt = offsets(b, [...entries, b.endObject()]);

    const tensorsAt = offsets(b, this.#tensors);
    const inputsAt = this.#int32s(this.#subgraph.int32s(SUBGRAPH.inputs));
    const outputsAt = this.#int32s(this.outputs);
    const operatorsAt = offsets(b, this.#operators);
    const name = this.#subgraph.child(SUBGRAPH.name);
    b.startObject(5);
    b.addFieldOffset(SUBGRAPH.tensors, tensorsAt, 0);
    b.addFieldOffset(SUBGRAPH.inputs, inputsAt, 0);
    b.addFieldOffset(SUBGRAPH.outputs, outputsAt, 0);
    b.addFieldOffset(SUBGRAPH.operators, operatorsAt, 0);
    if (name) b.addFieldOffset(SUBGRAPH.name, this.#at(name), 0);
    const subgraphsAt = offsets(b, [b.endObject()]);

    const buffersAt = offsets(b, this.#buffers);
    const opcodesAt = offsets(b, this.#opcodes);
    const description = this.#model.child(MODEL.description);
    b.startObject(8);
    b.addFieldInt32(MODEL.version, this.#model.uint32(MODEL.version), 0);
    b.addFieldOffset(MODEL.operatorCodes, opcodesAt, 0);
    b.addFieldOffset(MODEL.subgraphs, subgraphsAt, 0);
    if (description) b.addFieldOffset(MODEL.description, this.#at(description), 0);
    b.addFieldOffset(MODEL.buffers, buffersAt, 0);
    b.addFieldOffset(MODEL.metadata, metadataAt, 0);
    b.finish(b.endObject(), 'TFL3');
    const out = b.asUint8Array().slice();
    // The kernels read weights in place; they must stay 16-byte aligned.
    if (out.length % 16 !== 0) throw new Error('the rewritten model is not aligned to 16 bytes');
    return out;
  }

  /** Builder offset of an object of the old file. */
  #at(position) {
    return this.#base - position;
  }

  #int32s(values) {
    const b = this.#b;
    b.startVector(4, values.length, 4);
    for (const value of [...values].reverse()) b.addInt32(value);
    return b.endVector();
  }

  #buffer(bytes) {
    const b = this.#b;
    b.startVector(1, bytes.length, 16);
    b.space -= bytes.length;
    b.bb.bytes().set(bytes, b.space);
    const dataAt = b.endVector();
    b.startObject(1);
    b.addFieldOffset(0, dataAt, 0);
    return this.#buffers.push(b.endObject()) - 1;
  }
}

/** A flatbuffer vector of offsets; also used for the metadata. */
export function offsets(builder, list) {
  builder.startVector(4, list.length, 4);
  for (const value of [...list].reverse()) builder.addOffset(value);
  return builder.endVector();
}

function openTable(bytes) {
  const buffer = new flatbuffers.ByteBuffer(bytes);
  return new Table(buffer, buffer.readInt32(0));
}

/** A read-only view of one flatbuffer table. */
class Table {
  constructor(buffer, position) {
    this.buffer = buffer;
    this.position = position;
  }

  uint32(field) {
    const at = this.#field(field);
    return at ? this.buffer.readUint32(at) : 0;
  }

  /** Absolute position of a child object, 0 when absent. */
  child(field) {
    const at = this.#field(field);
    return at ? this.buffer.__indirect(at) : 0;
  }

  int32s(field) {
    return this.#vector(field).map((at) => this.buffer.readInt32(at));
  }

  tables(field) {
    return this.#vector(field).map((at) => new Table(this.buffer, this.buffer.__indirect(at)));
  }

  #field(field) {
    const at = this.buffer.__offset(this.position, 4 + 2 * field);
    return at ? this.position + at : 0;
  }

  #vector(field) {
    const at = this.#field(field);
    if (!at) return [];
    const start = this.buffer.__vector(at);
    return Array.from({ length: this.buffer.__vector_len(at) }, (_, k) => start + 4 * k);
  }
}
