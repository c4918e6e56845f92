/** Starts the page. */
import { createRoot } from 'react-dom/client';
import { startPwa } from './pwa';

startPwa({ onFiles: () => undefined, canReload: () => true });
createRoot(document.getElementById('root')!).render(<h1>Lipslate</h1>);
