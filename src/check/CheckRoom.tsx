/** The Check room: nothing yet, or the queue beside the chosen file. */
import { Suspense, useEffect, useRef, useState } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import type { Desk } from '../engine/desk/desk';
import { takeFiles } from '../engine/desk/take-files';
import type { ModelsStore } from '../engine/models-store';
import { useJobs } from '../engine/use-check';
import { DropOverlay } from '../ui/DropZone';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyPart } from '../ui/lazy-part';
import { useFileChooser } from '../ui/useFileChooser';
import { useIncoming } from '../ui/useFileDrop';
import { Announcer } from './Announcer';
import styles from './CheckRoom.module.css';
import { EarlierChecks } from './EarlierChecks';
import { FileButtons } from './FileButtons';
import { ListActions } from './ListActions';
import { Queue } from './Queue';
import { titleOf } from './queue-view';
import { Settings } from './Settings';
import type { CheckSlots } from './slots';
import { TakenOut } from './TakenOut';
import { UnkeptNote } from './UnkeptNote';
import { Welcome } from './Welcome';

/** Player and plots are two thirds of the code, and the empty room shows none of it. */
const JobView = lazyPart(() => import('./JobView').then((module) => module.JobView));

interface CheckRoomProps {
  session: CheckSession;
  desk: Desk;
  slots: CheckSlots;
  /** What the visitor has stored decides which engines there are. */
  models: ModelsStore;
}

export function CheckRoom({ session, desk, slots, models }: CheckRoomProps) {
  const jobs = useJobs(session);
  const [selected, select] = useSelected(jobs);
  const addFiles = (files: File[]) => {
    if (files.length === 0) return;
    const wasEmpty = session.get().jobs.length === 0;
    takeFiles(session, files);
    // The pressed button disappears together with the empty room.
    if (wasEmpty) document.getElementById('main')?.focus({ preventScroll: true });
  };
  const dragging = useIncoming(addFiles);
  const chooser = useFileChooser('Videos and projects', FILE_KINDS, addFiles);

  return (
    <>
      {chooser.input}
      {selected ? (
        <div className={styles['room']}>
          <h1 className="visually-hidden">Sync check</h1>
          <div className={jobs.length === 1 ? `${styles['files']} ${styles['onlyOne']}` : styles['files']}>
            <Queue jobs={jobs} session={session} slots={slots} selectedId={selected.id} onSelect={select} />
            <FileButtons onChoose={chooser.choose} onFiles={addFiles} compact />
          </div>
          <ListActions jobs={jobs} session={session}>
            <EarlierChecks desk={desk} />
            <UnkeptNote desk={desk} listed={jobs.length} />
          </ListActions>
          <div className={styles['jobPlace']}>
            <ErrorBoundary key={selected.id}>
              <Suspense>
                <JobView
                  job={selected}
                  jobs={jobs}
                  session={session}
                  slots={slots}
                  position={jobs.indexOf(selected)}
                />
              </Suspense>
            </ErrorBoundary>
          </div>
          <Settings session={session} models={models} />
        </div>
      ) : (
        <Welcome onChoose={chooser.choose} onFiles={addFiles}>
          <EarlierChecks desk={desk} />
        </Welcome>
      )}
      <TakenOut jobs={jobs} session={session} desk={desk} />
      <Announcer jobs={jobs} />
      {slots.announcer(jobs)}
      {dragging && <DropOverlay>Drop to check</DropOverlay>}
    </>
  );
}

const FILE_KINDS = {
  'video/*': '.mp4 .m4v .mov .webm .mkv .avi .mpg .mpeg .ts .mts .m2ts .mxf'.split(' '),
  'application/x-lipslate': ['.lipslate'],
};

/** The chosen file, else the newest; and how to choose another. */
function useSelected(jobs: readonly CheckJob[]): [CheckJob | null, (id: string) => void] {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const selected = jobs.find((job) => job.id === selectedId) ?? jobs.at(-1) ?? null;

  // Whatever brought new files (drop, button, or the system's "open with"), the first of them is shown.
  const known = useRef(new Set<string>());
  useEffect(() => {
    const fresh = jobs.find((job) => !known.current.has(job.id));
    known.current = new Set(jobs.map((job) => job.id));
    if (fresh) setSelectedId(fresh.id);
  }, [jobs]);

  const title = titleOf(jobs, selected);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return [selected, setSelectedId];
}
