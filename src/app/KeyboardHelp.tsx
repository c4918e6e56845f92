/** All keyboard shortcuts, and the switch that turns them off. */
import { POINTER_MOVES, SHORTCUTS } from '../check/player/keys';
import { DUB_SHORTCUTS } from '../dub/player/keys';
import { Dialog } from '../ui/Dialog';
import { setShortcuts, useShortcutsEnabled } from '../ui/shortcuts';
import styles from './KeyboardHelp.module.css';
import type { RoomName } from './rooms';

const HELP = [{ keys: ['?'], does: 'This list' }];

/** The rooms without a film have no keys of their own. */
const KEYS: Record<RoomName, typeof SHORTCUTS> = {
  check: [...SHORTCUTS, ...POINTER_MOVES],
  dub: DUB_SHORTCUTS,
  sound: HELP,
  models: HELP,
};

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
          {KEYS[room].map(({ keys, does }) => (
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
