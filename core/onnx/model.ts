/** Writes a network as an ONNX file without weights; they are attached as external data when a session is made. */

import { concat } from '../concat';
import type { GraphNode, Network, Parameter, Port } from './network';
import { type Field, float, int, message, packedInts, text } from './protobuf';

/** ONNX IR 8 with opset 17: old enough for every runtime, and ReduceL2 still takes its axes as an attribute. */
const IR_VERSION = 8;
const OPSET = 17;
/** Numbers of onnx.proto3's enums. */
const FLOAT_TENSOR = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const EXTERNAL = 1;

/** Name under which the graph refers to its weights; the `path` of onnxruntime's `externalData`. */
export function weightsPath(network: Network): string {
  return `${network.name}.weights`;
}

/**
 * The graph as an ONNX ModelProto, 5 to 50 KB. Use it with
 * `InferenceSession.create(graph, { externalData: [{ path: weightsPath(network), data: blob }] })`.
 */
export function writeModel(network: Network): Uint8Array<ArrayBuffer> {
  const path = weightsPath(network);
  const graph: Field[] = [
    ...network.nodes.map((node, index) => message(1, nodeFields(node, index))),
    text(2, network.name),
    ...network.layers
      .flatMap((layer) => [layer.weight, layer.bias])
      .map((parameter) => message(5, externalTensor(parameter, path))),
    ...constants(network.nodes),
    ...network.inputs.map((port) => message(11, portFields(port))),
    ...network.outputs.map((port) => message(12, portFields(port))),
  ];
  return concat([
    int(1, IR_VERSION),
    text(2, 'lipslate'),
    message(7, graph),
    message(8, [text(1, ''), int(2, OPSET)]),
  ]);
}

function nodeFields(node: GraphNode, index: number): Field[] {
  return [
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(3, `${node.op}_${index}`),
    text(4, node.op),
    ...Object.entries(node.attributes).map(([name, value]) =>
      message(
        5,
        typeof value === 'number'
          ? [text(1, name), int(3, value), int(20, ATTRIBUTE_INT)]
          : [text(1, name), ...value.map((item) => int(8, item)), int(20, ATTRIBUTE_INTS)],
      ),
    ),
  ];
}

function externalTensor(parameter: Parameter, path: string): Field[] {
  const entry = (key: string, value: string) => message(13, [text(1, key), text(2, value)]);
  return [
    packedInts(1, parameter.shape),
    int(2, FLOAT_TENSOR),
    text(8, parameter.name),
    entry('location', path),
    entry('offset', String(parameter.offset)),
    entry('length', String(parameter.byteLength)),
    int(14, EXTERNAL),
  ];
}

/** Scalars that nodes name as `const:<number>`. */
function constants(nodes: readonly GraphNode[]): Field[] {
  const names = new Set(nodes.flatMap((node) => node.inputs).filter((name) => name.startsWith('const:')));
  return [...names].map((name) =>
    message(5, [int(2, FLOAT_TENSOR), text(8, name), float(4, Number(name.slice(6)))]),
  );
}

function portFields(port: Port): Field[] {
  const dims = port.shape.map((size) => message(1, [size === 'N' ? text(2, 'N') : int(1, size)]));
  return [text(1, port.name), message(2, [message(1, [int(1, FLOAT_TENSOR), message(2, dims)])])];
}
