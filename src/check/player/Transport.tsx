/** Play, pause, frame by frame, volume, the whole screen. */
import { shareWords } from '../../../core/report/format';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { MuteButton, PlayButton } from '../../ui/PlayButtons';
import styles from './Player.module.css';
import type { Playback, PlaybackState } from './playback';
import type { FacesShown } from './useFacesShown';
import type { Fullscreen } from './useFullscreen';

interface TransportProps extends PlaybackState {
  playback: Playback | null;
  disabled: boolean;
  /** 0..1 */
  volume: number;
  onVolume(volume: number): void;
  /** Off, and on as loud as it was. */
  onMuted(muted: boolean): void;
  fullscreen: Fullscreen;
  faces: FacesShown;
}

export function Transport(props: TransportProps) {
  const { playback, playing, speed, disabled, volume, onVolume, onMuted, fullscreen, faces } = props;
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
      <MuteButton muted={volume === 0} onMuted={onMuted} />
      {/* Phones have keys for it. */}
      <input
        type="range"
        className={styles['volume']}
        aria-label="Volume"
        aria-valuetext={shareWords(volume)}
        title="Volume"
        min={0}
        max={1}
        step={0.05}
        value={volume}
        onChange={(event) => onVolume(Number(event.target.value))}
      />
      {faces.isOffered && (
        <button
          type="button"
          className="button quiet icon-only"
          aria-label="Mark the faces"
          aria-pressed={faces.shown}
          title={faces.shown ? 'Faces without marks' : 'Mark the faces, with their numbers'}
          disabled={disabled}
          onClick={faces.toggle}
        >
          <Icon name="face" />
        </button>
      )}
      {fullscreen.isOffered && (
        <button
          type="button"
          className="button quiet icon-only"
          aria-label="Fill the screen"
          aria-pressed={fullscreen.isOn}
          title={fullscreen.isOn ? 'Back to the page (F)' : 'Fill the screen (F)'}
          onClick={fullscreen.toggle}
        >
          <Icon name="fullscreen" />
        </button>
      )}
      {playing && speed !== 1 && <Badge tone="plain">{speed < 0 ? `−${-speed}×` : `${speed}×`}</Badge>}
    </div>
  );
}
