/** How loud the player is, for the next file and the next visit as well. */
import { useState } from 'react';
import { recall, recallText, remember } from '../../ui/local-storage';

const LOUDNESS = 'volume';
const MUTED = 'muted';

export interface Volume {
  /** 0..1, as the slider stands. */
  volume: number;
  setVolume(volume: number): void;
  /** Off, and on as loud as it was. */
  mute(muted: boolean): void;
}

export function useVolume(): Volume {
  const [loudness, setLoudness] = useState(() => parseVolume(recallText(LOUDNESS)));
  const [muted, setMuted] = useState(() => recall(MUTED, ['no', 'yes']) === 'yes');
  const mute = (wanted: boolean) => {
    setMuted(wanted);
    remember(MUTED, wanted ? 'yes' : 'no');
  };
  return {
    volume: muted ? 0 : loudness,
    setVolume(next) {
      mute(next === 0);
      if (next === 0) return;
      setLoudness(next);
      remember(LOUDNESS, String(next));
    },
    mute,
  };
}

/** As it was stored, or whatever is stored there. */
function parseVolume(text: string | null): number {
  const volume = Number(text ?? 1);
  return volume > 0 && volume <= 1 ? volume : 1;
}
