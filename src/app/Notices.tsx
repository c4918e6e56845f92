/** Quiet messages from the app itself: works offline now, a new version waits. */
import { useState } from 'react';
import { Icon } from '../ui/Icon';
import type { PwaState } from './pwa';

interface NoticesProps {
  state: PwaState;
  onUpdate(): void;
  onDismissOffline(): void;
}

export function Notices({ state, onUpdate, onDismissOffline }: NoticesProps) {
  const [later, setLater] = useState(false);
  return (
    <div className="notices" role="status">
      {state.tellOffline && (
        <div className="notice">
          <Icon name="check" />
          <p>Ready to work offline from now on.</p>
          <button type="button" className="button quiet" onClick={onDismissOffline}>
            Fine
          </button>
        </div>
      )}
      {state.updateAvailable && !later && (
        <div className="notice">
          <Icon name="download" />
          <p>A new version of Lipslate is here. Results on this page will be lost.</p>
          <button type="button" className="button" onClick={onUpdate}>
            Update now
          </button>
          <button type="button" className="button quiet" onClick={() => setLater(true)}>
            Later
          </button>
        </div>
      )}
    </div>
  );
}
