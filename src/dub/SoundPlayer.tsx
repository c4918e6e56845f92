/** Listen to the given speech. Files that the browser cannot play show nothing: they can be used all the same. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { clockWords } from '../../core/report/format';
import { Icon } from '../ui/Icon';
import { TimeSlider } from '../ui/TimeSlider';

export function SoundPlayer({ file, durationS }: { file: File; durationS: number }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [timeS, setTimeS] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [refused, setRefused] = useState(false);
  useSource(audio, file);
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => undefined);
    else element.pause();
  };
  return (
    <div hidden={refused}>
      {/* biome-ignore lint/a11y/useMediaCaption: it is the visitor's own sound */}
      <audio
        ref={audio}
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setTimeS(event.currentTarget.currentTime)}
        onError={() => {
          if (audio.current?.getAttribute('src')) setRefused(true);
        }}
      />
      <TimeSlider
        label="Position in the speech"
        timeS={timeS}
        endS={Math.max(durationS, timeS)}
        stepS={0.05}
        disabled={durationS === 0}
        onSeek={(toS) => {
          if (audio.current) audio.current.currentTime = toS;
          setTimeS(toS);
        }}
        shown={`${clockWords(timeS)} / ${clockWords(durationS)}`}
        before={
          <button
            type="button"
            className="button quiet icon-only"
            aria-label={playing ? 'Pause the speech' : 'Listen to the speech'}
            title={playing ? 'Pause' : 'Listen'}
            onClick={toggle}
          >
            <Icon name={playing ? 'pause' : 'play'} />
          </button>
        }
      />
    </div>
  );
}

function useSource(audio: RefObject<HTMLAudioElement | null>, file: File): void {
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const url = URL.createObjectURL(file);
    element.src = url;
    return () => {
      element.pause();
      element.removeAttribute('src');
      URL.revokeObjectURL(url);
    };
  }, [audio, file]);
}
