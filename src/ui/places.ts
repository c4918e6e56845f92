/** Where many results can go in this browser. */
import type { BatchDestination } from '../engine/fix/types';

export type Place = BatchDestination['to'];

/** The best of them first. */
export function placesHere(): { value: Place; label: string; note: string }[] {
  const places: { value: Place; label: string; note: string }[] = [];
  if ('showDirectoryPicker' in globalThis) {
    places.push({
      value: 'folder',
      label: 'A folder',
      note: 'Written there one by one. Nothing is overwritten.',
    });
  }
  if (canZip()) {
    places.push({ value: 'zip', label: 'One zip', note: 'To download when all are done.' });
  }
  places.push({ value: 'downloads', label: 'Single downloads', note: 'Each as soon as it is done.' });
  return places;
}

/** A zip grows in the page's own storage, which some browsers do not have, and others do not let a page write to. */
function canZip(): boolean {
  if (!('FileSystemFileHandle' in globalThis && 'createWritable' in FileSystemFileHandle.prototype))
    return false;
  return typeof navigator.storage?.getDirectory === 'function';
}

/** Asks for the folder, while the press still counts as the visitor's wish. @returns null when the window was closed */
export async function destinationAt(place: Place): Promise<BatchDestination | null> {
  if (place !== 'folder') return { to: place };
  try {
    return { to: 'folder', folder: await directoryPicker()({ mode: 'readwrite' }) };
  } catch {
    return null;
  }
}

/** Not in TypeScript's DOM types: Chromium alone has it. */
function directoryPicker() {
  return (
    globalThis as unknown as {
      showDirectoryPicker(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
    }
  ).showDirectoryPicker;
}
