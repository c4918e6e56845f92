/** A finished check, and the record of it that the headless command prints, the page copies and reports begin with. */
import { REASON_TEXTS } from '../../core/report/reasons';
import { type MeasuredRecord, type SoundRecord, toRecord } from '../../core/report/record';
import { DOWNMIX } from '../../core/sound/downmix';
import { type HeardSound, mixName } from '../../core/sound/heard';
import type { WaveformPeaks } from '../../core/sound/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckEvidence } from '../../workers/sync/contract';
import type { CheckJob } from './check-types';
import type { TimeRange } from './ranges';

export interface Checked {
  /** What to call it in its record. */
  name: string;
  media: MediaInfo;
  audioIndex: number;
  /** What of that track was listened to. */
  heard: HeardSound | null;
  /** What of the picture was looked at; null: all of it. */
  part: TimeRange | null;
  evidence: CheckEvidence;
  peaks: WaveformPeaks | null;
  wallS: number;
}

/** Null while there is nothing measured. @param name instead of the file's own */
export function checkedOf(job: CheckJob, name = job.file.name): Checked | null {
  const { media, audioIndex, heard, part, evidence, peaks, wallS } = job;
  return media && evidence && { name, media, audioIndex, heard, part, evidence, peaks, wallS: wallS ?? 0 };
}

export function recordOf({ name, media, audioIndex, heard, evidence, wallS }: Checked): MeasuredRecord {
  const { measurement, syncnet } = evidence;
  const { failedCheck, reason } = syncnet?.runtime ?? { failedCheck: false, reason: null };
  return toRecord({
    file: name,
    durationS: media.durationS,
    sound: soundRecord(media, audioIndex, heard),
    measurement,
    syncnet,
    warnings: [
      ...media.warnings,
      ...(failedCheck && reason ? [reason] : []),
      ...measurement.reasons.map((reason) => REASON_TEXTS[reason].seen),
    ],
    wallS,
  });
}

/** Tracks and channels counted from 1, as `--audio` does. */
function soundRecord(media: MediaInfo, audioIndex: number, heard: HeardSound | null): SoundRecord {
  const { codec = 'unknown', channels = 0 } = media.audioTracks[audioIndex] ?? {};
  const other = heard?.speechTrack ?? null;
  return {
    track: audioIndex + 1,
    codec,
    channels,
    mix: mixName(heard?.mix ?? DOWNMIX, channels),
    speechTrack: other === null ? null : other + 1,
  };
}
