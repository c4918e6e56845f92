/** The Check room: nothing yet, or the queue beside the chosen file. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import './check.css';
import type { CheckSession } from '../engine/check-types';
import type { ModelsStore } from '../engine/models-store';
import { useJobs } from '../engine/use-check';
import { FixAnnouncer } from '../fix/FixAnnouncer';
import type { FixSession } from '../fix/session/types';
import { Icon } from '../ui/Icon';
import { useIncoming } from '../ui/useFileDrop';
import { Announcer } from './Announcer';
import { FileButtons } from './FileButtons';
import { Queue } from './Queue';
import { Settings } from './Settings';
import { Welcome } from './Welcome';

/** Player and plots are two thirds of the code, and the empty room shows none of it. */
const JobView = lazy(() => import('./JobView').then((module) => ({ default: module.JobView })));

interface CheckRoomProps {
  session: CheckSession;
  fixes: FixSession;
  /** What the visitor has stored decides which engines there are. */
  models: ModelsStore;
}

export function CheckRoom({ session, fixes, models }: CheckRoomProps) {
  const jobs = useJobs(session);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const selected = jobs.find((job) => job.id === selectedId) ?? jobs.at(-1) ?? null;

  const addFiles = (files: File[]) => {
    if (files.length === 0) return;
    const wasEmpty = session.get().jobs.length === 0;
    session.add(files);
    // The button that was pressed goes with the empty room.
    if (wasEmpty) document.getElementById('main')?.focus({ preventScroll: true });
  };
  const dragging = useIncoming(addFiles);

  // Whatever brought new files (drop, button, or the system's "open with"), the first of them is shown.
  const known = useRef(new Set<string>());
  useEffect(() => {
    const fresh = jobs.find((job) => !known.current.has(job.id));
    known.current = new Set(jobs.map((job) => job.id));
    if (fresh) setSelectedId(fresh.id);
  }, [jobs]);

  useEffect(() => {
    document.title = selected
      ? `${selected.file.name} – Lipslate`
      : 'Lipslate: is the sound in sync with the lips?';
  }, [selected]);

  return (
    <>
      {selected ? (
        <div className="room">
          <h1 className="visually-hidden">Sync check</h1>
          <div className="room-files">
            <Queue
              jobs={jobs}
              session={session}
              fixes={fixes}
              selectedId={selected.id}
              onSelect={setSelectedId}
            />
            <FileButtons onFiles={addFiles} compact />
          </div>
          <Suspense fallback={<div className="job" />}>
            <JobView
              key={selected.id}
              job={selected}
              session={session}
              fixes={fixes}
              position={jobs.indexOf(selected)}
            />
          </Suspense>
          <Settings session={session} models={models} />
        </div>
      ) : (
        <Welcome onFiles={addFiles} />
      )}
      <Announcer jobs={jobs} />
      <FixAnnouncer jobs={jobs} fixes={fixes} />
      {dragging && (
        <div className="drop-overlay" aria-hidden="true">
          <p>
            <Icon name="upload" />
            Drop to check
          </p>
        </div>
      )}
    </>
  );
}
