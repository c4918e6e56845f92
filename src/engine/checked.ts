/** A finished check, and the record of it that the headless command prints, the page copies and reports begin with. */
import { REASON_TEXTS } from '../../core/report/reasons';
import { type MeasuredRecord, toRecord } from '../../core/report/record';
import type { WaveformPeaks } from '../../core/sound/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckEvidence } from '../../workers/sync/contract';
import type { CheckJob } from './check-types';

export interface Checked {
  /** What to call it in its record. */
  name: string;
  media: MediaInfo;
  audioIndex: number;
  evidence: CheckEvidence;
  peaks: WaveformPeaks | null;
  wallS: number;
}

/** Null while there is nothing measured. @param name instead of the file's own */
export function checkedOf(job: CheckJob, name = job.file.name): Checked | null {
  const { media, audioIndex, evidence, peaks, wallS } = job;
  return media && evidence && { name, media, audioIndex, evidence, peaks, wallS: wallS ?? 0 };
}

export function recordOf({ name, media, evidence, wallS }: Checked): MeasuredRecord {
  const { measurement, syncnet } = evidence;
  const { failedCheck, reason } = syncnet?.runtime ?? { failedCheck: false, reason: null };
  return toRecord({
    file: name,
    durationS: media.durationS,
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
