/** Late sound, moved by its times: whether the beginning of what moves is left out, or the picture waits for it. */
import type { WhenLate } from '../../core/fix/bmff/shift';
import { peakBefore } from '../lib/sound/retime';
import type { FixSource } from '../lib/sound/source';
import type { RewriteJob } from './contract';

/** -50 dBFS: a room at rest is below, a whisper above. */
const SILENCE = 0.003;

export async function whenLateOf(source: FixSource, job: RewriteJob, offsetMs: number): Promise<WhenLate> {
  const { audioIndex, moves = 'all-sound', whenLate = 'auto' } = job;
  if (whenLate !== 'auto') return whenLate;
  if (offsetMs <= 0) return 'trim-sound';
  const untilS = source.pictureS + offsetMs / 1000;
  const all = source.listing.audioTracks.map((_, index) => index);
  // The one that was measured first: a decoder for it is there.
  const others = moves === 'all-sound' ? all.filter((index) => index !== audioIndex) : [];
  for (const index of [audioIndex, ...others])
    if (!(await isSilentBefore(source, index, untilS))) return 'delay-picture';
  return 'trim-sound';
}

/** What nothing here decodes may be heard. */
async function isSilentBefore(source: FixSource, index: number, untilS: number): Promise<boolean> {
  try {
    return (await peakBefore(await source.sound(index), untilS)) < SILENCE;
  } catch {
    return false;
  }
}
