/** Quiet messages from the app itself: works offline now, has no room to, a new version waits or is here already. */
import { type ReactNode, useState } from 'react';
import { ERROR_TEXTS } from '../../core/errors';
import { Icon, type IconName } from '../ui/Icon';
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
        <Notice icon="check" words="Ready to work offline from now on.">
          <button type="button" className="button quiet" onClick={onDismissOffline}>
            OK
          </button>
        </Notice>
      )}
      {state.storageFull && (
        <Notice
          icon="warning"
          words={`${storageFull.message} Videos can be checked, but not offline. ${storageFull.hint}`}
        >
          <button type="button" className="button quiet" onClick={onDismissStorage}>
            OK
          </button>
        </Notice>
      )}
      {state.outdated && (
        <Notice
          icon="warning"
          words={`${outdated.message} It can start nothing new until it is reloaded. Checks are kept; copies and dubs that are not saved will be lost then.`}
        >
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload this page
          </button>
        </Notice>
      )}
      {state.updateAvailable && !later && (
        <Notice
          icon="download"
          words="A new version of Lipslate is here. Checks are kept; copies and dubs that are not saved will be lost."
        >
          <button type="button" className="button" onClick={onUpdate}>
            Update now
          </button>
          <button type="button" className="button quiet" onClick={() => setLater(true)}>
            Later
          </button>
        </Notice>
      )}
    </div>
  );
}

/** Its children are what can be done. */
function Notice({ icon, words, children }: { icon: IconName; words: string; children: ReactNode }) {
  return (
    <div className={styles['notice']}>
      <Icon name={icon} />
      <p>{words}</p>
      {children}
    </div>
  );
}
