import { expect, test, vi } from 'vitest';
import { createStore } from '../engine/store';
import { forgetFailedParts } from '../ui/lazy-part';
import { Late } from './late';

test('what is wanted late is made once, and heard of by those who listened before', async () => {
  const store = createStore({ n: 1 });
  let made = 0;
  let heard = 0;
  const late = new Late(async () => {
    made++;
    return store;
  });
  late.subscribe(() => heard++);
  expect(late.get()).toBeNull();
  const [one, other] = await Promise.all([late.want(), late.want()]);
  expect(one).toBe(other);
  expect(made).toBe(1);
  expect(late.get()).toBe(store);
  store.set({ n: 2 });
  expect(heard).toBe(1);
});

test('what could not be loaded stays so, or a page that shows it would ask for ever, until it is tried again', async () => {
  vi.useFakeTimers();
  let tries = 0;
  const late = new Late(async () => {
    if (++tries <= 3) throw new Error('offline');
    return createStore({});
  });
  const failure = late.want();
  const told = expect(failure).rejects.toMatchObject({ code: 'part-load-failed' });
  await vi.runAllTimersAsync();
  await told;
  expect(tries).toBe(3);
  expect(late.want()).toBe(failure);
  forgetFailedParts();
  await expect(late.want()).resolves.toBeDefined();
  expect(tries).toBe(4);
  vi.useRealTimers();
});
