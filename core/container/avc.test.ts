import { describe, expect, it } from 'vitest';
import { beginsGroup, parameterSets, withParameterSets } from './avc';

const SPS = [0x67, 100, 0, 31, 0xac];
const PPS = [0x68, 0xee, 0x3c];
const AVCC = Uint8Array.of(1, 100, 0, 31, 0xff, 0xe1, 0, SPS.length, ...SPS, 1, 0, PPS.length, ...PPS);

describe('parameter sets', () => {
  it('are read, wherever they lie in a buffer, and put before a packet', () => {
    const moved = new Uint8Array(60);
    moved.set(AVCC, 20);
    const sets = parameterSets(moved.subarray(20, 20 + AVCC.length))!;
    expect(sets.profile).toBe(100);
    expect(sets.units.map((unit) => Array.from(unit))).toEqual([SPS, PPS]);
    const packet = withParameterSets(Uint8Array.of(0, 0, 0, 1, 0x65), sets);
    expect(Array.from(packet)).toEqual([0, 0, 0, 5, ...SPS, 0, 0, 0, 3, ...PPS, 0, 0, 0, 1, 0x65]);
    expect(beginsGroup(packet)).toBe(true);
  });

  it('are not made up', () => {
    expect(parameterSets(undefined)).toBeNull();
    expect(parameterSets(Uint8Array.of(1, 100, 0, 31, 0xfd, 0xe1, 0))).toBeNull();
    expect(parameterSets(AVCC.slice(0, 12))).toBeNull();
  });
});

it('a key picture of an open group begins none', () => {
  // Recovery point, then a slice that is no IDR.
  expect(beginsGroup(Uint8Array.of(0, 0, 0, 2, 6, 6, 0, 0, 0, 2, 0x61, 9))).toBe(false);
  expect(beginsGroup(new Uint8Array(3))).toBe(false);
});
