/** A button that opens the file chooser: for one file, or for several where whoever asks takes them. */
import { type ReactNode, useRef } from 'react';
import { Icon } from './Icon';

interface FileButtonProps {
  accept: string;
  disabled: boolean;
  primary?: boolean;
  quiet?: boolean;
  testId: string;
  onFile?(file: File): void;
  onFiles?(files: File[]): void;
  children: ReactNode;
}

export function FileButton(props: FileButtonProps) {
  const { accept, disabled, primary, quiet, testId, onFile, onFiles, children } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        multiple={onFiles !== undefined}
        data-testid={testId}
        disabled={disabled}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          if (files[0]) onFile?.(files[0]);
          if (files.length > 0) onFiles?.(files);
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
