/** Files as they come in, by whatever way: projects are opened, found files go to their checks, the rest is checked. */
import { LipslateError } from '../../../core/errors';
import { newJob } from '../check-job';
import type { CheckJob, CheckSession } from '../check-types';
import { findAgain } from './find-again';

export const PROJECT_ENDING = '.lipslate';

/** Videos are in the list at once, unless some check waits for its file. */
export function takeFiles(session: CheckSession, files: readonly File[]): void {
  const projects = files.filter(isProject);
  const videos = files.filter((file) => !isProject(file));
  void openAll(session, projects).then(() => {
    if (projects.length > 0) return takeVideos(session, videos);
  });
  if (projects.length === 0) void takeVideos(session, videos);
}

function isProject(file: File): boolean {
  return file.name.toLowerCase().endsWith(PROJECT_ENDING);
}

async function takeVideos(session: CheckSession, videos: File[]): Promise<void> {
  if (videos.length === 0) return;
  const isSomeAway = session.get().jobs.some(({ away }) => away !== null);
  if (!isSomeAway) session.add(videos);
  else session.add(await findAgain(session, videos));
}

async function openAll(session: CheckSession, projects: readonly File[]): Promise<void> {
  for (const file of projects) {
    try {
      // Who only checks videos never loads it.
      const { readProject } = await import('./project-file');
      const { settings, jobs } = await readProject(file);
      const there = new Set(session.get().jobs.map(({ id }) => id));
      // Of one's own work nothing is judged anew by what somebody else had set.
      if (there.size === 0) session.configure(settings, false);
      session.restore(jobs.filter(({ id }) => !there.has(id)));
    } catch (cause) {
      session.restore([failed(file, cause)]);
    }
  }
}

/** A failure stays with its file, as that of a video does. */
function failed(file: File, cause: unknown): CheckJob {
  return { ...newJob(file), status: 'failed', error: LipslateError.from(cause).toData() };
}
