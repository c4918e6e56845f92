import { expect, test } from 'vitest';
import { createStore } from '../engine/store';
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

test('what could not be loaded is tried again', async () => {
  let tries = 0;
  const late = new Late(async () => {
    if (++tries === 1) throw new Error('offline');
    return createStore({});
  });
  await expect(late.want()).rejects.toThrow('offline');
  await expect(late.want()).resolves.toBeDefined();
});
