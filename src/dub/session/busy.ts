/** When a dub's inputs are locked. */
import type { DubState } from './types';

/** True while inputs must stay as they are. */
export function isBusy({ render, exporting }: DubState): boolean {
  return (
    render?.status === 'working' ||
    render?.status === 'stopping' ||
    typeof render?.reblended === 'number' ||
    exporting?.status === 'working'
  );
}
