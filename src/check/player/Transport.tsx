/** Play, pause, frame by frame, mute. */
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { MuteButton, PlayButton } from '../../ui/PlayButtons';
import styles from './Player.module.css';
import type { Playback, PlaybackState } from './playback';

interface TransportProps extends PlaybackState {
  playback: Playback | null;
  disabled: boolean;
  muted: boolean;
  onMuted(muted: boolean): void;
}

export function Transport({ playback, playing, speed, disabled, muted, onMuted }: TransportProps) {
  return (
    <div className={styles['transport']}>
      <button
        type="button"
        className="button quiet icon-only"
        aria-label="One frame back"
        title="One frame back (←)"
        disabled={disabled}
        onClick={() => playback?.step(-1)}
      >
        <Icon name="frameBack" />
      </button>
      <PlayButton playing={playing} disabled={disabled} onPress={() => playback?.toggle()} />
      <button
        type="button"
        className="button quiet icon-only"
        aria-label="One frame on"
        title="One frame on (→)"
        disabled={disabled}
        onClick={() => playback?.step(1)}
      >
        <Icon name="frameForward" />
      </button>
      <MuteButton muted={muted} onMuted={onMuted} />
      {playing && speed !== 1 && <Badge tone="plain">{speed < 0 ? `−${-speed}×` : `${speed}×`}</Badge>}
    </div>
  );
}
