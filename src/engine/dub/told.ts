/** What the dub worker was told: it is given again only when it changed, or to a fresh worker. */
import type { DubPlan, DubRuntime, HeardSpeech } from '../../../workers/dub/contract';

/** As far as the pictures of the face's video are looked at. */
export interface Looked {
  fromS: number;
  untilS: number;
}

/** What the worker of this generation of the bridge was told. */
export interface Known {
  generation: number;
  loaded: { modelId: string; runtime: DubRuntime } | null;
  heard: { file: File; track: number; speech: HeardSpeech } | null;
  footage: (Looked & { file: File; heard: HeardSpeech }) | null;
  planned: { key: string; plan: DubPlan } | null;
}

export function nothingKnown(generation: number): Known {
  return { generation, loaded: null, heard: null, footage: null, planned: null };
}
