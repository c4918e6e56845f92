/** Loads the learned engine's network. */
import modelUrl from '/models/lipslate.onnx?url';
import type { RunNetwork } from '../../core/sync/lipslate-embed';
import { openBundledNetwork } from '../lib/ort/bundled-network';
import { limitThreads } from '../lib/ort/runtime';

let loading: Promise<RunNetwork> | null = null;

/** Loads the network once. @throws LipslateError model-load-failed */
export function loadLipslate(): Promise<RunNetwork> {
  // It is so small that threads cost more than they bring.
  limitThreads(1);
  loading ??= openBundledNetwork(modelUrl).catch((cause: unknown) => {
    loading = null;
    throw cause;
  });
  return loading;
}
