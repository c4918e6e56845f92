/** Light, dark, or as the system is. */
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { setTheme, type ThemeChoice, useThemeChoice } from './theme';

const THEMES = [
  { value: 'system', label: <Icon name="device" />, title: 'Theme of the system' },
  { value: 'light', label: <Icon name="sun" />, title: 'Light theme' },
  { value: 'dark', label: <Icon name="moon" />, title: 'Dark theme' },
] as const satisfies readonly { value: ThemeChoice; label: React.ReactNode; title: string }[];

export function ThemeSwitch() {
  return <Segmented legend="Theme" options={THEMES} value={useThemeChoice()} onChange={setTheme} />;
}
