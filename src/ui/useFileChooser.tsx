/** The browser's window for choosing files, with handles where it gives them: then a file is found again after a reload. */
import { type ReactNode, useEffect, useRef } from 'react';
import { rememberHandle } from '../engine/desk/file-handles';

/** MIME types and their endings, as browsers take them. */
export type FileKinds = Readonly<Record<string, readonly string[]>>;

/** Chromium only; absent from TypeScript's DOM. */
type OpenPicker = (options: {
  multiple: true;
  types: { description: string; accept: FileKinds }[];
}) => Promise<FileSystemFileHandle[]>;

interface FileChooser {
  /** Has to stand where nothing replaces it: a window that is open belongs to it. */
  input: ReactNode;
  choose(): void;
}

export function useFileChooser(
  what: string,
  kinds: FileKinds,
  onFiles: (files: File[]) => void,
): FileChooser {
  const input = useRef<HTMLInputElement>(null);
  // A window may be open for long: what is chosen goes to the room as it is then.
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  const choose = async () => {
    const { showOpenFilePicker } = globalThis as { showOpenFilePicker?: OpenPicker };
    if (!showOpenFilePicker) {
      input.current?.click();
      return;
    }
    try {
      const types = [{ description: what, accept: kinds }];
      const handles = await showOpenFilePicker.call(globalThis, { multiple: true, types });
      latest.current(await Promise.all(handles.map(fileOf)));
    } catch (cause) {
      // Closed by the visitor, unless the browser refuses it here, as in a frame of another site.
      if (!(cause instanceof DOMException && cause.name === 'AbortError')) input.current?.click();
    }
  };
  return {
    input: (
      <input
        ref={input}
        type="file"
        multiple
        accept={[...Object.keys(kinds), ...Object.values(kinds).flat()].join()}
        hidden
        onChange={(event) => {
          latest.current([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    ),
    choose: () => void choose(),
  };
}

async function fileOf(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile();
  rememberHandle(file, handle);
  return file;
}
