/** One's own limits and offsets, written to a file and read from one. */
import { useRef, useState } from 'react';
import { countWords } from '../../core/report/format';
import type { ProfileName } from '../../core/sync/types';
import { download } from '../engine/fix/save-copies';
import { LinkButton } from '../ui/LinkButton';
import { keepPresets, parsePresets, presetsText, recallPresets } from './presets';
import styles from './Settings.module.css';

/** @param onLimits own limits came with the file, and are judged by from now on */
export function PresetFile({ onLimits }: { onLimits(limits: ProfileName): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ words: string; isError: boolean } | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const presets = parsePresets(await file.text().catch(() => ''));
    if (!presets) {
      setTold({ words: `“${file.name}” holds no limits and offsets of Lipslate.`, isError: true });
      return;
    }
    keepPresets(presets);
    onLimits(presets.limits);
    const offsets = countWords(presets.offsets.length, 'offset');
    setTold({ words: `Taken over: own limits, ${offsets}.`, isError: false });
  };
  return (
    <div className={styles['presets']}>
      <p className="small muted">Own limits and saved offsets:</p>
      <LinkButton
        onPress={() =>
          download(
            new Blob([presetsText(recallPresets())], { type: 'application/json' }),
            'lipslate-presets.json',
          )
        }
      >
        Save to a file
      </LinkButton>
      <LinkButton onPress={() => input.current?.click()}>Load from a file</LinkButton>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        data-testid="presets"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <p role="status" className={told?.isError ? 'error-text small' : 'small muted'}>
        {told?.words}
      </p>
    </div>
  );
}
