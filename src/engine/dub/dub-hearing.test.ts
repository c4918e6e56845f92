import { expect, it } from 'vitest';
import type { DubWorkerApi, HeardSpeech } from '../../../workers/dub/contract';
import type { WorkerBridge } from '../bridge';
import { DubHearing } from './dub-hearing';
import { nothingKnown } from './told';

it('of one speech alone, the page forgets the others as the worker does', async () => {
  const known = nothingKnown(0);
  const file = new File([], 'first.wav');
  const speech = {} as HeardSpeech;
  known.heard.set(0, { file, track: 0, place: undefined, speech });
  known.heard.set(1, { file, track: 0, place: { voice: 1, startS: 2, untilS: 5 }, speech });
  // The first one is known: nothing is read, and no worker is asked.
  const hearing = new DubHearing({} as WorkerBridge<DubWorkerApi>, () => known);
  await hearing.hearOne(new AbortController().signal, file, 0);
  expect([...known.heard.keys()]).toEqual([0]);
});
