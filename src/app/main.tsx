/** Starts the page. */
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { createCheckSession } from '../check/session/session';
import { recallSettings } from '../check/settings';
import { App } from './App';
import { installAutomation } from './automation';
import { pwa, startPwa } from './pwa';
import { startTheme } from './theme';

startTheme();
installAutomation();
const session = createCheckSession(recallSettings());
startPwa({
  onFiles: (files) => session.add(files),
  canReload: () => session.jobs.length === 0,
});
createRoot(document.getElementById('root')!).render(<App session={session} pwa={pwa} />);
