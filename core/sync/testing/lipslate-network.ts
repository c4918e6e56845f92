/** The shipped network in Node. For tests and benches. */
import { graphInNode } from '../../testing/graph-in-node';
import type { RunNetwork } from '../lipslate-embed';

/** @param path another ONNX file than the shipped one */
export function lipslateInNode(
  path: string | URL = new URL('../../../public/models/lipslate.onnx', import.meta.url),
): Promise<RunNetwork> {
  return graphInNode(path);
}
