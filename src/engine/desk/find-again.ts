/** Gives checks of an earlier visit their files back. */
import type { AwayFile, CheckSession } from '../check-types';
import { fingerprintOf } from './fingerprint';

/**
 * Files that belong to checks whose file is away go to these.
 * @returns the others, in their order
 */
export async function findAgain(session: CheckSession, files: readonly File[]): Promise<File[]> {
  const others: File[] = [];
  for (const file of files) {
    const job = await jobOf(session, file);
    if (job) session.found(job.id, file);
    else others.push(file);
  }
  return others;
}

/** Whether a file is the one that is away. */
export async function isFile(file: File, name: string, away: AwayFile): Promise<boolean> {
  if (file.size !== away.size) return false;
  if (away.fingerprint === null) return file.name === name;
  return (await fingerprintOf(file)) === away.fingerprint;
}

async function jobOf(session: CheckSession, file: File) {
  for (const job of session.get().jobs)
    if (job.away && (await isFile(file, job.file.name, job.away))) return job;
  return null;
}
