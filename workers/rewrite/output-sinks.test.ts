import { describe, expect, it } from 'vitest';
import type { RewritePlan } from './contract';
import { clearLeftovers, openPassing, openSink, removeResults } from './output-sinks';
import { demandRoom } from './plan';

/** Node gives a page's code no private files, as some browsers do. */
describe('without private storage', () => {
  it('what is for in between is kept all the same', async () => {
    const passing = await openPassing();
    await passing.write(new Uint8Array([1, 2, 3]), 0);
    await passing.write(new Uint8Array([4]), 3);
    expect([...new Uint8Array(await (await passing.finish()).arrayBuffer())]).toEqual([1, 2, 3, 4]);
    await passing.abort();
  });

  it('a copy comes as a file of its name', async () => {
    const sink = await openSink({ to: 'opfs', folder: 'results' }, 'talk.in-sync.mp4');
    await sink.write(new Uint8Array(5_000_000).fill(7), 0);
    await sink.write(new Uint8Array([1]), 10);
    const file = await sink.finish();
    expect([file.name, file.size]).toEqual(['talk.in-sync.mp4', 5_000_000]);
    expect([...new Uint8Array(await file.slice(9, 12).arrayBuffer())]).toEqual([7, 1, 7]);
  });

  it('nothing is asked of it for a copy that goes to the visitor’s disk', async () => {
    const plan = { needBytes: 1e12, freeBytes: 0 } as RewritePlan;
    const output = { to: 'handle', handle: {} as FileSystemFileHandle } as const;
    const correction = { kind: 'shift', offsetMs: 1 } as const;
    await demandRoom(plan, { mode: 'lossless', correction, audioIndex: 0, output });
  });

  it('there is nothing to be cleared', async () => {
    await clearLeftovers();
    await removeResults('results');
  });
});
