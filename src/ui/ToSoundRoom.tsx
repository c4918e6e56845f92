/** From wherever a file with a sound is shown into the room that prepares sounds. The shell says how. */
import { createContext, useContext } from 'react';
import type { Turn } from '../../core/enhance/leveller';
import { Icon } from './Icon';

/** Null where there is no such room. */
export const SoundDoor = createContext<((file: File, turns: readonly Turn[]) => void) | null>(null);

/** @param turns who speaks when along the time of the sound, where that can be told; asked when it is wanted */
export function ToSoundRoom({ file, turns }: { file: File; turns?: () => readonly Turn[] }) {
  const open = useContext(SoundDoor);
  return (
    open && (
      <button type="button" className="button" onClick={() => open(file, turns?.() ?? [])}>
        <Icon name="soundOn" />
        Make its speech clear
      </button>
    )
  );
}
