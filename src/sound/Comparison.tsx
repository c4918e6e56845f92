/** Plays the sound as it was and as it is, switched while it plays, at equal loudness: the louder one always seems better. */
import { useEffect, useRef, useState } from 'react';
import { clockWords } from '../../core/report/format';
import { LONG_S, type PreparedSound, takesAway } from '../../workers/sound/contract';
import type { LeftOut, MadeSound, SoundSession, SoundState } from '../engine/sound/types';
import { IconButton } from '../ui/IconButton';
import { Segmented } from '../ui/Segmented';
import { TimeSlider } from '../ui/TimeSlider';
import { useUrl } from '../ui/useUrl';
import { type Side, sidesOf, volumeOf, withoutWords } from './sides';
import { WithoutStep } from './WithoutStep';

interface ComparisonProps {
  original: File;
  made: MadeSound;
  state: Pick<SoundState, 'without' | 'work'>;
  session: SoundSession;
}

export function Comparison({ original, made, state, session }: ComparisonProps) {
  const { sound, track } = made;
  const { without } = state;
  const beside = without?.sound ?? null;
  const { names, players, side, show, current, toggle } = useSides(sound, beside);
  const urls = {
    before: useUrl(original),
    after: useUrl(sound.wav),
    taken: useUrl(sound.taken),
    without: useUrl(beside?.wav ?? null),
  };
  const [playing, setPlaying] = useState(false);
  const [timeS, setTimeS] = useState(0);
  // A browser plays the first track of a file, and not every file.
  const [refused, setRefused] = useState(track > 0);
  const heard = names.filter((name) => name !== 'before' || !refused);
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
      {refused && <WhyNotHeard track={track} />}
      {heard.length > 1 && (
        <SideSwitch sides={heard} step={without?.step ?? null} side={side} onSide={show} />
      )}
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
      {heard.length > 1 && (
        <p className="muted small">
          {side === 'taken'
            ? 'This is what the steps removed, such as clicks, hum, echo and noise, as loud as it was in the recording. Any speech you hear in it is lost.'
            : `${beside ? 'All' : 'Both'} are played equally loud, so that you compare the sound and not the volume.`}
        </p>
      )}
      {sound.durationS > LONG_S && takesAway(made.chain) && (
        <p className="muted small">
          In recordings of up to 15 minutes, what the steps removed can be heard, too.
        </p>
      )}
      <WithoutStep
        made={made}
        state={state}
        session={session}
        onChoose={() => {
          if (side === 'without') show('after');
        }}
      />
    </>
  );
}

/** One player a side, equally loud, of which one is heard. */
function useSides(sound: PreparedSound, beside: PreparedSound | null) {
  const players = {
    before: useRef<HTMLAudioElement>(null),
    after: useRef<HTMLAudioElement>(null),
    taken: useRef<HTMLAudioElement>(null),
    without: useRef<HTMLAudioElement>(null),
  };
  const names = sidesOf(sound, beside);
  const [side, setSide] = useState<Side>('after');
  const current = () => players[side].current;
  useEffect(() => {
    for (const name of names) {
      const player = players[name].current;
      if (player) player.volume = volumeOf(sound, beside, name);
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

const LABELS: Record<Exclude<Side, 'without'>, string> = {
  before: 'Before',
  after: 'After',
  taken: 'Removed',
};

interface SideSwitchProps {
  sides: readonly Side[];
  /** Without which the last of them is. */
  step: LeftOut | null;
  side: Side;
  onSide(side: Side): void;
}

function SideSwitch({ sides, step, side, onSide }: SideSwitchProps) {
  const labelOf = (value: Side) => (value !== 'without' ? LABELS[value] : step ? withoutWords(step) : '');
  return (
    <Segmented
      legend="What is played"
      options={sides.map((value) => ({ value, label: labelOf(value) }))}
      value={side}
      onChange={onSide}
    />
  );
}
