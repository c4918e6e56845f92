/** When a dub's inputs are locked, and what would be lost with the page. */
import type { Guarded } from '../work-guard';
import type { DubState, RenderState } from './types';

/** True until the last mouth is drawn, also while a stop is awaited. */
export function isRendering({ status }: RenderState): boolean {
  return status === 'working' || status === 'stopping';
}

/** A stretch is put into its video as a whole, or not at all. */
export function isExportable({ made, status, recipe }: RenderState): boolean {
  return made > 0 && (recipe.part === null || status === 'done');
}

/** There is a preview that can be given another sound. */
export function isResoundable(render: RenderState): boolean {
  return !isRendering(render) && render.reblended === null && render.feed !== null && render.plan !== null;
}

/** True while inputs must stay as they are. */
export function isBusy({ render, exporting }: DubState): boolean {
  return (
    (render !== null && (isRendering(render) || render.reblended !== null)) || exporting?.status === 'working'
  );
}

/** Lost with the page are a job in work, and mouths that are neither stored nor exported. */
export function guardedOf(state: DubState): Guarded {
  const { render, exporting } = state;
  const working = isBusy(state);
  const exported = exporting?.status === 'done';
  return { working, wouldLose: working || (render !== null && render.made > 0 && !render.safe && !exported) };
}
