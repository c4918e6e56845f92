/** Listens to one sound track: to its usual downmix, or to what of it has the speech. */
import { DOWNMIX, type Mix } from '../../core/sound/downmix';
import type { HeardSound } from '../../core/sound/heard';
import type { WaveformPeaks } from '../../core/sound/types';
import type { SentSound } from '../../workers/media/contract';
import { streamBetween } from './stream-between';
import type { CheckWorkers } from './workers';

/** A track with less speech than this is not worth pointing at. */
const WORTHWHILE_S = 2;

/**
 * Streams a track from the decoder to the sync worker. Where the downmix turns out to have lost the speech it is
 * streamed once more, from what has it.
 * @param mix null: to be found
 */
export async function listenToSpeech(
  signal: AbortSignal,
  { audioDecoder, sync }: CheckWorkers,
  track: number,
  mix: Mix | null,
  onPeaks: (peaks: WaveformPeaks, doneS: number) => void,
): Promise<HeardSound> {
  const stream = async (from: Mix | null): Promise<SentSound> => {
    const [sent] = await streamBetween(
      (port) =>
        audioDecoder.call(signal, (api) => api.streamSound(track, port, ...(from === null ? [] : [from]))),
      (port) => sync.call(signal, (api) => api.addSound(port, onPeaks)),
    );
    return sent;
  };
  const { carrier } = await stream(mix);
  const found = carrier?.mix ?? DOWNMIX;
  if (mix === null && found.kind !== 'downmix') await stream(found);
  return {
    track,
    mix: mix ?? found,
    isChosen: mix !== null,
    speechS: carrier?.speechS ?? null,
    speechTrack: null,
  };
}

/** @returns the track with most speech of those that were not listened to, from 0; null when none has any */
export async function otherTrackWithSpeech(
  signal: AbortSignal,
  audioDecoder: CheckWorkers['audioDecoder'],
  file: File,
  heard: number,
): Promise<number | null> {
  // Of a long film the worker was let go by now.
  const { audioTracks } = await audioDecoder.call(signal, (api) => api.open(file));
  let best: { index: number; speechS: number } | null = null;
  for (const { index } of audioTracks) {
    if (index === heard) continue;
    const carrier = await audioDecoder.call(signal, (api) => api.searchSpeech(index));
    const speechS = carrier?.speechS ?? 0;
    if (speechS >= WORTHWHILE_S && speechS > (best?.speechS ?? 0)) best = { index, speechS };
  }
  return best?.index ?? null;
}
