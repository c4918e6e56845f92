/** What lies beside the weights of a stored model. Written last: a folder without it is a broken-off import. */
import type { StoredTensor } from '../../core/checkpoint/import';
import { knownFile, LICENCE_NOTICES } from '../../core/checkpoint/official-hashes';
import { SEPARATORS } from '../../core/checkpoint/separators';
import { isSeparator, type ModelKind, NETWORKS, nameOfModel } from '../../core/checkpoint/signatures';
import type { CheckpointContainer } from '../../core/checkpoint/types';
import type { ModelInfo } from './contract';

const WEIGHTS_FILE = 'weights.f32';
const WHOLE_FILE = 'network.onnx';
export const MANIFEST_FILE = 'manifest.json';
/** Only there once the notice was accepted; holds the date. */
export const LICENCE_FILE = 'licence-accepted.txt';

export const FORMAT = 1;

export interface Manifest {
  format: typeof FORMAT;
  network: ModelKind;
  fileName: string;
  sizeBytes: number;
  sha256: string;
  container: CheckpointContainer;
  weightsBytes: number;
  importedAt: string;
  tensors: StoredTensor[];
}

/** Where the weights lie in the model's folder: for a graph of ours, or the file as it came. */
export function weightsFileOf(network: ModelKind): string {
  return isSeparator(network) ? WHOLE_FILE : WEIGHTS_FILE;
}

/** 'other-version': written by a newer Lipslate, to be left alone. null: broken. */
export function parseManifest(text: string): Manifest | 'other-version' | null {
  let value: Partial<Omit<Manifest, 'format'>> & { format?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || typeof value.format !== 'number') return null;
  if (value.format !== FORMAT) return 'other-version';
  const isWhole =
    value.network !== undefined &&
    (value.network in NETWORKS || value.network in SEPARATORS) &&
    Array.isArray(value.tensors);
  return isWhole ? (value as Manifest) : null;
}

export function infoOf(id: string, manifest: Manifest, acceptedAt: string | null): ModelInfo {
  const { tensors: _, format: __, ...facts } = manifest;
  const { text, mustAccept } = LICENCE_NOTICES[manifest.network];
  return {
    ...facts,
    id,
    name: nameOfModel(manifest.network),
    known: knownFile(manifest.sha256),
    licence: { text, mustAccept, acceptedAt },
  };
}

/** The same file always gets the same id. */
export function idOf(network: ModelKind, sha256: string): string {
  return `${network}-${sha256.slice(0, 16)}`;
}
