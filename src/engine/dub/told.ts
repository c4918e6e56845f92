/** What the dub worker was told: it is given again only when it changed, or to a fresh worker. */
import type { DubPlan, DubRuntime, HeardSpeech, VoicePlace } from '../../../workers/dub/contract';

/** As far as the pictures of the face's video are looked at. */
export interface Looked {
  fromS: number;
  untilS: number;
}

/** What the worker of this generation of the bridge was told. */
export interface Known {
  generation: number;
  loaded: { modelId: string; runtime: DubRuntime } | null;
  /** By the number of the speech; without a place it is all there is. */
  heard: Map<number, { file: File; track: number; place: VoicePlace | undefined; speech: HeardSpeech }>;
  footage: (Looked & { file: File; heard: HeardSpeech }) | null;
  planned: { key: string; plan: DubPlan } | null;
}

export function nothingKnown(generation: number): Known {
  return { generation, loaded: null, heard: new Map(), footage: null, planned: null };
}
