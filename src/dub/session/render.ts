/** One render from weights to pictures, and blending its mouths again; reports its progress to the store. */
import { type ErrorData, LipslateError } from '../../../core/errors';
import type { BlendOptions, DubPlan, Mouths } from '../../../workers/dub/contract';
import type { DubEngine } from './engine';
import { PreviewFeed } from './preview-buffer';
import type { RenderState } from './types';

/** Before so many pictures an estimate would be a guess. */
const ESTIMATE_FROM = 3;

type Update = (change: Partial<RenderState>) => void;

export function newRender(recipe: RenderState['recipe'], blend: BlendOptions): RenderState {
  return {
    id: crypto.randomUUID(),
    status: 'working',
    step: 'model',
    recipe,
    runtime: null,
    plan: null,
    made: 0,
    madeS: 0,
    msPerPicture: 0,
    remainingS: null,
    feed: null,
    blend,
    recomposed: null,
    error: null,
  };
}

/**
 * Never rejects: failures are reported through `update`, and what was made until then is kept.
 * @param mouths gets what is made
 */
export async function runRender(
  engine: DubEngine,
  signal: AbortSignal,
  { recipe, blend }: RenderState,
  mouths: Mouths[],
  isStopped: () => boolean,
  update: Update,
): Promise<void> {
  const preview: { feed: PreviewFeed | null } = { feed: null };
  let plan: DubPlan | null = null;
  try {
    const runtime = await engine.load(signal, recipe.modelId);
    update({ step: 'planning', runtime });
    const planned = await engine.plan(signal, recipe);
    plan = planned;
    update({ step: 'drawing', plan });
    const startedMs = performance.now();
    const events = {
      ...intoFeed(preview, (feed) => update({ feed })),
      onMouths: (more: Mouths) => void mouths.push(more),
      onProgress(made: number, msPerPicture: number) {
        const remainingS = remaining(made, planned.pictures, startedMs);
        update({ made, madeS: madeS(made, planned), msPerPicture, remainingS });
      },
    };
    const made = await engine.render(signal, recipe, planned, blend, events, isStopped);
    const status = made >= planned.pictures ? 'done' : 'stopped';
    update({ status, made, madeS: madeS(made, planned), remainingS: null });
  } catch (cause) {
    const made = mouths.reduce((sum, { count }) => sum + count, 0);
    const kept = { made, madeS: plan ? madeS(made, plan) : 0, remainingS: null };
    if (signal.aborted || isStopped()) update({ ...kept, status: 'stopped' });
    else update({ ...kept, status: 'failed', error: dataOf(cause) });
  } finally {
    preview.feed?.end();
  }
}

/** Never rejects: failures are reported through `update`, and the preview stays unchanged. */
export async function runRecompose(
  engine: DubEngine,
  signal: AbortSignal,
  { recipe, made }: RenderState,
  mouths: Mouths[],
  blend: BlendOptions,
  update: Update,
): Promise<void> {
  const preview: { feed: PreviewFeed | null } = { feed: null };
  try {
    await engine.recompose(signal, recipe, mouths, made, blend, {
      ...intoFeed(preview, () => {}),
      onMouths: () => {},
      onProgress: (done) => update({ recomposed: done }),
    });
    preview.feed?.end();
    if (preview.feed) update({ feed: preview.feed, blend });
  } catch (cause) {
    if (!signal.aborted) update({ error: dataOf(cause) });
  } finally {
    update({ recomposed: null });
  }
}

function intoFeed(preview: { feed: PreviewFeed | null }, onStart: (feed: PreviewFeed) => void) {
  return {
    onPreviewStart(format: { mimeType: string; width: number; height: number }) {
      preview.feed = new PreviewFeed(format);
      onStart(preview.feed);
    },
    onPreviewPiece: (piece: ArrayBuffer) => preview.feed?.push(piece),
  };
}

function madeS(made: number, { pictures, durationS }: DubPlan): number {
  return pictures > 0 ? (made / pictures) * durationS : 0;
}

function remaining(made: number, total: number, startedMs: number): number | null {
  if (made < ESTIMATE_FROM) return null;
  return (((performance.now() - startedMs) / 1000) * (total - made)) / made;
}

function dataOf(cause: unknown): ErrorData {
  return LipslateError.from(cause).toData();
}
