/** React's view of the dub session. */
import { useStore } from '../engine/use-store';
import type { DubSession, DubState } from './session/types';

export function useDub(session: DubSession): DubState {
  return useStore(session);
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
