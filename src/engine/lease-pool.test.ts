import { describe, expect, it } from 'vitest';
import { LeasePool } from './lease-pool';

const never = new AbortController().signal;

describe('a pool of things to take turns with', () => {
  it('never gives out more than it has, whoever asks, and serves in the order of asking', async () => {
    const pool = new LeasePool(['a', 'b']);
    const served: string[] = [];
    let most = 0;
    let held = 0;
    const use = async (who: string, turns: number) => {
      for (let i = 0; i < turns; i++) {
        const lease = await pool.acquire(never);
        held += 1;
        most = Math.max(most, held);
        served.push(who);
        await new Promise((resolve) => setTimeout(resolve, 1));
        held -= 1;
        lease.release();
        lease.release();
      }
    };
    await Promise.all([use('check', 4), use('check', 4), use('fix', 2), use('fix', 2)]);
    expect(most).toBe(2);
    expect(pool.free).toHaveLength(2);
    // A long check lets a later fix take its turn after the first round.
    expect(served.slice(0, 6)).toEqual(['check', 'check', 'fix', 'fix', 'check', 'check']);
  });

  it('gives the one that is preferred, when it is free', async () => {
    const pool = new LeasePool(['a', 'b', 'c']);
    const b = await pool.acquire(never, (item) => item === 'b');
    expect(b.item).toBe('b');
    expect((await pool.acquire(never, (item) => item === 'b')).item).toBe('a');
  });

  it('gives what was used last, so that the others may rest', async () => {
    const pool = new LeasePool(['a', 'b', 'c']);
    for (const turn of [1, 2, 3]) {
      const lease = await pool.acquire(never);
      expect([turn, lease.item]).toEqual([turn, 'a']);
      lease.release();
    }
    const [a, b] = [await pool.acquire(never), await pool.acquire(never)];
    a.release();
    b.release();
    expect((await pool.acquire(never)).item).toBe('b');
  });

  it('does without what is retired, but never without all', async () => {
    const pool = new LeasePool(['a', 'b']);
    const a = await pool.acquire(never);
    expect(a.retire()).toBe(true);
    a.release();
    expect([pool.size, pool.free]).toEqual([1, ['b']]);
    const b = await pool.acquire(never);
    expect(b.retire()).toBe(false);
    const waiting = pool.acquire(never);
    b.release();
    expect((await waiting).item).toBe('b');
  });

  it('retires free ones with it where asked to, and keeps one in any case', async () => {
    const pool = new LeasePool(['a', 'b', 'c', 'd']);
    const a = await pool.acquire(never);
    expect(a.retire((item) => item !== 'c')).toBe(true);
    expect([pool.size, pool.free]).toEqual([1, ['c']]);
    const few = new LeasePool(['a', 'b']);
    expect((await few.acquire(never)).retire(() => true)).toBe(true);
    expect(few.free).toEqual(['b']);
  });

  it('forgets who has given up waiting', async () => {
    const pool = new LeasePool(['a']);
    const first = await pool.acquire(never);
    const abort = new AbortController();
    const second = pool.acquire(abort.signal);
    const third = pool.acquire(never);
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    first.release();
    expect((await third).item).toBe('a');
    await expect(pool.acquire(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
