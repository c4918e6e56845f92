import { beforeEach, describe, expect, it } from 'vitest';
import { LipslateError } from '../../../core/errors';
import type { PreparedSound } from '../../../workers/sound/contract';
import { createStore, type Store } from '../store';
import { OFF, toChain } from './chain-file';
import type { Wanted } from './prepare-one';
import type { MadeSound, SoundState, WithoutState } from './types';
import { planWithout, stepsOf, WithoutStep } from './without';

type Given = ConstructorParameters<typeof WithoutStep>[0] extends Store<infer State> ? State : never;

const BED = { file: new File(['music'], 'music.wav'), belowLu: 18, duckDb: 12 };
const SOUND = { durationS: 60, placed: null } as PreparedSound;
const chain = toChain({ hum: true, noise: 0.7, noiseBy: 'gtcrn', place: 'stereo', target: 'r128' });
const MADE: MadeSound = { id: 'a', sound: SOUND, track: 1, chain, bed: BED };

describe('what can be left out', () => {
  it('is each step that was on and did something, and the bed', () => {
    expect(stepsOf(MADE)).toEqual(['hum', 'noise', 'target', 'bed']);
    expect(stepsOf({ ...MADE, sound: { ...SOUND, placed: 'stereo' } })).toContain('place');
    const all = { ...MADE, sound: { ...SOUND, placed: 'stereo' as const } };
    const every = { ...OFF, repair: true, voiceApart: 6, hum: true, room: true, noise: 1, roomTone: true };
    const rest = {
      level: true,
      deEss: 1,
      tone: 'warm',
      compress: 1,
      place: 'stereo',
      target: 'web',
    } as const;
    // Whatever else becomes a step: all but `noiseBy`, which is a kind of one.
    expect(stepsOf({ ...all, chain: { ...every, ...rest } })).toHaveLength(Object.keys(OFF).length);
  });

  it('is nothing of one step alone, without which there is the original', () => {
    expect(stepsOf({ ...MADE, chain: { ...OFF, noise: 1 }, bed: null })).toEqual([]);
  });

  it('leaves all else as it was', () => {
    expect(planWithout(MADE, 'noise')).toEqual({ chain: { ...chain, noise: 0 }, bed: BED, withTaken: false });
    expect(planWithout(MADE, 'target').chain).toEqual({ ...chain, target: null });
    expect(planWithout(MADE, 'bed')).toEqual({ chain, bed: null, withTaken: false });
  });
});

describe('a sound without one step', () => {
  interface Job {
    wanted: Wanted;
    track: number;
    signal: AbortSignal;
    tell(progress: WithoutState['progress'] & { stage: 'cleaning' }): void;
    resolve(sound: PreparedSound): void;
    reject(cause: LipslateError): void;
  }
  let jobs: Job[];
  let store: Store<Given>;
  let step: WithoutStep;

  beforeEach(() => {
    jobs = [];
    const source = { track: 0 } as unknown as SoundState['source'];
    store = createStore<Given>({ source, made: MADE, work: null, without: null });
    step = new WithoutStep(
      store,
      (_source, track, wanted, signal, tell) =>
        new Promise((resolve, reject) => {
          jobs.push({ wanted, track, signal, tell, resolve, reject });
        }),
    );
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const sound = (name: string) => ({ ...SOUND, wav: new File([], name) });

  it('is of the track that was prepared, tells how far it is, and is there in the end', async () => {
    step.start('noise');
    expect(store.get().without).toMatchObject({ step: 'noise', status: 'working', sound: null });
    expect(jobs[0]).toMatchObject({ track: 1, wanted: { chain: { noise: 0, hum: true } } });
    jobs[0]!.tell({ stage: 'cleaning', doneS: 30, totalS: 60 });
    expect(store.get().without?.progress).toEqual({ stage: 'cleaning', doneS: 30, totalS: 60 });
    const made = sound('without-noise.wav');
    jobs[0]!.resolve(made);
    await settle();
    expect(store.get().without).toMatchObject({ step: 'noise', status: 'done', sound: made });
    // A new preparation of all ends only what is not ready.
    step.cancel();
    expect(store.get().without?.sound).toBe(made);
    step.end();
    expect(store.get().without).toBeNull();
  });

  it('gives way to another step, whatever comes of the first', async () => {
    step.start('noise');
    step.start('hum');
    expect(jobs.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    jobs[0]!.tell({ stage: 'cleaning', doneS: 30, totalS: 60 });
    jobs[0]!.reject(new LipslateError('cancelled'));
    jobs[1]!.resolve(sound('without-hum.wav'));
    await settle();
    expect(store.get().without).toMatchObject({ step: 'hum', status: 'done', error: null });
    step.end();
  });

  it('that was cancelled is no more, and one that failed says why until it is tried again', async () => {
    step.start('noise');
    step.cancel();
    expect([store.get().without, jobs[0]!.signal.aborted]).toEqual([null, true]);
    step.start('noise');
    jobs[1]!.reject(new LipslateError('worker-died'));
    await settle();
    expect(store.get().without).toMatchObject({ status: 'failed', error: { code: 'worker-died' } });
    step.start('noise');
    expect(store.get().without).toMatchObject({ status: 'working', error: null });
  });

  it('is not begun while all is prepared anew, nor of a step that is off', () => {
    step.start('deEss');
    store.set({ work: { status: 'working' } as SoundState['work'] });
    step.start('noise');
    expect([jobs, store.get().without]).toEqual([[], null]);
  });
});
