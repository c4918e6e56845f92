import { describe, expect, it } from 'vitest';
import { LipslateError } from '../../../core/errors';
import type { DubPlan, HeardFile, PreviewEvents } from '../../../workers/dub/contract';
import type { DubPipeline } from './dub-pipeline';
import type { MadeMouths } from './made-mouths';
import { newRender, runRender } from './render';
import type { DubSound, Recipe, RenderState } from './types';

const PICTURES = 50;
const PLAN = { runs: [], pictures: PICTURES, dubbed: PICTURES, durationS: 2, insides: [] } as DubPlan;
const RECIPE = {
  faceFile: new File([], 'face.mp4'),
  modelId: 'weights',
  fit: null,
  part: null,
  options: { engine: 'wav2lip' },
} as unknown as Recipe;
const FORMAT = { mimeType: 'video/mp4', width: 2, height: 2, badge: null as never };

/** A render that goes on with mouths of an earlier visit. @param draw stands for the worker */
async function rendered(
  sound: DubSound,
  draw: (heard: HeardFile, events: PreviewEvents) => Promise<number>,
  { kept = 0, signal = new AbortController().signal, layOver = () => {} } = {},
): Promise<RenderState> {
  const engine = {
    load: async () => null,
    plan: async () => PLAN,
    sound: {
      spoken: async () => ({ file: new File([], 'speech.wav'), track: 0 }),
      layOver: async () => {
        layOver();
        throw new LipslateError('cancelled');
      },
    },
    render: (
      _signal: AbortSignal,
      _recipe: Recipe,
      _plan: DubPlan,
      _made: unknown,
      _blend: unknown,
      heard: HeardFile,
      events: PreviewEvents,
    ) => draw(heard, events),
  } as unknown as DubPipeline;
  const mouths = { recipe: RECIPE, list: [], count: kept, safe: true, begin: async () => {} };
  let render = newRender(RECIPE, {} as RenderState['blend']);
  await runRender(
    engine,
    signal,
    render,
    sound,
    mouths as unknown as MadeMouths,
    () => false,
    (change) => {
      render = { ...render, ...change };
    },
  );
  return render;
}

describe('a render', () => {
  it('cancelled while its sound is mixed can be exported and gone on with, with the mouths that were kept', async () => {
    const abort = new AbortController();
    const options = { kept: 20, signal: abort.signal, layOver: () => abort.abort() };
    const render = await rendered('over', async () => PICTURES, options);
    expect(render).toMatchObject({ status: 'stopped', made: 20, plan: PLAN, feed: null });
  });

  it('has the new speech alone where the original sound cannot be put in, and says why', async () => {
    const heardIn: string[] = [];
    const render = await rendered('original', async ({ file }, events) => {
      heardIn.push(file.name);
      events.onPreviewStart(FORMAT);
      if (file.name === 'face.mp4') throw new LipslateError('codec-unsupported');
      return PICTURES;
    });
    expect(heardIn).toEqual(['face.mp4', 'speech.wav']);
    expect(render).toMatchObject({ status: 'done', made: PICTURES, sound: 'new', error: null });
    expect(render.soundError?.code).toBe('codec-unsupported');
    expect(render.feed?.ended).toBe(true);
  });

  it('fails once with what is not of the original sound', async () => {
    let tries = 0;
    const render = await rendered('original', () => {
      tries += 1;
      return Promise.reject(new LipslateError('worker-died'));
    });
    expect(tries).toBe(1);
    expect(render).toMatchObject({ status: 'failed', sound: 'original', soundError: null });
    expect(render.error?.code).toBe('worker-died');
  });
});
