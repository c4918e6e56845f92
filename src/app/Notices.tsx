/** Quiet messages from the app itself: works offline now, has no room to, a new version waits or is here already. */
import { useState } from 'react';
import { ERROR_TEXTS } from '../../core/errors';
import { Icon } from '../ui/Icon';
import styles from './Notices.module.css';
import type { PwaState } from './pwa';

const storageFull = ERROR_TEXTS['storage-full'];
const outdated = ERROR_TEXTS['page-outdated'];

interface NoticesProps {
  state: PwaState;
  onUpdate(): void;
  onDismissOffline(): void;
  onDismissStorage(): void;
}

export function Notices({ state, onUpdate, onDismissOffline, onDismissStorage }: NoticesProps) {
  const [later, setLater] = useState(false);
  return (
    <div className={styles['notices']} role="status">
      {state.tellOffline && (
        <div className={styles['notice']}>
          <Icon name="check" />
          <p>Ready to work offline from now on.</p>
          <button type="button" className="button quiet" onClick={onDismissOffline}>
            OK
          </button>
        </div>
      )}
      {state.storageFull && (
        <div className={styles['notice']}>
          <Icon name="warning" />
          <p>{`${storageFull.message} Videos can be checked, but not offline. ${storageFull.hint}`}</p>
          <button type="button" className="button quiet" onClick={onDismissStorage}>
            OK
          </button>
        </div>
      )}
      {state.outdated && (
        <div className={styles['notice']}>
          <Icon name="warning" />
          <p>
            {`${outdated.message} It can start nothing new until it is reloaded. Results on this page will be lost then.`}
          </p>
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload this page
          </button>
        </div>
      )}
      {state.updateAvailable && !later && (
        <div className={styles['notice']}>
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
