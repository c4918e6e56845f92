/** The shell around the rooms: header, main, notices, help. */
import { Activity, Suspense, useEffect, useRef, useState } from 'react';
import { LipslateError } from '../../core/errors';
import type { Speakers } from '../../core/sync/speaker-places';
import { CheckRoom } from '../check/CheckRoom';
import type { CheckSlots } from '../check/slots';
import type { CheckSession } from '../engine/check-types';
import type { Desk } from '../engine/desk/desk';
import type { DubSession } from '../engine/dub/types';
import type { ModelsStore } from '../engine/models-store';
import { isAtWork } from '../engine/sound/at-work';
import type { SoundSession } from '../engine/sound/types';
import type { ReadableStore } from '../engine/store';
import { useStore } from '../engine/use-store';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyPart } from '../ui/lazy-part';
import { Problem } from '../ui/Problem';
import { useShortcuts } from '../ui/shortcuts';
import { SoundDoor } from '../ui/ToSoundRoom';
import { About } from './About';
import styles from './App.module.css';
import { Header } from './Header';
import { KeyboardHelp } from './KeyboardHelp';
import type { Late } from './late';
import { Notices } from './Notices';
import type { PwaState } from './pwa';
import { goTo, hrefOf, ROOMS, type RoomName, useRoom } from './rooms';

const INSECURE = new LipslateError('insecure-page').toData();

/** Who only checks videos never loads these. */
const DubPlace = lazyPart(() => import('./DubPlace').then((module) => module.DubPlace));
const SoundPlace = lazyPart(() => import('./SoundPlace').then((module) => module.SoundPlace));
const ModelsRoom = lazyPart(() => import('../models/ModelsRoom').then((module) => module.ModelsRoom));

/** What the page needs of src/app/pwa.ts. */
export interface PwaStore extends ReadableStore<PwaState> {
  applyUpdate(): void;
  installPrompt(): Promise<boolean>;
  dismissOffline(): void;
  dismissStorage(): void;
}

interface AppProps {
  session: CheckSession;
  desk: Desk;
  slots: CheckSlots;
  sound: Late<SoundSession>;
  dub: Late<DubSession>;
  models: ModelsStore;
  pwa: PwaStore;
}

export function App({ session, desk, slots, sound, dub, models, pwa }: AppProps) {
  const [helpOpen, setHelpOpen] = useState(false);
  const room = useRoom();
  const main = useRef<HTMLElement>(null);
  const pwaState = useStore(pwa);
  useShortcuts(({ key }) => {
    if (key === '?') setHelpOpen(true);
    return key === '?';
  });
  const shown = useRef(room);
  useEffect(() => {
    if (shown.current === room) return;
    shown.current = room;
    scrollTo({ top: 0 });
    // As after loading a page: Tab goes on in the room, and the player's keys are the player's.
    main.current?.focus({ preventScroll: true });
  }, [room]);
  const [cameFrom, setCameFrom] = useState<RoomName | null>(null);
  const openSound = (file: File, speakers: Speakers) => {
    sound.want().then(
      (session) => {
        if (isAtWork(session.get())) return;
        session.setFile(file, speakers);
        setCameFrom(room);
      },
      // The room itself tells that it cannot be loaded.
      () => undefined,
    );
    goTo('sound');
  };
  return (
    <SoundDoor value={openSound}>
      <SkipLink onSkip={() => main.current?.focus()} />
      <Header
        room={room}
        onInstall={pwaState.canInstall ? () => void pwa.installPrompt() : null}
        onHelp={() => setHelpOpen(true)}
      />
      <main id="main" tabIndex={-1} ref={main}>
        {isSecureContext ? (
          <Rooms
            room={room}
            session={session}
            desk={desk}
            slots={slots}
            sound={sound}
            dub={dub}
            models={models}
            cameFrom={cameFrom}
          />
        ) : (
          <Problem error={INSECURE} />
        )}
      </main>
      <About />
      <Notices
        state={pwaState}
        onUpdate={pwa.applyUpdate}
        onDismissOffline={pwa.dismissOffline}
        onDismissStorage={pwa.dismissStorage}
      />
      <KeyboardHelp room={room} open={helpOpen} onClose={() => setHelpOpen(false)} />
    </SoundDoor>
  );
}

function SkipLink({ onSkip }: { onSkip(): void }) {
  return (
    // biome-ignore lint/a11y/useValidAnchor: it goes to its place; only the address stays as it is
    <a
      className={styles['skip']}
      href="#main"
      onClick={(event) => {
        // The address names the room and stays.
        event.preventDefault();
        onSkip();
      }}
    >
      Skip to the content
    </a>
  );
}

interface RoomsProps extends Omit<AppProps, 'pwa'> {
  room: RoomName;
  cameFrom: RoomName | null;
}

function Rooms({ room, session, desk, slots, sound, dub, models, cameFrom }: RoomsProps) {
  const from = ROOMS.find(({ name }) => name === cameFrom);
  const [dubSeen, setDubSeen] = useState(room === 'dub');
  const [soundSeen, setSoundSeen] = useState(room === 'sound');
  if (room === 'dub' && !dubSeen) setDubSeen(true);
  if (room === 'sound' && !soundSeen) setSoundSeen(true);
  return (
    <>
      {/* Hidden, not gone: the chosen video, the nudge and the zoom are there on return. */}
      <Activity mode={room === 'check' ? 'visible' : 'hidden'}>
        <ErrorBoundary>
          <CheckRoom session={session} desk={desk} slots={slots} models={models} />
        </ErrorBoundary>
      </Activity>
      {soundSeen && (
        <Activity mode={room === 'sound' ? 'visible' : 'hidden'}>
          <ErrorBoundary>
            <Suspense>
              <SoundPlace
                session={sound}
                models={models}
                from={from ? { title: from.title, href: hrefOf(from.name) } : null}
              />
            </Suspense>
          </ErrorBoundary>
        </Activity>
      )}
      {dubSeen && (
        <Activity mode={room === 'dub' ? 'visible' : 'hidden'}>
          <ErrorBoundary>
            <Suspense>
              <DubPlace session={dub} models={models} />
            </Suspense>
          </ErrorBoundary>
        </Activity>
      )}
      {room === 'models' && (
        <ErrorBoundary>
          <Suspense>
            <ModelsRoom store={models} />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  );
}
