/** Name, rooms, promise, theme and help. */
import { Icon } from '../ui/Icon';
import styles from './Header.module.css';
import { hrefOf, ROOMS, type RoomName } from './rooms';
import { ThemeSwitch } from './ThemeSwitch';

interface HeaderProps {
  room: RoomName;
  /** Null where the browser does not offer it now. */
  onInstall: (() => void) | null;
  onHelp(): void;
}

export function Header({ room, onInstall, onHelp }: HeaderProps) {
  return (
    <header className={styles['header']}>
      <p className={styles['name']}>
        <img src="./icons/icon.svg" alt="" width="32" height="32" />
        <span>Lipslate</span>
      </p>
      <nav className={styles['rooms']} aria-label="Rooms">
        {ROOMS.map(({ name, title }) => (
          <a key={name} href={hrefOf(name)} aria-current={name === room ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <p className={styles['promise']}>
        <Icon name="lock" />
        Nothing leaves your device
      </p>
      <div className={styles['tools']}>
        {onInstall && (
          <button type="button" className={`button ${styles['install']}`} onClick={onInstall}>
            <Icon name="download" />
            Install
          </button>
        )}
        <ThemeSwitch />
        <button
          type="button"
          className="button quiet icon-only"
          onClick={onHelp}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
        >
          <Icon name="keyboard" />
        </button>
      </div>
    </header>
  );
}
