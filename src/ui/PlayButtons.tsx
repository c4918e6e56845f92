/** The buttons that every player has. */
import { IconButton } from './IconButton';

interface PlayButtonProps {
  playing: boolean;
  disabled: boolean;
  onPress(): void;
}

export function PlayButton({ playing, disabled, onPress }: PlayButtonProps) {
  return (
    <IconButton
      name={playing ? 'Pause' : 'Play'}
      title={playing ? 'Pause (Space)' : 'Play (Space)'}
      icon={playing ? 'pause' : 'play'}
      look="primary"
      disabled={disabled}
      onPress={onPress}
    />
  );
}

export function MuteButton({ muted, onMuted }: { muted: boolean; onMuted(muted: boolean): void }) {
  return (
    <IconButton
      name="Mute"
      title={muted ? 'Sound on' : 'Sound off'}
      icon={muted ? 'soundOff' : 'soundOn'}
      pressed={muted}
      onPress={() => onMuted(!muted)}
    />
  );
}
