/** What the fix needs to know of copies, and the worker that writes them. */
import type { RewriteWorkerApi } from '../../../workers/rewrite/contract';
import RewriteWorker from '../../../workers/rewrite/rewrite.worker?worker';
import { WorkerBridge } from '../bridge';
import { type KnownLips, lipsOf } from '../known-lips';

/** The original's lips where the copy has the same picture; null: its own pictures have to be watched. */
export async function lipsFor(signal: AbortSignal, original: File, copy: File): Promise<KnownLips | null> {
  const lips = lipsOf(original);
  if (!lips) return null;
  const bridge = newRewriteBridge();
  try {
    return (await bridge.call(signal, (api) => api.hasSamePicture(original, copy))) ? lips : null;
  } catch {
    return null;
  } finally {
    bridge.dispose();
  }
}

export const newRewriteBridge = () =>
  new WorkerBridge<RewriteWorkerApi>((name) => new RewriteWorker({ name }));

/** The browser makes the file as soon as the visitor names it; an empty one is of no use to them. */
export async function removeEmpty(
  handle: FileSystemFileHandle & { remove?(): Promise<void> },
): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.();
  } catch {
    // It is gone already, or may not be removed: an empty file does no harm.
  }
}
