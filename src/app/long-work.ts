/** All work of all rooms, for the icon's badge and the notification at its end; checks and copies are guarded. */
import { countGroups, summaryWords } from '../check/queue-view';
import { recallNotifying } from '../check/settings';
import type { CheckSession } from '../engine/check-types';
import { isBusy } from '../engine/dub/busy';
import type { DubSession } from '../engine/dub/types';
import { guardedOf } from '../engine/fix/guarded';
import type { FixSession } from '../engine/fix/types';
import { piecesLeft } from '../engine/sound/at-work';
import type { SoundSession } from '../engine/sound/types';
import { notifying, tellWhenDone } from '../engine/when-done';
import { WorkGuard } from '../engine/work-guard';
import type { Late } from './late';

interface Sessions {
  session: CheckSession;
  fixes: FixSession;
  sound: Late<SoundSession>;
  dub: Late<DubSession>;
}

export function watchLongWork({ session, fixes, sound, dub }: Sessions): void {
  notifying.set({ on: recallNotifying() });
  // The Sound and Dub rooms see to theirs, once they are opened.
  const guard = new WorkGuard();
  const look = () => guard.set(guardedOf(session.get(), fixes.get()));
  session.subscribe(look);
  fixes.subscribe(look);
  tellWhenDone({
    stores: [session, fixes, sound, dub],
    left() {
      const { jobs, paused } = session.get();
      const isLeft = (status: string) => status === 'working' || (status === 'waiting' && !paused);
      const checks = jobs.filter(({ status }) => isLeft(status));
      const copies = [...fixes.get().fixes.values()].filter(isUnderWay);
      const sounds = sound.get()?.get();
      const dubbing = dub.get();
      return (
        checks.length +
        copies.length +
        (sounds ? piecesLeft(sounds) : 0) +
        Number(dubbing !== null && isBusy(dubbing.get()))
      );
    },
    words() {
      const { jobs } = session.get();
      if (jobs.length === 0) return 'What was started has ended.';
      return `${summaryWords(countGroups(jobs, new Map()))}.`;
    },
  });
}

function isUnderWay({ status }: { status: string }): boolean {
  return status === 'working' || status === 'waiting';
}
