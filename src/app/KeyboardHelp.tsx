/** All keyboard shortcuts, and the switch that turns them off. */
import { SHORTCUTS } from '../check/player/keys';
import { DUB_SHORTCUTS } from '../dub/player/keys';
import { Dialog } from '../ui/Dialog';
import { setShortcuts, useShortcutsEnabled } from '../ui/shortcuts';
import styles from './KeyboardHelp.module.css';
import type { RoomName } from './rooms';

interface KeyboardHelpProps {
  /** Its keys are shown. */
  room: RoomName;
  open: boolean;
  onClose(): void;
}

export function KeyboardHelp({ room, open, onClose }: KeyboardHelpProps) {
  const enabled = useShortcutsEnabled();
  return (
    <Dialog open={open} title="Keyboard" onClose={onClose}>
      <table className={styles['shortcuts']}>
        <caption className="visually-hidden">Keyboard shortcuts</caption>
        <tbody>
          {(room === 'dub' ? DUB_SHORTCUTS : SHORTCUTS).map(({ keys, does }) => (
            <tr key={does}>
              <th scope="row">
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className={styles['switch']}>
        <input type="checkbox" checked={enabled} onChange={(event) => setShortcuts(event.target.checked)} />
        Single-key shortcuts are on
      </label>
    </Dialog>
  );
}
