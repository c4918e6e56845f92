/** All keyboard shortcuts, and the switch that turns them off. */
import { SHORTCUTS } from '../check/player/keys';
import { Dialog } from '../ui/Dialog';
import { setShortcuts, useShortcutsEnabled } from '../ui/shortcuts';

export function KeyboardHelp({ open, onClose }: { open: boolean; onClose(): void }) {
  const enabled = useShortcutsEnabled();
  return (
    <Dialog open={open} title="Keyboard" onClose={onClose}>
      <table className="shortcuts">
        <caption className="visually-hidden">Keyboard shortcuts</caption>
        <tbody>
          {SHORTCUTS.map(({ keys, does }) => (
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
      <label className="check">
        <input type="checkbox" checked={enabled} onChange={(event) => setShortcuts(event.target.checked)} />
        Single-key shortcuts are on
      </label>
    </Dialog>
  );
}
