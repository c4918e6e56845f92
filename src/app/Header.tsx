/** Name, rooms, promise, theme and help. */
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import styles from './Header.module.css';
import { hrefOf, ROOMS, type RoomName } from './rooms';
import { setTheme, type ThemeChoice, useThemeChoice } from './theme';

const THEMES = [
  { value: 'system', label: <Icon name="device" />, title: 'Theme of the system' },
  { value: 'light', label: <Icon name="sun" />, title: 'Light theme' },
  { value: 'dark', label: <Icon name="moon" />, title: 'Dark theme' },
] as const satisfies readonly { value: ThemeChoice; label: React.ReactNode; title: string }[];

interface HeaderProps {
  room: RoomName;
  /** Null where the browser does not offer it now. */
  onInstall: (() => void) | null;
  onHelp(): void;
}

export function Header({ room, onInstall, onHelp }: HeaderProps) {
  const theme = useThemeChoice();
  return (
    <header className={styles['header']}>
      <p className={styles['name']}>
        <img src="./icons/icon.svg" alt="" width="32" height="32" />
        Lipslate
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
        <Segmented legend="Theme" options={THEMES} value={theme} onChange={setTheme} />
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
