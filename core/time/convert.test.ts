import { expect, test } from 'vitest';
import { offsetMsOfSyncnet, syncnetFrames } from './convert';

test('the reference clip, whose sound is 120 ms early, is +3 frames in SyncNet language', () => {
  expect(syncnetFrames(-120)).toBe(3);
});

test('sound that is late counts negative in SyncNet language', () => {
  expect(syncnetFrames(100)).toBe(-2.5);
});

test('there and back again changes nothing, and zero carries no minus sign', () => {
  expect(offsetMsOfSyncnet(syncnetFrames(73))).toBeCloseTo(73, 9);
  expect(Object.is(syncnetFrames(0), 0)).toBe(true);
  expect(Object.is(offsetMsOfSyncnet(0), 0)).toBe(true);
});
