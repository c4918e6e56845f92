/** Files dropped anywhere on the window, or pasted. */
import { useEffect, useRef, useState } from 'react';
import { rememberHandle } from '../engine/desk/file-handles';

/** @returns true while files are being dragged over the window */
export function useIncoming(onFiles: (files: File[]) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    // Enter and leave fire for every element on the way: only their balance shows whether the pointer left the window.
    let depth = 0;
    const scope = new AbortController();
    const listen = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
      addEventListener(type, listener, { signal: scope.signal });
    const take = (list: FileList | undefined) => {
      if (list && list.length > 0) latest.current([...list]);
    };
    listen('dragenter', (event) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setDragging(true);
    });
    listen('dragleave', (event) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    });
    listen('dragover', (event) => {
      if (hasFiles(event)) event.preventDefault();
    });
    listen('drop', (event) => {
      depth = 0;
      setDragging(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      rememberHandles(event.dataTransfer);
      take(event.dataTransfer?.files);
    });
    listen('paste', (event) => take(event.clipboardData?.files));
    return () => scope.abort();
  }, []);
  return dragging;
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Chromium only; absent from TypeScript's DOM. */
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Has to be asked for during the event; the answers come later. */
function rememberHandles(dropped: DataTransfer | null): void {
  const files = [...(dropped?.files ?? [])];
  const items = [...(dropped?.items ?? [])].filter(({ kind }) => kind === 'file') as HandleItem[];
  if (items.length !== files.length) return;
  items.forEach((item, i) => {
    item
      .getAsFileSystemHandle?.()
      .then((handle) => {
        if (handle?.kind === 'file') rememberHandle(files[i]!, handle as FileSystemFileHandle);
      })
      .catch(() => {});
  });
}
