/** What lies beside the weights of a stored model. Written last: a folder without it is a broken-off import. */
import type { StoredTensor } from '../../core/checkpoint/import';
import { knownFile, LICENCE_NOTICES } from '../../core/checkpoint/official-hashes';
import { NETWORKS, type NetworkId } from '../../core/checkpoint/signatures';
import type { CheckpointContainer } from '../../core/checkpoint/types';
import type { ModelInfo } from './contract';

export const WEIGHTS_FILE = 'weights.f32';
export const MANIFEST_FILE = 'manifest.json';
/** Only there once the notice was accepted; holds the date. */
export const LICENCE_FILE = 'licence-accepted.txt';

export const FORMAT = 1;

export interface Manifest {
  format: typeof FORMAT;
  network: NetworkId;
  fileName: string;
  sizeBytes: number;
  sha256: string;
  container: CheckpointContainer;
  weightsBytes: number;
  importedAt: string;
  tensors: StoredTensor[];
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
  const isWhole = value.network !== undefined && value.network in NETWORKS && Array.isArray(value.tensors);
  return isWhole ? (value as Manifest) : null;
}

export function infoOf(id: string, manifest: Manifest, acceptedAt: string | null): ModelInfo {
  const { tensors: _, format: __, ...facts } = manifest;
  const { text, mustAccept } = LICENCE_NOTICES[manifest.network];
  return {
    ...facts,
    id,
    name: NETWORKS[manifest.network].name,
    known: knownFile(manifest.sha256),
    licence: { text, mustAccept, acceptedAt },
  };
}

/** The same file always gets the same id. */
export function idOf(network: NetworkId, sha256: string): string {
  return `${network}-${sha256.slice(0, 16)}`;
}
