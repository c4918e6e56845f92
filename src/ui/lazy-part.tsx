/** Parts of the page that are loaded when they are first shown; one that could not be loaded can be tried again. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { LipslateError } from '../../core/errors';

/** A network that hiccups is given that long before anything is said. */
const PAUSES_MS = [300, 1500];

/** To be created again after a failure, as React remembers a failed lazy component for ever. */
const failed = new Set<() => void>();

/** After it the next time a part is shown that could not be loaded, it is loaded again. */
export function forgetFailedParts(): void {
  for (const makeAnew of failed) makeAnew();
  failed.clear();
}

/** Show it within an <ErrorBoundary> and a <Suspense>. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Part: LazyExoticComponent<ComponentType<Props>>;
  const makeAnew = () => {
    Part = lazy(async () => ({ default: await loadPart(load, makeAnew) }));
  };
  makeAnew();
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each part, as `lazy` does
  return function LazyPart(props: Props) {
    return <Part {...props} />;
  };
}

/**
 * What a part needs to be shown, with patience.
 * @param makeAnew called before it is tried again
 * @throws LipslateError part-load-failed
 */
export async function loadPart<T>(load: () => Promise<T>, makeAnew: () => void): Promise<T> {
  try {
    return await loadPatiently(load);
  } catch (cause) {
    failed.add(makeAnew);
    throw LipslateError.from(cause, 'part-load-failed');
  }
}

async function loadPatiently<T>(load: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return load();
}
