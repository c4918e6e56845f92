/** The SyncNet engine's part of a check: finds stored weights, and drives its worker over the faces that were found. */
import { LipslateError } from '../../core/errors';
import type { HeardSound } from '../../core/sound/heard';
import { ALL_FRAMES, type MediaInfo } from '../../workers/media/contract';
import type { ModelInfo } from '../../workers/models/contract';
import type { CheckEvidence } from '../../workers/sync/contract';
import type { SyncnetOutcome, SyncnetTrack } from '../../workers/syncnet/contract';
import type { CheckSettings } from './check-types';
import type { TimeRange } from './ranges';
import { streamBetween } from './stream-between';
import type { CheckWorkers } from './workers';

const NETWORK = 'syncnet-v2';

/**
 * The weights to use; null when none are stored, or the settings want none.
 * @throws LipslateError model-missing when SyncNet was asked for by name
 */
export async function findSyncnet(
  signal: AbortSignal,
  workers: CheckWorkers,
  engine: CheckSettings['engine'],
): Promise<ModelInfo | null> {
  if (engine === 'motion' || engine === 'lipslate') return null;
  const found = (await mayBeStored())
    ? (await workers.models.call(signal, (api) => api.list())).findLast((info) => info.network === NETWORK)
    : undefined;
  if (found) return found;
  if (engine === 'auto') return null;
  throw new LipslateError('model-missing', undefined, 'SyncNet was asked for, but its weights are not here.');
}

export interface SyncnetInput {
  model: ModelInfo;
  media: MediaInfo;
  heard: HeardSound;
  /** Of the built-in engine: its faces, and how much each speaks. */
  evidence: CheckEvidence;
  settings: CheckSettings;
  /** That alone is checked; null: all of it. */
  part: TimeRange | null;
}

/** Runs SyncNet over a file that was just read by `workers.audioDecoder`. @throws LipslateError */
export async function runSyncnet(
  signal: AbortSignal,
  workers: CheckWorkers,
  { model, media, heard, evidence, settings, part }: SyncnetInput,
  onProgress: (share: number) => void,
): Promise<SyncnetOutcome> {
  onProgress(0);
  const opened = await workers.models.call(signal, (api) => api.open(model.id));
  try {
    const { weights, tensors } = opened;
    await workers.syncnet.call(signal, (api) => api.load({ id: model.id, weights, tensors }));
  } finally {
    await workers.models.call(signal, (api) => api.close(opened.ticket)).catch(() => undefined);
  }

  await streamBetween(
    (port) => workers.audioDecoder.call(signal, (api) => api.streamSound(heard.track, port, heard.mix)),
    (port) => workers.syncnet.call(signal, (api) => api.listen(port)),
  );
  const runs = await workers.syncnet.call(signal, (api) =>
    api.plan(tracksOf(evidence), {
      windows: settings.syncnetWindows,
      searchS: settings.searchS,
      durationS: media.durationS,
      part,
      width: media.video.width,
      height: media.video.height,
    }),
  );
  for (const [index, run] of runs.entries()) {
    const frames = { ...run, maxFps: ALL_FRAMES };
    await streamBetween(
      (port) => workers.audioDecoder.call(signal, (api) => api.streamFrames(frames, port)),
      (port) => workers.syncnet.call(signal, (api, live) => api.watch(index, port, live(onProgress))),
    );
  }
  return workers.syncnet.call(signal, (api) => api.result());
}

function tracksOf({ tracks, measurement }: CheckEvidence): SyncnetTrack[] {
  return tracks.map(({ id, timesS, boxes }) => ({
    id,
    timesS,
    boxes,
    speakingS: measurement.tracks.find((track) => track.id === id)?.speakingS ?? 0,
  }));
}

/** A look into the folder of models, so that a check without any starts no worker for it. */
async function mayBeStored(): Promise<boolean> {
  try {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const name of models.keys()) if (name.startsWith(`${NETWORK}-`)) return true;
    return false;
  } catch {
    return false;
  }
}
