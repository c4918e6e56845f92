/** The shell around the rooms: header, main, notices, help. */
import { useState, useSyncExternalStore } from 'react';
import './app.css';
import { CheckRoom } from '../check/CheckRoom';
import type { CheckSessionStore } from '../check/useJobs';
import { useShortcuts } from '../ui/shortcuts';
import { Header } from './Header';
import { KeyboardHelp } from './KeyboardHelp';
import { Notices } from './Notices';
import type { PwaState } from './pwa';

/** What the page needs of src/app/pwa.ts. */
export interface PwaStore {
  get(): PwaState;
  subscribe(listener: () => void): () => void;
  applyUpdate(): void;
  installPrompt(): Promise<boolean>;
  dismissOffline(): void;
  dismissStorage(): void;
}

export function App({ session, pwa }: { session: CheckSessionStore; pwa: PwaStore }) {
  const [helpOpen, setHelpOpen] = useState(false);
  const pwaState = useSyncExternalStore(pwa.subscribe, pwa.get);
  useShortcuts(({ key }) => {
    if (key === '?') setHelpOpen(true);
    return key === '?';
  });
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the video
      </a>
      <Header
        onInstall={pwaState.canInstall ? () => void pwa.installPrompt() : null}
        onHelp={() => setHelpOpen(true)}
      />
      <main id="main" tabIndex={-1}>
        <CheckRoom session={session} />
      </main>
      <Notices
        state={pwaState}
        onUpdate={pwa.applyUpdate}
        onDismissOffline={pwa.dismissOffline}
        onDismissStorage={pwa.dismissStorage}
      />
      <KeyboardHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </>
  );
}
