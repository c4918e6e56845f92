/** The networks that predict lips, in Node. For tests and benches. */
import { graphInNode } from '../../testing/graph-in-node';
import type { LipNetworks } from '../lips-from-speech';

const MODELS = new URL('../../../public/models/', import.meta.url);

/** @param path another ONNX file than the shipped one */
export async function lipNetworksInNode(
  path: string | URL = new URL('lips-from-speech.onnx', MODELS),
): Promise<LipNetworks> {
  return {
    encoder: await graphInNode(new URL('moonshine-tiny-encoder.onnx', MODELS)),
    lips: await graphInNode(path),
  };
}
