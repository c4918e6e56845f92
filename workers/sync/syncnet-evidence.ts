/** What SyncNet found in a file, as the measurement takes it and as the page shows it. */
import { LipslateError } from '../../core/errors';
import { SOUND_HOP_S, type SoundFeatures } from '../../core/sound/types';
import type { LagMap } from '../../core/sync/types';
import type { SyncnetOutcome } from '../syncnet/contract';
import type { SyncnetEvidence } from './contract';

/** A window of which no speech is heard says nothing, whatever its lips do. */
export function syncnetMaps(syncnet: SyncnetOutcome | null, sound: SoundFeatures): LagMap[] {
  if (!syncnet) throw new LipslateError('internal', 'SyncNet has not looked at this file');
  return syncnet.lagMaps.map((map) => ({
    ...map,
    weight: Float32Array.from(map.timesS, (timeS) => speechAround(timeS, map.windowS, sound)),
  }));
}

function speechAround(timeS: number, windowS: number, sound: SoundFeatures): number {
  const from = Math.round((timeS - windowS / 2 - sound.startS) / SOUND_HOP_S);
  const rows = Math.round(windowS / SOUND_HOP_S);
  let sum = 0;
  for (let row = from; row < from + rows; row++) sum += sound.speech[row] ?? 0;
  return sum / rows;
}

export function syncnetEvidence(syncnet: SyncnetOutcome | null): SyncnetEvidence | null {
  const speaking = syncnet?.figures[0];
  if (!syncnet || !speaking) return null;
  const { offsetFrames, minDist, confidence } = speaking;
  return { offsetFrames, minDist, confidence, tracks: syncnet.figures, runtime: syncnet.runtime };
}
