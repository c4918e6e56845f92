/** Starts the page. */
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { recallSettings, rememberSettings } from '../check/settings';
import { rememberedEngine } from '../dub/remembered-engine';
import { createCheckSession } from '../engine/check-session';
import { keepDesk } from '../engine/desk/desk';
import { takeFiles } from '../engine/desk/take-files';
import type { DubSession } from '../engine/dub/types';
import { createFixSession } from '../engine/fix/session';
import { createModelsStore } from '../engine/models-store';
import type { SoundSession } from '../engine/sound/types';
import { App } from './App';
import { installAutomation } from './automation';
import { checkSlots } from './check-slots';
import { Late } from './late';
import { watchLongWork } from './long-work';
import { pwa, startPwa } from './pwa';
import { goTo } from './rooms';
import { startTheme } from './theme';

startTheme();
installAutomation();
const session = createCheckSession(recallSettings());
let { settings } = session.get();
session.subscribe(() => {
  // Chosen in the room, or those of a project that was opened.
  if (session.get().settings !== settings) rememberSettings(session.get().settings);
  ({ settings } = session.get());
});
const desk = keepDesk(session);
const fixes = createFixSession(session);
const dub = new Late<DubSession>(async () => {
  const { createDubSession } = await import('../engine/dub/session');
  return createDubSession(rememberedEngine());
});
const sound = new Late<SoundSession>(async () => {
  const { createSoundSession } = await import('../engine/sound/session');
  return createSoundSession({ isSeen: true });
});
const models = createModelsStore();
watchLongWork({ session, fixes, sound, dub });
startPwa({
  onFiles: (files) => {
    takeFiles(session, files);
    goTo('check');
  },
  canReload: () =>
    session.get().jobs.length === 0 &&
    !sound.get()?.get().source &&
    !sound.get()?.get().queue &&
    !dub.get()?.get().face &&
    !dub.get()?.get().speech &&
    models.get().imports.length === 0,
});
createRoot(document.getElementById('root')!).render(
  <App
    session={session}
    desk={desk}
    slots={checkSlots(fixes)}
    sound={sound}
    dub={dub}
    models={models}
    pwa={pwa}
  />,
);
