/** A stop of a dub that comes while something is waited for: it must be lost nowhere. */
import { describe, expect, it, vi } from 'vitest';
import type { DubPlan, PreviewEvents } from '../../../workers/dub/contract';
import { createStore } from '../store';
import { DubPipeline } from './dub-pipeline';
import { RenderKeeper } from './render-keeper';
import type { Resounder } from './resounder';
import { OWN_RECIPE } from './testing/own-recipe';
import type { DubState } from './types';

const RUN = { first: 0, startS: 0, endS: 1, backward: false };
const PLAN = { runs: [RUN, RUN], pictures: 50, dubbed: 50, durationS: 2, insides: [] } as DubPlan;

const worker = vi.hoisted(() => ({
  beginRender: async () => {},
  render: async () => {},
  finishRender: async () => 0,
}));

vi.mock('../bridge', () => ({
  WorkerBridge: class {
    generation = 1;
    call = (_signal: AbortSignal, job: (api: typeof worker) => unknown) => job(worker);
    dispose() {}
  },
}));
vi.mock('./media', () => {
  const newFile = () => ({
    open: async () => {},
    frames: (_signal: AbortSignal, _range: unknown, use: (port: MessagePort) => unknown) =>
      use(new MessageChannel().port1 as unknown as MessagePort),
  });
  return { newPictureFile: newFile, newSoundFile: newFile };
});

function keeperOf(pipeline: Partial<DubPipeline>) {
  const store = createStore({ render: null, blend: {}, choices: { sound: 'new' } } as unknown as DubState);
  let turn: Promise<unknown> = Promise.resolve();
  const whole = {
    alone: (job: () => Promise<void>) => {
      turn = job();
      return turn;
    },
    sound: { spoken: async () => ({ file: new File([], 'speech.wav'), track: 0 }) },
    ...pipeline,
  } as unknown as DubPipeline;
  const keeper = new RenderKeeper(whole, store, { start() {}, cancel() {} } as unknown as Resounder);
  keeper.start(OWN_RECIPE, 'new');
  return { keeper, render: () => store.get().render, ended: () => turn };
}

describe('a stop', () => {
  it('before anything is drawn ends what is under way', async () => {
    const stop = vi.fn(async () => {});
    const plan = vi.fn(
      (signal: AbortSignal) =>
        new Promise<DubPlan>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const { keeper, render, ended } = keeperOf({ plan, stop } as Partial<DubPipeline>);
    await vi.waitFor(() => expect(plan).toHaveBeenCalled());
    keeper.stop();
    await ended();
    expect(render()).toMatchObject({ status: 'stopped', made: 0, error: null });
    expect(stop).not.toHaveBeenCalled();
  });

  it('while drawing begins is told to the worker, and known to whoever waits for it', async () => {
    const stop = vi.fn(async () => {});
    let begun = () => {};
    const drawn = async (...given: unknown[]) => {
      await new Promise<void>((resolve) => {
        begun = resolve;
      });
      return (given[7] as () => boolean)() ? 0 : PLAN.pictures;
    };
    const { keeper, render, ended } = keeperOf({ plan: async () => PLAN, render: drawn, stop } as never);
    await vi.waitFor(() => expect(render()?.step).toBe('drawing'));
    keeper.stop();
    expect(stop).toHaveBeenCalledOnce();
    begun();
    await ended();
    expect(render()).toMatchObject({ status: 'stopped', made: 0, error: null });
  });

  it('that came too early for the worker has none of its runs begun', async () => {
    let stopped = false;
    const runs = vi.spyOn(worker, 'render');
    vi.spyOn(worker, 'beginRender').mockImplementation(async () => {
      stopped = true;
    });
    const draw = () =>
      new DubPipeline().render(
        new AbortController().signal,
        OWN_RECIPE,
        PLAN,
        [],
        {} as never,
        {} as never,
        {} as PreviewEvents,
        () => stopped,
      );
    await draw();
    expect(runs).not.toHaveBeenCalled();
    stopped = false;
    vi.spyOn(worker, 'beginRender').mockImplementation(async () => {});
    await draw();
    expect(runs).toHaveBeenCalledTimes(2);
  });
});
