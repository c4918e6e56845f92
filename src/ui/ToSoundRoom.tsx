/** From wherever a file with a sound is shown into the room that prepares sounds. The shell says how. */
import { createContext, useContext } from 'react';
import { NOBODY_KNOWN, type Speakers } from '../../core/sync/speaker-places';
import { Icon } from './Icon';

/** Null where there is no such room. */
export const SoundDoor = createContext<((file: File, speakers: Speakers) => void) | null>(null);

/** @param speakers who speaks when and where, where that can be told; asked when it is wanted */
export function ToSoundRoom({ file, speakers }: { file: File; speakers?: () => Speakers }) {
  const open = useContext(SoundDoor);
  return (
    open && (
      <button type="button" className="button" onClick={() => open(file, speakers?.() ?? NOBODY_KNOWN)}>
        <Icon name="soundOn" />
        Make its speech clear
      </button>
    )
  );
}
