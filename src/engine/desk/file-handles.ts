/** Handles of dropped and opened files, where the browser gives them: with one, a file is found again after a reload. */

const handles = new WeakMap<File, FileSystemFileHandle>();

export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

export function handleOf(file: File): FileSystemFileHandle | null {
  return handles.get(file) ?? null;
}

/** Chromium's permissions of handles; absent from TypeScript's DOM. */
interface AskableHandle extends FileSystemFileHandle {
  queryPermission?(how: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(how: { mode: 'read' }): Promise<PermissionState>;
}

/**
 * The file behind a handle of an earlier visit.
 * @param ask whether the visitor may be asked; only after a press of theirs
 * @returns null when it is refused, moved or gone
 */
export async function reopen(handle: FileSystemFileHandle, ask: boolean): Promise<File | null> {
  const { queryPermission, requestPermission } = handle as AskableHandle;
  try {
    const how = { mode: 'read' } as const;
    let state = (await queryPermission?.call(handle, how)) ?? 'denied';
    if (state === 'prompt' && ask) state = (await requestPermission?.call(handle, how)) ?? 'denied';
    if (state !== 'granted') return null;
    const file = await handle.getFile();
    rememberHandle(file, handle);
    return file;
  } catch {
    return null;
  }
}
