/** Names of files that do not replace others. */
import { storageError } from './storage-error';

/** @returns the name, with a number before its ending when it is taken */
export async function freeName(wanted: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${stem} (${i})${ending}`;
    if (!(await isTaken(name))) return name;
  }
}

/** @returns true also when a folder of that name is in the way @throws LipslateError when the folder may not be read */
export async function isTaken(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (cause) {
    const kind = cause instanceof DOMException ? cause.name : '';
    if (kind !== 'NotFoundError' && kind !== 'TypeMismatchError') throw storageError(cause);
    return kind === 'TypeMismatchError';
  }
}
