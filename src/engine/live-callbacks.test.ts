import * as Comlink from 'comlink';
import { expect, test } from 'vitest';
import { LiveCallbacks } from './live-callbacks';

test('progress that arrives behind the answer is not heard of', () => {
  const heard: number[] = [];
  const live = new LiveCallbacks();
  const tell = live.make((share: number) => heard.push(share));
  expect(Comlink.proxyMarker in tell).toBe(true);
  tell(0.5);
  live.end();
  tell(1);
  expect(heard).toEqual([0.5]);
});
