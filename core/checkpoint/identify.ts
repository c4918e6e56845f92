/** Tells which network a checkpoint's tensors belong to, and names the usual mistakes. */
import { LipslateError } from '../errors';
import { printable } from './failure';
import { type ModelKind, NETWORKS, type NetworkId, nameOfModel, weightSpecs } from './signatures';
import { itemCount } from './strided';
import type { Checkpoint, CheckpointTensor, GraphInput } from './types';

export interface Identified {
  network: NetworkId;
  /** What stands before the network's own names in this file, such as `generator.`; mostly nothing. */
  prefix: string;
}

/** Files offered beside the right ones, by a tensor that only they have. */
const FOREIGN: readonly { tensor: RegExp; message: string }[] = [
  {
    tensor: /(^|\.)conv3_3_norm(_mbox_conf)?\.weight$/,
    message: 'These are the weights of the face detector (s3fd), which Lipslate does not need.',
  },
  {
    tensor: /(^|\.)binary_pred\.0\.weight$/,
    message: "This is Wav2Lip's picture-quality discriminator, a tool of its training, not its generator.",
  },
];

interface Match extends Identified {
  present: number;
  missing: string[];
  misshapen: string[];
}

/**
 * @param wanted the networks that are of use here, any when empty
 * @throws LipslateError `checkpoint-wrong-network`, `checkpoint-other-variant`, `checkpoint-incomplete`
 */
export function identify(checkpoint: Checkpoint, wanted: readonly ModelKind[] = []): Identified {
  const { tensors } = checkpoint;
  const foreign = FOREIGN.find(({ tensor }) => tensors.some(({ name }) => tensor.test(name)));
  if (foreign) throw new LipslateError('checkpoint-wrong-network', undefined, foreign.message);

  const best = (Object.keys(NETWORKS) as NetworkId[])
    .map((network) => matchOf(tensors, network))
    .reduce((a, b) => (b.present > a.present ? b : a));
  if (best.present === 0) {
    if (checkpoint.graphInputs) refuseLargerPictures(checkpoint.graphInputs);
    throw unknownNetwork(tensors);
  }
  refuseVariants(tensors, best);
  if (best.missing.length > 0) throw incomplete(best);
  if (checkpoint.graphInputs) refuseOtherInputs(checkpoint.graphInputs, best.network);
  refuseUnwanted(best.network, wanted);
  return { network: best.network, prefix: best.prefix };
}

/** Compares by names as the original code gives them; whatever stands before all of them is the prefix. */
function matchOf(tensors: readonly CheckpointTensor[], network: NetworkId): Match {
  const specs = weightSpecs(network);
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const prefix = prefixOf(tensors, network);
  const match: Match = { network, prefix, present: 0, missing: [], misshapen: [] };
  for (const { name, shape } of specs) {
    const found = shapes.get(prefix + name);
    if (!found) match.missing.push(name);
    else if (itemCount(found) === itemCount(shape) && found.length === shape.length && same(found, shape)) {
      match.present++;
    } else match.misshapen.push(name);
  }
  return match;
}

/** The most common one among names that end like one of the network's first layers. */
function prefixOf(tensors: readonly CheckpointTensor[], network: NetworkId): string {
  const counts = new Map<string, number>();
  const names = NETWORKS[network].layers.map(({ from }) => `${from}.weight`);
  for (const { name } of tensors) {
    if (!name.endsWith('.weight')) continue;
    for (const own of names) {
      if (name !== own && !name.endsWith(`.${own}`)) continue;
      const prefix = name.slice(0, -own.length);
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first?.[0] ?? '';
}

/** Larger Wav2Lips share the names, and have other shapes or more blocks. */
function refuseVariants(tensors: readonly CheckpointTensor[], { network, prefix, misshapen }: Match): void {
  const known = new Set(weightSpecs(network).map(({ name }) => prefix + name));
  const groups = NETWORKS[network].forwardOrder.map((group) => prefix + group);
  const isOurs = (name: string) => groups.some((group) => name.startsWith(group));
  const extra = tensors.filter(
    ({ name }) => isOurs(name) && !known.has(name) && !name.endsWith('.num_batches_tracked'),
  );
  const [odd] = [...misshapen, ...extra.map(({ name }) => name)];
  if (odd === undefined) return;
  const detail = `${printable(odd)}: ${misshapen.length} of another shape, ${extra.length} more than the original`;
  const message =
    network === 'wav2lip-96'
      ? 'This is a Wav2Lip for pictures of another size, such as 288 pixels: its layers differ from the original.'
      : `This is a variant of ${NETWORKS[network].name}: its layers differ from the original.`;
  throw new LipslateError('checkpoint-other-variant', detail, message);
}

/** A graph may be exported for other pictures although its weights would fit. */
function refuseOtherInputs(inputs: readonly GraphInput[], network: NetworkId): void {
  const expected = NETWORKS[network].inputShapes;
  for (const { name, shape } of inputs) {
    const sizes = shape.slice(1);
    const fits = expected.some(
      (want) =>
        want.length === sizes.length && want.every((size, i) => sizes[i] === null || sizes[i] === size),
    );
    if (fits) continue;
    const given = shape.map((size) => size ?? '?').join('×');
    const message =
      `This ONNX file is made for inputs of another size (${printable(name)}: ${given}) ` +
      `than ${NETWORKS[network].name} has.`;
    throw new LipslateError('checkpoint-other-variant', `${printable(name)} ${given}`, message);
  }
}

/** Exporters rename weights: a larger Wav2Lip is known by its six-channel square input alone. */
function refuseLargerPictures(inputs: readonly GraphInput[]): void {
  const picture = inputs.find(({ shape }) => shape.length === 4 && shape[1] === 6 && shape[2] === shape[3]);
  if (!picture || picture.shape[2] === null || picture.shape[2] === 96) return;
  const message = `This is a Wav2Lip for pictures of ${picture.shape[2]} pixels; Lipslate runs the one for 96.`;
  throw new LipslateError('checkpoint-other-variant', printable(picture.name), message);
}

function unknownNetwork(tensors: readonly CheckpointTensor[]): LipslateError {
  const example = printable(tensors[0]?.name ?? '');
  const message = `These are the weights of a network that Lipslate does not know (${tensors.length} tensors, such as ${example}).`;
  return new LipslateError('checkpoint-wrong-network', example, message);
}

function incomplete({ network, present, missing }: Match): LipslateError {
  const total = present + missing.length;
  const message = `This looks like ${NETWORKS[network].name}, but ${missing.length} of its ${total} weights ${missing.length === 1 ? 'is' : 'are'} missing.`;
  return new LipslateError('checkpoint-incomplete', `missing: ${missing.slice(0, 8).join(', ')}`, message);
}

/** @param wanted any when empty @throws LipslateError `checkpoint-wrong-network` */
export function refuseUnwanted(kind: ModelKind, wanted: readonly ModelKind[]): void {
  if (wanted.length === 0 || wanted.includes(kind)) return;
  const names = wanted.map(nameOfModel).join(' or ');
  const message = `This is ${nameOfModel(kind)}; what is needed here is ${names}.`;
  throw new LipslateError('checkpoint-wrong-network', kind, message);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.every((size, i) => size === b[i]);
}
