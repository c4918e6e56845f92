import { describe, expect, it } from 'vitest';
import { beginsGroup, hasOtherSets, parameterSets, sequenceSets, withParameterSets } from './avc';
import { isProgressive } from './avc-sequence';

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

  it('stand behind the delimiter of a picture, which is its first unit', () => {
    const delimiter = [0, 0, 0, 2, 9, 0x10];
    const picture = [0, 0, 0, 1, 0x65];
    const sets = { profile: 100, units: [Uint8Array.from(SPS)] };
    const packet = withParameterSets(Uint8Array.of(...delimiter, ...picture), sets);
    expect(Array.from(packet)).toEqual([...delimiter, 0, 0, 0, 5, ...SPS, ...picture]);
  });

  it('of a packet are told from those of the head, and several sequences from one', () => {
    const sets = parameterSets(AVCC)!;
    expect(sequenceSets(sets)).toHaveLength(1);
    expect(sequenceSets({ ...sets, units: [...sets.units, Uint8Array.of(0x67, 100, 0, 40)] })).toHaveLength(
      2,
    );
    expect(hasOtherSets(Uint8Array.of(0, 0, 0, 3, ...PPS, 0, 0, 0, 1, 0x65), sets)).toBe(false);
    expect(hasOtherSets(Uint8Array.of(0, 0, 0, 3, 0x68, 0xee, 0x38, 0, 0, 0, 1, 0x65), sets)).toBe(true);
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

it('films of fields are told by their sequence, which x264 made', () => {
  const unit = (hex: string) => Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  expect(isProgressive(unit('6764000aacd9447b011000000300100000030320f1225960'))).toBe(true);
  expect(isProgressive(unit('67640015acd9444fcb808800000300080000030190f8a14cb0'))).toBe(false);
  expect(isProgressive(unit('6764000aacd9447b011000000300100000030320f1225960').subarray(0, 6))).toBe(false);
});
