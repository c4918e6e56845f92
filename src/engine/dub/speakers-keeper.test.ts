import { describe, expect, it, vi } from 'vitest';
import { createStore } from '../store';
import type { DubPipeline } from './dub-pipeline';
import { type PersonSeen, peopleOf, pickOf } from './people';
import { peopleOfSpeaker } from './speakers';
import { SpeakersKeeper } from './speakers-keeper';
import type { DubState } from './types';

/** A face standing still, seen at both ends of its time. */
function seen(id: number, startS: number, endS: number, x: number): PersonSeen {
  return {
    id,
    timesS: Float64Array.of(startS, endS),
    boxes: Float32Array.of(x, 0.4, 0.2, 0.2, x, 0.4, 0.2, 0.2),
    outlines: new Float32Array(172),
    lowerFaces: new Float32Array(280),
    lips: new Float32Array(184),
    quality: Float32Array.of(1, 1),
  };
}

const PEOPLE = peopleOf([seen(1, 0, 8, 0.1), seen(2, 0, 3, 0.7), seen(3, 4, 8, 0.4)], [4]);

/** Two faces at a time, of whom the first says the first speech. Files are opened for ever. */
function kept(part: DubState['part'] = null, people = PEOPLE, chosen = [people[0]!]) {
  const face = { people, chosen, info: { still: false } };
  const store = createStore<DubState>({
    face,
    part,
    speakers: [],
    apart: false,
    render: null,
    exporting: null,
  } as unknown as DubState);
  const opened: AbortSignal[] = [];
  const pipeline = {
    alone: (job: () => Promise<unknown>) => job(),
    hearing: {
      openSpeech: (signal: AbortSignal) => {
        opened.push(signal);
        return new Promise(() => {});
      },
    },
  } as unknown as DubPipeline;
  const changed = vi.fn();
  const keeper = new SpeakersKeeper(pipeline, store, changed);
  const work = () => store.set({ exporting: { status: 'working' } as DubState['exporting'] });
  return { keeper, store, opened, changed, work };
}

describe('further speakers', () => {
  it('get the first face that says nothing yet, of a stretch one that is seen there', () => {
    const all = kept();
    expect(all.keeper.add()).toBe(all.store.get().speakers[0]!.id);
    expect(all.store.get().speakers[0]!.picks).toEqual([pickOf(PEOPLE[1]!)]);
    const some = kept({ startS: 5, endS: 7 });
    some.keeper.add();
    expect(some.store.get().speakers[0]!.picks).toEqual([pickOf(PEOPLE[2]!)]);
  });

  it('get who is alone in one shot, and beside the first speaker in another', () => {
    const people = PEOPLE.map((person) => (person.id === 3 ? { ...person, who: 2, nth: 2 } : person));
    const { keeper, store } = kept(null, people, [people[0]!, people[2]!]);
    keeper.add();
    expect(peopleOfSpeaker(people, store.get().speakers[0]!).map(({ id }) => id)).toEqual([2, 3]);
  });

  it('have somebody in every shot in which they are known again, but for the shots that are taken from them', () => {
    const people = PEOPLE.map((person) => (person.id === 3 ? { ...person, who: 2, nth: 2 } : person));
    people[1] = { ...people[1]!, nth: 1 };
    const { keeper, store } = kept(null, people);
    const [second, third] = [keeper.add()!, keeper.add()!];
    const faces = () =>
      store.get().speakers.map((speaker) => peopleOfSpeaker(people, speaker).map(({ id }) => id));
    expect(faces()).toEqual([[2, 3], []]);
    keeper.setFace(third, pickOf(people[2]!, true), true);
    expect(faces()).toEqual([[2], [3]]);
    keeper.setFace(second, pickOf(people[1]!), true);
    expect(faces()).toEqual([[2, 3], []]);
    keeper.release(pickOf(people[1]!, true));
    expect(faces()).toEqual([[3], []]);
  });

  it('stay as they are while something is under way', () => {
    const { keeper, store, opened, changed, work } = kept();
    const id = keeper.add()!;
    keeper.setSpeech(id, new File([], 'b.wav'), 'file');
    const before = store.get().speakers;
    expect(before[0]!.speech?.status).toBe('opening');
    work();
    changed.mockClear();
    expect(keeper.add()).toBeNull();
    keeper.remove(id);
    keeper.retrySpeech(id);
    keeper.cancelSpeech(id);
    keeper.setTrack(id, 1);
    keeper.setStart(id, 2);
    expect(store.get().speakers).toBe(before);
    expect(changed).not.toHaveBeenCalled();
    // It is listened to as before, once.
    expect(opened.map(({ aborted }) => aborted)).toEqual([false]);

    store.set({ exporting: null });
    keeper.remove(id);
    expect(store.get().speakers).toEqual([]);
    expect(opened[0]!.aborted).toBe(true);
  });
});
