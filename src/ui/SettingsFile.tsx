/** Settings written to a small file, and read from one. */
import { useRef, useState } from 'react';
import { download } from '../engine/fix/save-copies';
import { LinkButton } from './LinkButton';
import styles from './SettingsFile.module.css';

interface Told {
  words: string;
  isError: boolean;
}

interface SettingsFileProps {
  /** What the file holds. */
  children: string;
  /** Nothing can be taken over now. */
  disabled?: boolean;
  testId: string;
  toSave(): { name: string; text: string };
  /** @returns what is told of it */
  onText(text: string, fileName: string): Told;
}

export function SettingsFile({ children, disabled = false, testId, toSave, onText }: SettingsFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<Told | null>(null);
  const save = () => {
    const { name, text } = toSave();
    download(new Blob([text], { type: 'application/json' }), name);
  };
  const take = async (file: File | undefined) => {
    if (file) setTold(onText(await file.text().catch(() => ''), file.name));
  };
  return (
    <div className={styles['file']}>
      <p className="small muted">{children}</p>
      <LinkButton onPress={save}>Save to a file</LinkButton>
      <LinkButton disabled={disabled} onPress={() => input.current?.click()}>
        Load from a file
      </LinkButton>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        disabled={disabled}
        data-testid={testId}
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
