/** Starts the page. */
import { createRoot } from 'react-dom/client';
import { installAutomation } from './automation';
import { startPwa } from './pwa';

installAutomation();
startPwa({ onFiles: () => undefined, canReload: () => true });
createRoot(document.getElementById('root')!).render(<h1>Lipslate</h1>);
