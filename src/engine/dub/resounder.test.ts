import { describe, expect, it } from 'vitest';
import type { DubPipeline } from './dub-pipeline';
import { PreviewBuffer } from './preview-buffer';
import { Resounder } from './resounder';
import type { DubSound, RenderState } from './types';

const FORMAT = { mimeType: 'video/mp4', width: 2, height: 2, badge: null as never };

/** A preview with the new speech; jobs wait until they are let go, and the sound is ready when it is asked for. */
function previewWith() {
  let render = {
    id: 'render',
    status: 'done',
    recipe: { faceFile: new File([], 'face.mp4'), part: null },
    plan: { durationS: 2 },
    feed: new PreviewBuffer(FORMAT),
    reblended: null,
    sound: 'new',
    resounded: null,
    soundError: null,
  } as unknown as RenderState;
  let chosen: DubSound = 'original';
  const jobs: (() => Promise<void>)[] = [];
  const made: string[] = [];
  const pipeline = {
    alone: (job: () => Promise<void>) => {
      jobs.push(job);
      return Promise.resolve();
    },
    resound: async (_signal: AbortSignal, _preview: Blob, { file }: { file: File }) => {
      made.push(file.name);
      return { mimeType: 'video/mp4', pieces: [] };
    },
  } as unknown as DubPipeline;
  const set = (_id: string, change: Partial<RenderState>) => {
    render = { ...render, ...change };
  };
  const resounder = new Resounder(
    pipeline,
    () => render,
    set,
    () => chosen,
  );
  return {
    resounder,
    made,
    choose: (sound: DubSound) => {
      chosen = sound;
    },
    state: () => render,
    letGo: async () => {
      for (const job of jobs.splice(0)) await job();
    },
  };
}

describe('another sound for the preview', () => {
  it('is put in, and then heard in it', async () => {
    const { resounder, made, state, letGo } = previewWith();
    resounder.start();
    expect(state().resounded).toBe(0);
    await letGo();
    expect(made).toEqual(['face.mp4']);
    expect(state()).toMatchObject({ sound: 'original', resounded: null });
  });

  it('is cancelled at once while it waits for others', async () => {
    const { resounder, made, state, letGo } = previewWith();
    resounder.start();
    resounder.cancel();
    expect(state().resounded).toBeNull();
    await letGo();
    expect(made).toEqual([]);
    expect(state()).toMatchObject({ sound: 'new', resounded: null, soundError: null });
  });

  it('is still under way when one cancelled before it ends', async () => {
    const { resounder, state, letGo } = previewWith();
    resounder.start();
    const first = letGo();
    resounder.cancel();
    resounder.start();
    await first;
    expect(state()).toMatchObject({ sound: 'new', resounded: 0 });
    await letGo();
    expect(state()).toMatchObject({ sound: 'original', resounded: null });
  });

  it('is not made when it is what the preview has', () => {
    const { resounder, state, choose } = previewWith();
    choose('new');
    resounder.start();
    expect(state().resounded).toBeNull();
  });
});
