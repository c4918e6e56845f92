/** The Sound room: a file is given, its sound is prepared, compared with what it was, and saved. */
import { useEffect, useRef } from 'react';
import type { SoundSession } from '../engine/sound/types';
import { useStore } from '../engine/use-store';
import { RoomIntro } from '../ui/RoomIntro';
import { useIncoming } from '../ui/useFileDrop';
import { useKeptFocus } from '../ui/useKeptFocus';
import { ChainCard } from './ChainCard';
import { Result } from './Result';
import { SoundAnnouncer } from './SoundAnnouncer';
import styles from './SoundRoom.module.css';
import { SourceCard } from './SourceCard';

export function SoundRoom({ session }: { session: SoundSession }) {
  const state = useStore(session);
  const { source, work, made } = state;
  const busy = [work, state.copy, state.encoded].some((each) => each?.status === 'working');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Sound – Lipslate';
  }, []);
  const dragging = useIncoming(([file]) => {
    if (file && !busy) session.setFile(file);
  });
  useKeptFocus(title, state);
  return (
    <div className={styles['sound']}>
      <RoomIntro title="Make speech clear" titleRef={title}>
        Noise and hum are taken out, near and far voices are evened out, and the loudness is set to a
        standard. Nothing is moved: sound and picture stay together to the sample.
      </RoomIntro>
      <div className={styles['row']}>
        <SourceCard source={source} session={session} busy={busy} isDropTarget={dragging && !busy} />
        <ChainCard state={state} session={session} busy={busy} />
      </div>
      {source && made && <Result key={made.id} state={state} source={source} made={made} session={session} />}
      <SoundAnnouncer state={state} />
    </div>
  );
}
