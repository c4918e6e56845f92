/** Plays the sound as it was and as it is, switched while it plays, at equal loudness: the louder one always seems better. */
import { useEffect, useRef, useState } from 'react';
import { clockWords } from '../../core/report/format';
import type { PreparedSound } from '../../workers/sound/contract';
import type { MadeSound } from '../engine/sound/types';
import { IconButton } from '../ui/IconButton';
import { Segmented } from '../ui/Segmented';
import { TimeSlider } from '../ui/TimeSlider';
import { useUrl } from '../ui/useUrl';

type Side = 'before' | 'after' | 'taken';

const SIDES = [
  { value: 'before', label: 'Before' },
  { value: 'after', label: 'After' },
] as const satisfies readonly { value: Side; label: string }[];
const TAKEN = { value: 'taken', label: 'Removed' } as const;

export function Comparison({ original, made }: { original: File; made: MadeSound }) {
  const { sound, track } = made;
  const { names, players, side, show, current, toggle } = useSides(sound);
  const urls = { before: useUrl(original), after: useUrl(sound.wav), taken: useUrl(sound.taken) };
  const [playing, setPlaying] = useState(false);
  const [timeS, setTimeS] = useState(0);
  // A browser plays the first track of a file, and not every file.
  const [refused, setRefused] = useState(track > 0);
  return (
    <>
      {names.map((name) => (
        // biome-ignore lint/a11y/useMediaCaption: it is the visitor's own sound
        <audio
          key={name}
          ref={players[name]}
          src={urls[name]}
          preload="auto"
          data-testid={`sound-${name}`}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(names.some((each) => players[each].current?.paused === false))}
          onTimeUpdate={(event) => {
            if (name === side) setTimeS(event.currentTarget.currentTime);
          }}
          onError={() => {
            if (name === 'before' && urls.before) setRefused(true);
          }}
        />
      ))}
      {refused ? <WhyNotHeard track={track} /> : <SideSwitch sound={sound} side={side} onSide={show} />}
      <TimeSlider
        label="Position in the sound"
        timeS={timeS}
        endS={sound.durationS}
        stepS={0.05}
        disabled={false}
        onSeek={(toS) => {
          const player = current();
          if (player) player.currentTime = toS;
          setTimeS(toS);
        }}
        shown={`${clockWords(timeS)} / ${clockWords(sound.durationS)}`}
        before={
          <IconButton name={playing ? 'Pause' : 'Play'} icon={playing ? 'pause' : 'play'} onPress={toggle} />
        }
      />
      {!refused && (
        <p className="muted small">
          {side === 'taken'
            ? 'This is what the steps removed, such as clicks, hum, echo and noise, as loud as it was in the recording. Any speech you hear in it is lost.'
            : 'Both are played equally loud, so that you compare the sound and not the volume.'}
        </p>
      )}
    </>
  );
}

/** One player a side, equally loud, of which one is heard. */
function useSides(sound: PreparedSound) {
  const players = {
    before: useRef<HTMLAudioElement>(null),
    after: useRef<HTMLAudioElement>(null),
    taken: useRef<HTMLAudioElement>(null),
  };
  const names = (['before', 'after', 'taken'] as const).filter((name) => name !== 'taken' || sound.taken);
  const [side, setSide] = useState<Side>('after');
  const current = () => players[side].current;
  useEffect(() => {
    for (const name of names) {
      const player = players[name].current;
      if (player) player.volume = volumeOf(sound, name);
    }
  });
  const show = (next: Side) => {
    const [from, to] = [current(), players[next].current];
    setSide(next);
    if (!from || !to) return;
    to.currentTime = from.currentTime;
    if (from.paused) return;
    from.pause();
    to.play().catch(() => undefined);
  };
  const toggle = () => {
    const player = current();
    if (player?.paused) player.play().catch(() => undefined);
    else player?.pause();
  };
  return { names, players, side, show, current, toggle };
}

function WhyNotHeard({ track }: { track: number }) {
  return (
    <p className="muted small">
      {track > 0
        ? 'Browsers play only the first sound track of a file, so the original cannot be heard here.'
        : 'This browser cannot play the original file, so only the prepared sound can be heard here.'}
    </p>
  );
}

function SideSwitch({ sound, side, onSide }: { sound: PreparedSound; side: Side; onSide(side: Side): void }) {
  return (
    <Segmented
      legend="What is played"
      options={sound.taken ? [...SIDES, TAKEN] : SIDES}
      value={side}
      onChange={onSide}
    />
  );
}

/** 0..1: the louder one is turned down to the other; what was taken away goes with the original. */
function volumeOf({ before, after }: PreparedSound, side: Side): number {
  const own = (side === 'after' ? after : before).figures.integratedLufs;
  const other = (side === 'after' ? before : after).figures.integratedLufs;
  if (own === null || other === null) return 1;
  return Math.min(1, 10 ** ((other - own) / 20));
}
