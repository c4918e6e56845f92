/** Play, pause, frame by frame, volume, the whole screen. */
import { shareWords } from '../../../core/report/format';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/IconButton';
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
      <IconButton
        name="One frame back"
        title="One frame back (←)"
        icon="frameBack"
        disabled={disabled}
        onPress={() => playback?.step(-1)}
      />
      <PlayButton playing={playing} disabled={disabled} onPress={() => playback?.toggle()} />
      <IconButton
        name="One frame on"
        title="One frame on (→)"
        icon="frameForward"
        disabled={disabled}
        onPress={() => playback?.step(1)}
      />
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
        <IconButton
          name="Mark the faces"
          title={faces.shown ? 'Faces without marks' : 'Mark the faces, with their numbers'}
          icon="face"
          pressed={faces.shown}
          disabled={disabled}
          onPress={faces.toggle}
        />
      )}
      {fullscreen.isOffered && (
        <IconButton
          name="Fill the screen"
          title={fullscreen.isOn ? 'Back to the page (F)' : 'Fill the screen (F)'}
          icon="fullscreen"
          pressed={fullscreen.isOn}
          onPress={fullscreen.toggle}
        />
      )}
      {playing && speed !== 1 && <Badge tone="plain">{speed < 0 ? `−${-speed}×` : `${speed}×`}</Badge>}
    </div>
  );
}
