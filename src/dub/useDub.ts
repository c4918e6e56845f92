/** React's view of the dub session. */
import { useSyncExternalStore } from 'react';
import type { DubSession, DubState } from './session/types';

export function useDub(session: DubSession): DubState {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** True while inputs must stay as they are. */
export function isBusy({ render, exporting }: DubState): boolean {
  return (
    render?.status === 'working' ||
    render?.status === 'stopping' ||
    typeof render?.recomposed === 'number' ||
    exporting?.status === 'working'
  );
}
