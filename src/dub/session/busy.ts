/** When a dub's inputs are locked, and what would be lost with the page. */
import type { Guarded } from '../../engine/work-guard';
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

/** Lost with the page are a job in work, and mouths that are neither stored nor exported. */
export function guardedOf(state: DubState): Guarded {
  const { render, exporting } = state;
  const working = isBusy(state);
  const exported = exporting?.status === 'done';
  return { working, wouldLose: working || (render !== null && render.made > 0 && !render.safe && !exported) };
}
