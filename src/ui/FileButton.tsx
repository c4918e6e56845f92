/** A button that opens the file chooser for one file. */
import { type ReactNode, useRef } from 'react';
import { Icon } from './Icon';

interface FileButtonProps {
  accept: string;
  disabled: boolean;
  primary?: boolean;
  quiet?: boolean;
  testId: string;
  onFile(file: File): void;
  children: ReactNode;
}

export function FileButton({ accept, disabled, primary, quiet, testId, onFile, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        data-testid={testId}
        disabled={disabled}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = '';
        }}
      />
      <button
        type="button"
        className={primary ? 'button primary large' : quiet ? 'button quiet' : 'button'}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <Icon name={quiet ? 'retry' : 'upload'} />
        {children}
      </button>
    </>
  );
}
