/** Whether a file holds anything but its sound, which a copy would have to keep. */
import type { SoundInfo } from '../../../workers/media/contract';

/** There is nothing in them beside the sound. */
const SOUND_ONLY = new Set(['wav', 'mp3', 'flac', 'ogg', 'aac', 'adts', 'aiff', 'caf', 'w64']);

export function hasMoreThanSound(info: Pick<SoundInfo, 'container'> | null): boolean {
  return !SOUND_ONLY.has(info?.container ?? '');
}
