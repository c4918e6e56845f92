/** One preparation of the one file, by a sound worker. */
import { heardIn } from '../../../core/sync/speaker-places';
import type { PreparedSound, PrepareJob, PrepareProgress } from '../../../workers/sound/contract';
import type { newModelsBridge, newSoundBridge } from '../workers';
import { withSeparator } from './separator';
import type { SourceState } from './types';

export type Wanted = Pick<PrepareJob, 'chain' | 'bed' | 'withTaken' | 'withStems'>;

/** @throws LipslateError: see SoundWorkerApi.prepare */
export function prepareOne(
  bridges: { sound: ReturnType<typeof newSoundBridge>; models: ReturnType<typeof newModelsBridge> },
  { file, speakers }: Pick<SourceState, 'file' | 'speakers'>,
  track: number,
  wanted: Wanted,
  signal: AbortSignal,
  tell: (progress: PrepareProgress) => void,
): Promise<PreparedSound> {
  const { sound, models } = bridges;
  sound.renew();
  const job = { audioIndex: track, ...wanted, ...heardIn(speakers, track) };
  return withSeparator(models, wanted.chain, signal, (separator) =>
    sound.call(signal, (api, live) => api.prepare(file, { ...job, separator }, live(tell))),
  );
}
