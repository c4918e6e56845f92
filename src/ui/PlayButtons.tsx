/** The buttons that every player has. */
import { Icon } from './Icon';

interface PlayButtonProps {
  playing: boolean;
  disabled: boolean;
  onPress(): void;
}

export function PlayButton({ playing, disabled, onPress }: PlayButtonProps) {
  return (
    <button
      type="button"
      className="button primary icon-only"
      aria-label={playing ? 'Pause' : 'Play'}
      title={playing ? 'Pause (Space)' : 'Play (Space)'}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={playing ? 'pause' : 'play'} />
    </button>
  );
}

export function MuteButton({ muted, onMuted }: { muted: boolean; onMuted(muted: boolean): void }) {
  return (
    <button
      type="button"
      className="button quiet icon-only"
      aria-label="Mute"
      aria-pressed={muted}
      title={muted ? 'Sound on' : 'Sound off'}
      onClick={() => onMuted(!muted)}
    >
      <Icon name={muted ? 'soundOff' : 'soundOn'} />
    </button>
  );
}
