/** The Sound room: a file is given, its sound is prepared, compared with what it was, and saved; or several, by one chain. */
import { useEffect, useRef } from 'react';
import type { ModelsStore } from '../engine/models-store';
import { isAtWork } from '../engine/sound/at-work';
import type { SoundSession } from '../engine/sound/types';
import { useStore } from '../engine/use-store';
import { RoomIntro } from '../ui/RoomIntro';
import { useIncoming } from '../ui/useFileDrop';
import { useKeptFocus } from '../ui/useKeptFocus';
import { AsIsCard, AsIsFigures } from './AsIs';
import { ChainCard } from './ChainCard';
import { QueueCard } from './QueueCard';
import { Result } from './Result';
import { SoundAnnouncer } from './SoundAnnouncer';
import styles from './SoundRoom.module.css';
import { ACCEPT, SourceCard } from './SourceCard';

interface SoundRoomProps {
  session: SoundSession;
  models: ModelsStore;
  /** The room that the file came from. */
  from: { title: string; href: string } | null;
}

export function SoundRoom({ session, models, from }: SoundRoomProps) {
  const state = useStore(session);
  const { source, asIs, made, queue, mixing } = state;
  const busy = isAtWork(state);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Sound – Lipslate';
  }, []);
  const dragging = useIncoming((files) => {
    if (!busy) session.addFiles(files);
  });
  useKeptFocus(title, state);
  return (
    <div className={styles['sound']}>
      <RoomIntro title="Make speech clear" titleRef={title}>
        Removes noise and hum, evens out near and far voices, and sets the loudness to a standard. Nothing is
        moved in time: sound and picture stay together to the sample.
      </RoomIntro>
      {from && (
        <p>
          <a href={from.href}>{`Back to ${from.title}`}</a>
        </p>
      )}
      <div className={`${styles['row']} ${styles['given']}`}>
        {queue ? (
          <QueueCard
            queue={queue}
            mixing={mixing}
            session={session}
            busy={busy}
            isDropTarget={dragging && !busy}
            accept={ACCEPT}
          />
        ) : (
          <SourceCard source={source} session={session} busy={busy} isDropTarget={dragging && !busy} />
        )}
        {source && !made && <AsIsCard source={source} state={state} session={session} />}
        <div className={styles['chain']}>
          <ChainCard state={state} session={session} models={models} busy={busy} />
        </div>
        {asIs?.sound && <AsIsFigures sound={asIs.sound} />}
      </div>
      {source && made && <Result key={made.id} state={state} source={source} made={made} session={session} />}
      <SoundAnnouncer state={state} />
    </div>
  );
}
