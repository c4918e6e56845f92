/** Plays the recording before anything is done to it. */
import { useRef, useState } from 'react';
import { clockWords } from '../../core/report/format';
import { IconButton } from '../ui/IconButton';
import { TimeSlider } from '../ui/TimeSlider';
import { useUrl } from '../ui/useUrl';

interface OriginalPlayerProps {
  file: File;
  track: number;
  durationS: number;
}

export function OriginalPlayer({ file, track, durationS }: OriginalPlayerProps) {
  const url = useUrl(file);
  const player = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [timeS, setTimeS] = useState(0);
  const [refused, setRefused] = useState(false);
  if (track > 0 || refused)
    return (
      <p className="muted small">
        {track > 0
          ? 'Browsers play only the first sound track of a file: this one can be heard when it is prepared.'
          : 'This browser cannot play the original file: it can be heard when it is prepared.'}
      </p>
    );
  const toggle = () => {
    const audio = player.current;
    if (audio?.paused) audio.play().catch(() => undefined);
    else audio?.pause();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: it is the visitor's own sound */}
      <audio
        ref={player}
        src={url}
        preload="metadata"
        data-testid="sound-original"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setTimeS(event.currentTarget.currentTime)}
        onError={() => {
          if (url) setRefused(true);
        }}
      />
      <TimeSlider
        label="Position in the recording"
        timeS={timeS}
        endS={durationS}
        stepS={0.05}
        disabled={false}
        onSeek={(toS) => {
          if (player.current) player.current.currentTime = toS;
          setTimeS(toS);
        }}
        shown={`${clockWords(timeS)} / ${clockWords(durationS)}`}
        before={
          <IconButton name={playing ? 'Pause' : 'Play'} icon={playing ? 'pause' : 'play'} onPress={toggle} />
        }
      />
    </>
  );
}
