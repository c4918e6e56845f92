/** The chains that a visitor keeps by name. */
import { parseNamed } from '../engine/saved-list';
import { type NamedChain, toChain } from '../engine/sound/chain-file';

/** Under which the list is stored. */
export const SAVED_CHAINS = 'saved-chains';

/** What no step of today understands is left out. */
export function parseChains(text: string | null): NamedChain[] {
  return parseNamed(text, (name, { chain }) => {
    try {
      return { name, chain: toChain(chain) };
    } catch {
      return null;
    }
  });
}

/** `Our interviews.sound.json` */
export function fileNameOf(name: string): string {
  // Neither a folder nor a device, whatever the name holds.
  const bare = name.replace(/[^\p{L}\p{N} ._-]+/gu, '_').replace(/^[. ]+/, '');
  return `${bare === '' ? 'lipslate' : bare}.sound.json`;
}
