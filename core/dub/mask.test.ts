import { describe, expect, it } from 'vitest';
import { FACE_SIZE } from '../lips/wav2lip';
import { mouthMask } from './mask';

const at = (mask: Uint8ClampedArray, x: number, y: number) => mask[y * FACE_SIZE + x]!;
const SOFT = { feather: 0.12, strength: 1, mouthOnly: true };

describe('the edge of a generated mouth', () => {
  it("is the original's hard square when no softness is wanted", () => {
    const mask = mouthMask({ feather: 0, strength: 1, mouthOnly: false });
    expect(mask.every((value) => value === 255)).toBe(true);
  });

  it('shows all of the mouth and nothing of the eyes', () => {
    const mask = mouthMask(SOFT);
    for (const y of [50, 60, 72, 82]) for (const x of [16, 48, 79]) expect(at(mask, x, y)).toBe(255);
    for (const y of [0, 20, 34]) for (const x of [0, 48, 95]) expect(at(mask, x, y)).toBe(0);
  });

  it('falls to nothing at the sides and below the chin, without a step', () => {
    const mask = mouthMask(SOFT);
    const row = Array.from({ length: FACE_SIZE }, (_, x) => at(mask, x, 70));
    const column = Array.from({ length: FACE_SIZE }, (_, y) => at(mask, 48, y));
    for (const line of [row, column]) {
      expect(line[0]).toBeLessThan(5);
      expect(line.at(-1)).toBeLessThan(5);
      for (let i = 1; i < line.length; i++) expect(Math.abs(line[i]! - line[i - 1]!)).toBeLessThan(36);
    }
    expect(row).toEqual([...row].reverse());
  });

  it('of the whole square leaves the middle alone and is the same on all four sides', () => {
    const mask = mouthMask({ ...SOFT, mouthOnly: false });
    expect(at(mask, 48, 20)).toBe(255);
    for (let i = 0; i < FACE_SIZE; i++) expect(at(mask, i, 30)).toBe(at(mask, 30, i));
  });

  it('lets the picture shine through when its strength is lowered', () => {
    const half = mouthMask({ ...SOFT, strength: 0.5 });
    expect(at(half, 48, 70)).toBe(128);
    expect(mouthMask({ ...SOFT, strength: 0 }).every((value) => value === 0)).toBe(true);
    expect(at(mouthMask({ ...SOFT, strength: 7 }), 48, 70)).toBe(255);
  });
});
