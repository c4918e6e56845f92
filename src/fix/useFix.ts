/** React's view of the corrected copies. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FixSession, FixState } from './session/types';

export function useFix(session: FixSession): FixState {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** An address of the file for as long as the component lives. */
export function useUrl(file: Blob | null): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      setUrl(undefined);
      URL.revokeObjectURL(made);
    };
  }, [file]);
  return url;
}
