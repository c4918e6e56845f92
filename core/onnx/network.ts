/**
 * How a network is described: nodes for the graph, and for each layer which checkpoint tensors its weights come from.
 * One description serves the ONNX graph, the list of tensors a checkpoint must hold, and the blob of weights.
 */

export type NetworkName = 'syncnet-audio' | 'syncnet-lips' | 'wav2lip' | 'wav2lip-expert';

/** An input or output. 'N' is the free batch dimension; all float32. */
export interface Port {
  name: string;
  shape: readonly (number | 'N')[];
}

/** Attributes: whole numbers and lists of them. */
export interface GraphNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** A tensor of the blob: float32, little-endian. */
export interface Parameter {
  name: string;
  shape: readonly number[];
  /** Bytes from the start of the blob, a multiple of BLOB_ALIGNMENT. */
  offset: number;
  byteLength: number;
}

/** One layer with weights: where they are in the checkpoint, and what is done to them on the way into the blob. */
export interface WeightLayer {
  /** Prefix of `.weight` and `.bias`. */
  from: string;
  /** Shape of `.weight` in the checkpoint. Transposed convolutions keep [in, out, ...], all others [out, in, ...]. */
  shape: readonly number[];
  transposed: boolean;
  /** Prefix of the batch norm that follows, folded into weight and bias. */
  norm: string | null;
  /** Frames of a first 3-D kernel that become input channels: [out, c, t, h, w] -> [out, t * c, h, w], frame by frame. */
  foldFrames: boolean;
  /** Input channels in the blob; those beyond the checkpoint's are zero. */
  inputChannels: number;
  weight: Parameter;
  bias: Parameter;
}

export interface Network {
  name: NetworkName;
  inputs: readonly Port[];
  outputs: readonly Port[];
  nodes: readonly GraphNode[];
  layers: readonly WeightLayer[];
  /** Size of the blob of weights. */
  blobBytes: number;
}

/** Offsets in the blob are multiples of this: a cache line, and enough for every SIMD load. */
export const BLOB_ALIGNMENT = 64;

export interface ConvOptions {
  from: string;
  norm?: string;
  channels: readonly [input: number, output: number];
  kernel: readonly [height: number, width: number];
  stride?: readonly [height: number, width: number];
  /** Zeros on either side. */
  pad?: readonly [height: number, width: number];
  /** Given: a transposed convolution with this output padding. */
  outputPad?: readonly [height: number, width: number];
  /** The checkpoint's kernel has this many frames in front, see WeightLayer.foldFrames; 1 drops the dimension. */
  frames?: number;
  /** Zero channels are added to the input up to this number. */
  padChannelsTo?: number;
}

/** Collects a network, layer by layer; every method returns the name of its result. */
export class NetworkBuilder {
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  readonly #nodes: GraphNode[] = [];
  readonly #layers: WeightLayer[] = [];
  #bytes = 0;

  input(name: string, shape: Port['shape']): string {
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Gives a value its public name. */
  output(value: string, name: string, shape: Port['shape']): void {
    this.#outputs.push({ name, shape });
    this.#nodes.push({ op: 'Identity', inputs: [value], outputs: [name], attributes: {} });
  }

  conv(x: string, options: ConvOptions): string {
    const { from, kernel, stride = [1, 1], pad = [0, 0], outputPad, frames } = options;
    const [input, output] = options.channels;
    const transposed = outputPad !== undefined;
    const first = transposed ? [input, output] : [output, input];
    const inputChannels = options.padChannelsTo ?? input * (frames ?? 1);
    const layer = this.#layer({
      from,
      norm: options.norm ?? null,
      shape: frames === undefined ? [...first, ...kernel] : [...first, frames, ...kernel],
      transposed,
      foldFrames: frames !== undefined,
      inputChannels,
      blobShape: [...(transposed ? [inputChannels, output] : [output, inputChannels]), ...kernel],
      outputs: output,
    });
    return this.op(transposed ? 'ConvTranspose' : 'Conv', [x, layer.weight.name, layer.bias.name], {
      kernel_shape: kernel,
      strides: stride,
      pads: [...pad, ...pad],
      ...(transposed ? { output_padding: outputPad } : {}),
    });
  }

  /** Fully connected: [N, in] -> [N, out]. */
  linear(x: string, options: { from: string; norm?: string; channels: readonly [number, number] }): string {
    const [input, output] = options.channels;
    const layer = this.#layer({
      from: options.from,
      norm: options.norm ?? null,
      shape: [output, input],
      transposed: false,
      foldFrames: false,
      inputChannels: input,
      blobShape: [output, input],
      outputs: output,
    });
    return this.op('Gemm', [x, layer.weight.name, layer.bias.name], { transB: 1 });
  }

  maxPool(
    x: string,
    kernel: readonly [number, number],
    stride: readonly [number, number],
    pad: readonly [number, number] = [0, 0],
  ): string {
    return this.op('MaxPool', [x], { kernel_shape: kernel, strides: stride, pads: [...pad, ...pad] });
  }

  op(op: string, inputs: readonly string[], attributes: GraphNode['attributes'] = {}): string {
    const name = `v${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, outputs: [name], attributes });
    return name;
  }

  build(name: NetworkName): Network {
    return {
      name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      layers: this.#layers,
      blobBytes: this.#bytes,
    };
  }

  #layer(
    options: Omit<WeightLayer, 'weight' | 'bias'> & { blobShape: readonly number[]; outputs: number },
  ): WeightLayer {
    const { blobShape, outputs, ...source } = options;
    const weight = this.#parameter(`${source.from}.weight`, blobShape);
    const bias = this.#parameter(`${source.from}.bias`, [outputs]);
    const layer = { ...source, weight, bias };
    this.#layers.push(layer);
    return layer;
  }

  #parameter(name: string, shape: readonly number[]): Parameter {
    const offset = this.#bytes;
    const byteLength = 4 * shape.reduce((product, size) => product * size, 1);
    this.#bytes = Math.ceil((offset + byteLength) / BLOB_ALIGNMENT) * BLOB_ALIGNMENT;
    return { name, shape, offset, byteLength };
  }
}
