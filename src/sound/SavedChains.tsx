/** What is done to a sound, kept by name on this device, and as a small file. */
import { LipslateError } from '../../core/errors';
import { withNamed } from '../engine/saved-list';
import { chainText, isSameChain, type NamedChain, readChain } from '../engine/sound/chain-file';
import type { SoundSession, SoundState } from '../engine/sound/types';
import { useKeptList } from '../ui/kept-list';
import { SavedList } from '../ui/SavedList';
import { SettingsFile } from '../ui/SettingsFile';
import { fileNameOf, parseChains, SAVED_CHAINS } from './saved-chains';

interface SavedChainsProps {
  chain: SoundState['chain'];
  session: SoundSession;
  busy: boolean;
}

export function SavedChains({ chain, session, busy }: SavedChainsProps) {
  const [list, keep] = useKeptList(SAVED_CHAINS, parseChains);
  const isInUse = (each: NamedChain) => isSameChain(each.chain, chain);
  const take = (text: string, fileName: string) => {
    try {
      const given = readChain(text);
      session.setChain(given.chain);
      keep(withNamed(list, given));
      const words = given.name === '' ? 'Settings loaded.' : `Settings loaded, and kept as “${given.name}”.`;
      return { words, isError: false };
    } catch (cause) {
      const { message, hint } = LipslateError.from(cause);
      return { words: `“${fileName}”: ${message} ${hint}`, isError: true };
    }
  };
  return (
    <SavedList
      summary="Saved settings"
      items={list}
      wordsOf={({ name }) => name}
      isInUse={isInUse}
      disabled={busy}
      nameHint="Name, such as our interviews"
      saveWords="Save these settings"
      onTake={(each) => session.setChain(each.chain)}
      onForget={(each) => keep(list.filter((other) => other !== each))}
      onSave={(name) => keep(withNamed(list, { name, chain }))}
    >
      <SettingsFile
        testId="sound-chain"
        disabled={busy}
        toSave={() => {
          const name = list.find(isInUse)?.name ?? '';
          return { name: fileNameOf(name), text: chainText({ name, chain }) };
        }}
        onText={take}
      >
        These settings as a file, for another browser or the command line:
      </SettingsFile>
    </SavedList>
  );
}
