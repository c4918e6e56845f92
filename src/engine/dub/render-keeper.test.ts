import { describe, expect, it, vi } from 'vitest';
import type { PreviewEvents } from '../../../workers/dub/contract';
import { createStore } from '../store';
import type { DubPipeline } from './dub-pipeline';
import { RenderKeeper } from './render-keeper';
import type { Resounder } from './resounder';
import { OWN_RECIPE } from './testing/own-recipe';
import type { DubState, ExportChoices } from './types';

const PLAN = { runs: [], pictures: 50, dubbed: 50, durationS: 2, insides: [] };
const FORMAT = { mimeType: 'video/mp4', width: 2, height: 2, badge: null as never };

/** A render of the own mouth that is done; blending it again waits until it is let go. */
async function doneRender() {
  const store = createStore<DubState>({
    render: null,
    exporting: null,
    blend: {},
    choices: { sound: 'new' },
  } as unknown as DubState);
  let resolve = () => {};
  const letGo = new Promise<void>((done) => {
    resolve = done;
  });
  let turn: Promise<unknown> = Promise.resolve();
  const pipeline = {
    alone: (job: () => Promise<void>) => {
      turn = job();
      return turn;
    },
    plan: async () => PLAN,
    sound: { spoken: async () => ({ file: new File([], 'speech.wav'), track: 0 }) },
    async render(...given: unknown[]) {
      (given[6] as PreviewEvents).onPreviewStart(FORMAT);
      return PLAN.pictures;
    },
    reblend: () => letGo,
  } as unknown as DubPipeline;
  const resounder = { start: vi.fn(), cancel: vi.fn() };
  const keeper = new RenderKeeper(pipeline, store, resounder as unknown as Resounder);
  keeper.start(OWN_RECIPE, 'new');
  await turn;
  expect(store.get().render).toMatchObject({ status: 'done', made: 50 });
  return {
    keeper,
    resounder,
    choose: (sound: ExportChoices['sound']) => store.set({ choices: { ...store.get().choices, sound } }),
    reblended: async () => {
      resolve();
      await turn;
      // What follows it.
      await Promise.resolve();
    },
  };
}

describe('after its mouths were put in another way, the preview', () => {
  it('gets the sound that was chosen meanwhile', async () => {
    const { keeper, resounder, choose, reblended } = await doneRender();
    keeper.reblend();
    choose('original');
    await reblended();
    expect(resounder.start).toHaveBeenCalledOnce();
  });

  it('does not get a sound whose mixing was cancelled before', async () => {
    const { keeper, resounder, choose, reblended } = await doneRender();
    choose('original');
    keeper.reblend();
    await reblended();
    expect(resounder.start).not.toHaveBeenCalled();
  });

  it('gets none when the room was left', async () => {
    const { keeper, resounder, choose, reblended } = await doneRender();
    keeper.reblend();
    choose('original');
    keeper.abort();
    await reblended();
    expect(resounder.start).not.toHaveBeenCalled();
  });
});
