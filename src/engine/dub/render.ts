/** One render from weights to pictures, and blending its mouths again; reports its progress to the store. */
import { type ErrorData, LipslateError } from '../../../core/errors';
import type { BlendOptions, DubPlan, HeardFile, Mouths, PreviewFormat } from '../../../workers/dub/contract';
import type { DubPipeline } from './dub-pipeline';
import type { MadeMouths } from './made-mouths';
import { PreviewBuffer } from './preview-buffer';
import { isOfOriginal, previewSound } from './preview-sound';
import { heardInside } from './result-sound';
import type { DubSound, RenderState } from './types';

/** Before so many pictures an estimate would be a guess. */
const ESTIMATE_FROM = 3;

type Update = (change: Partial<RenderState>) => void;

export function newRender(recipe: RenderState['recipe'], blend: BlendOptions): RenderState {
  return {
    id: crypto.randomUUID(),
    status: 'working',
    step: recipe.modelId !== null ? 'model' : recipe.fit ? 'fitting' : 'planning',
    share: null,
    recipe,
    runtime: null,
    plan: null,
    before: 0,
    made: 0,
    madeS: 0,
    safe: false,
    msPerPicture: 0,
    remainingS: null,
    feed: null,
    blend,
    reblended: null,
    sound: 'new',
    resounded: null,
    soundError: null,
    error: null,
  };
}

/**
 * Never rejects: failures are reported through `update`, and what was made until then is kept.
 * @param sound of the preview
 * @param mouths what was made before is put in, and what is made is added
 */
export async function runRender(
  engine: DubPipeline,
  signal: AbortSignal,
  { blend }: RenderState,
  sound: DubSound,
  mouths: MadeMouths,
  isStopped: () => boolean,
  update: Update,
): Promise<void> {
  const preview: { feed: PreviewBuffer | null } = { feed: null };
  const { recipe, count: before } = mouths;
  let plan: DubPlan | null = null;
  let passed = 0;
  const stored: Promise<void>[] = [];
  update({ recipe, before });
  try {
    const runtime = recipe.modelId === null ? null : await engine.load(signal, recipe.modelId);
    if (recipe.fit) {
      update({ step: 'fitting', runtime });
      await engine.sound.spoken(signal, recipe, (share) => update({ share }));
    }
    update({ step: 'planning', share: null, runtime });
    const planned = await engine.plan(signal, recipe, (share) => update({ share }));
    plan = planned;
    if (before === 0) await mouths.begin(planned);
    const heard = await previewSound(engine, signal, sound, recipe, planned.durationS, update);
    update({ step: 'drawing', share: null, plan: planned, safe: mouths.safe });
    const draw = (heard: HeardFile) => {
      const pace = new Pace(planned.pictures, mouths.count);
      const events = {
        ...intoFeed(preview, (feed) => update({ feed })),
        onMouths: (more: Mouths) => void stored.push(mouths.add(more)),
        onProgress(made: number, msPerPicture: number) {
          passed = made;
          const remainingS = pace.remainingS(made);
          update({ made, madeS: madeS(made, planned), msPerPicture, remainingS, safe: mouths.safe });
        },
      };
      return engine.render(signal, recipe, planned, mouths.list, blend, heard, events, isStopped);
    };
    const put = await draw(heard).catch(async (cause: unknown) => {
      if (signal.aborted || isStopped() || !isOfOriginal(sound, cause)) throw cause;
      preview.feed?.end();
      update({ sound: 'new', soundError: dataOf(cause) });
      return draw(await heardInside(engine, signal, 'new', recipe, planned.durationS, () => {}));
    });
    await Promise.all(stored);
    // What was made before is there, also when it was stopped before all of it was put in again.
    const made = Math.max(put, mouths.count);
    const status = made >= planned.pictures ? 'done' : 'stopped';
    update({ status, made, madeS: madeS(made, planned), remainingS: null, safe: mouths.safe });
  } catch (cause) {
    await Promise.all(stored);
    const kept = keptOf(plan, recipe.modelId === null ? passed : mouths.count, mouths);
    if (signal.aborted || isStopped()) update({ ...kept, status: 'stopped' });
    else update({ ...kept, status: 'failed', error: dataOf(cause) });
  } finally {
    preview.feed?.end();
  }
}

/** What is there of a dub that was broken off; without a plan nothing of it can be shown yet. */
function keptOf(plan: DubPlan | null, pictures: number, { safe }: MadeMouths): Partial<RenderState> {
  const made = plan === null ? 0 : pictures;
  return { plan, made, madeS: plan ? madeS(made, plan) : 0, remainingS: null, safe };
}

/** Never rejects: failures are reported through `update`, and the preview stays unchanged. */
export async function runReblend(
  engine: DubPipeline,
  signal: AbortSignal,
  { recipe, made, plan, sound }: RenderState,
  mouths: readonly Mouths[],
  blend: BlendOptions,
  update: Update,
): Promise<void> {
  const preview: { feed: PreviewBuffer | null } = { feed: null };
  try {
    const heard = await heardInside(engine, signal, sound, recipe, plan?.durationS ?? 0, () => {});
    await engine.reblend(signal, recipe, mouths, made, blend, heard, {
      ...intoFeed(preview, () => {}),
      onMouths: () => {},
      onProgress: (done) => update({ reblended: done }),
    });
    preview.feed?.end();
    if (preview.feed) update({ feed: preview.feed, blend });
  } catch (cause) {
    if (!signal.aborted) update({ error: dataOf(cause) });
  } finally {
    update({ reblended: null });
  }
}

function intoFeed(preview: { feed: PreviewBuffer | null }, onStart: (feed: PreviewBuffer) => void) {
  return {
    onPreviewStart(format: PreviewFormat) {
      preview.feed = new PreviewBuffer(format);
      onStart(preview.feed);
    },
    onPreviewPiece: (piece: ArrayBuffer) => preview.feed?.push(piece),
  };
}

function madeS(made: number, { pictures, durationS }: DubPlan): number {
  return pictures > 0 ? (made / pictures) * durationS : 0;
}

/** Pictures that were made before pass much faster: time is taken from the first one that is drawn. */
class Pace {
  readonly #total: number;
  readonly #before: number;
  #sinceMs = performance.now();

  constructor(total: number, before: number) {
    this.#total = total;
    this.#before = before;
  }

  remainingS(made: number): number | null {
    if (made <= this.#before) this.#sinceMs = performance.now();
    const drawn = made - this.#before;
    if (drawn < ESTIMATE_FROM) return null;
    return (((performance.now() - this.#sinceMs) / 1000) * (this.#total - made)) / drawn;
  }
}

function dataOf(cause: unknown): ErrorData {
  return LipslateError.from(cause).toData();
}
