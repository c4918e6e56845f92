/** Who speaks when and where in a file, for `lipslate.sound`: by a check of it. */
import { LipslateError } from '../../core/errors';
import { NOBODY_KNOWN, type Speakers, speakersOf } from '../../core/sync/speaker-places';
import { createCheckSession } from '../engine/check-session';
import { hasEnded } from '../engine/job-queue';
import { until } from '../engine/store';

/** @param audioIndex among the sound tracks, from 0 @returns nobody where it cannot be checked, as of a sound without a picture */
export async function speakersIn(
  file: File,
  audioIndex: number,
  onProgress: (doneS: number, totalS: number) => void,
): Promise<Speakers> {
  const session = createCheckSession();
  try {
    session.add([file], { audioIndex, mix: null });
    const job = await until(session, ({ jobs: [job] }) => {
      if (job?.progress) onProgress(job.progress.doneS, job.progress.totalS);
      return job && hasEnded(job) ? job : undefined;
    });
    if (job?.evidence) return speakersOf(job.evidence.measurement, job.evidence.tracks, audioIndex);
    const { message, detail } = job?.error ?? new LipslateError('cancelled').toData();
    console.warn(`lipslate: ${file.name}: ${detail ?? message}`);
    return NOBODY_KNOWN;
  } finally {
    session.dispose();
  }
}
