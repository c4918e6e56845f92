/** A button that shows an icon alone: its name is read out, and what it does stands in its title. */
import { Icon, type IconName } from './Icon';

interface IconButtonProps {
  name: string;
  /** With its key; the name where left out. */
  title?: string;
  icon: IconName;
  look?: 'primary' | 'plain' | 'quiet';
  /** Of one that switches. */
  pressed?: boolean;
  disabled?: boolean;
  onPress(): void;
}

const CLASSES = {
  primary: 'button primary icon-only',
  plain: 'button icon-only',
  quiet: 'button quiet icon-only',
} as const;

export function IconButton(props: IconButtonProps) {
  const { name, title = name, icon, look = 'quiet', pressed, disabled = false, onPress } = props;
  return (
    <button
      type="button"
      className={CLASSES[look]}
      aria-label={name}
      aria-pressed={pressed}
      title={title}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
