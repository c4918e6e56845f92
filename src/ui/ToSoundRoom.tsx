/** From wherever a file with a sound is shown into the room that prepares sounds. The shell says how. */
import { createContext, useContext } from 'react';
import { Icon } from './Icon';

/** Null where there is no such room. */
export const SoundDoor = createContext<((file: File) => void) | null>(null);

export function ToSoundRoom({ file }: { file: File }) {
  const open = useContext(SoundDoor);
  return (
    open && (
      <button type="button" className="button" onClick={() => open(file)}>
        <Icon name="soundOn" />
        Make its speech clear
      </button>
    )
  );
}
