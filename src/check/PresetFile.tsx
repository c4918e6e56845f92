/** One's own limits and offsets, written to a file and read from one. */
import { countWords } from '../../core/report/format';
import type { ProfileName } from '../../core/sync/types';
import { SettingsFile } from '../ui/SettingsFile';
import { keepPresets, parsePresets, presetsText, recallPresets } from './presets';

/** @param onLimits own limits came with the file, and are judged by from now on */
export function PresetFile({ onLimits }: { onLimits(limits: ProfileName): void }) {
  const take = (text: string, fileName: string) => {
    const presets = parsePresets(text);
    if (!presets) return { words: `“${fileName}” holds no limits and offsets of Lipslate.`, isError: true };
    keepPresets(presets);
    onLimits(presets.limits);
    const offsets = countWords(presets.offsets.length, 'offset');
    const { length } = presets.savedLimits;
    const named = length > 0 ? `${length} by name, ` : '';
    return { words: `Loaded: own limits, ${named}${offsets}.`, isError: false };
  };
  return (
    <SettingsFile
      testId="presets"
      toSave={() => ({ name: 'lipslate-presets.json', text: presetsText(recallPresets()) })}
      onText={take}
    >
      Own limits and saved offsets:
    </SettingsFile>
  );
}
