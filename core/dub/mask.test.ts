import { describe, expect, it } from 'vitest';
import { FACE_SIZE } from '../lips/wav2lip';
import { convexHull } from './convex-hull';
import { mouthMask } from './mask';

const at = (mask: Uint8ClampedArray, x: number, y: number) => mask[y * FACE_SIZE + x]!;
const SOFT = { feather: 0.15, strength: 1, mouthOnly: true };
/** As large as the mask itself, so that its pixels are the picture's. */
const BOX = { x: 0, y: 0, width: FACE_SIZE, height: FACE_SIZE };

/** A jaw: half an ellipse around (48, 44), 38 to each side and 46 down, below a straight forehead. */
function face(grow = 1, dx = 0): Float32Array {
  const points = Array.from({ length: 36 }, (_, n) => {
    const angle = (2 * Math.PI * n) / 36;
    return [48 + dx + 38 * grow * Math.sin(angle), 44 + 46 * grow * Math.cos(angle)];
  });
  return convexHull(Float32Array.from(points.flat()));
}
/** Distance in that ellipse's own measure: below 1 inside. */
const within = (x: number, y: number) => Math.hypot((x + 0.5 - 48) / 38, (y + 0.5 - 44) / 46);

describe('the edge of a generated mouth', () => {
  it("is the original's hard square when no softness is wanted", () => {
    const mask = mouthMask({ feather: 0, strength: 1, mouthOnly: false }, BOX, face());
    expect(mask.every((value) => value === 255)).toBe(true);
  });

  it('leaves everything around the face as it was: collar, hair, background', () => {
    for (const feather of [0, 0.15, 0.4]) {
      const mask = mouthMask({ ...SOFT, feather }, BOX, face());
      const spilled = mask.filter((value, i) => {
        return value > 0 && within(i % FACE_SIZE, Math.floor(i / FACE_SIZE)) > 1;
      });
      expect(spilled.length).toBe(0);
    }
  });

  it('takes the chin along: half of it shows at the last fortieth of the face, all soon above', () => {
    const mask = mouthMask(SOFT, BOX, face());
    // The chin ends at 90.
    expect(at(mask, 48, 87)).toBeGreaterThan(128);
    expect(at(mask, 48, 84)).toBe(255);
    expect(at(mask, 48, 89)).toBeLessThan(40);
  });

  it('shows all of the mouth and nothing of the eyes', () => {
    const mask = mouthMask(SOFT, BOX, face());
    for (const y of [50, 60, 72]) for (const x of [30, 48, 66]) expect(at(mask, x, y)).toBe(255);
    for (const y of [0, 20, 33]) for (const x of [0, 48, 95]) expect(at(mask, x, y)).toBe(0);
  });

  it('rises without a step', () => {
    const mask = mouthMask(SOFT, BOX, face());
    const row = Array.from({ length: FACE_SIZE }, (_, x) => at(mask, x, 60));
    const column = Array.from({ length: 60 }, (_, y) => at(mask, 48, y));
    for (let i = 1; i < row.length; i++) expect(Math.abs(row[i]! - row[i - 1]!)).toBeLessThan(85);
    for (let i = 1; i < column.length; i++) expect(Math.abs(column[i]! - column[i - 1]!)).toBeLessThan(36);
  });

  it('fades at the box where the face is larger than what was generated', () => {
    const mask = mouthMask(SOFT, BOX, face(1.4));
    expect(at(mask, 48, 95)).toBeLessThan(20);
    expect(at(mask, 0, 60)).toBeLessThan(20);
    expect(at(mask, 48, 88)).toBe(255);
  });

  it('follows a head that is turned, at any size of the picture', () => {
    const turned = mouthMask(SOFT, BOX, face(1, -20));
    expect(at(turned, 75, 60)).toBe(0);
    expect(at(turned, 28, 60)).toBe(255);
    const box = { x: 300, y: 120, width: 4 * FACE_SIZE, height: 4 * FACE_SIZE };
    const large = face(1, -20).map((value, i) => (i % 2 ? box.y : box.x) + 4 * value);
    expect(mouthMask(SOFT, box, large).every((value, i) => value === turned[i])).toBe(true);
  });

  it('without an outline is that of the box', () => {
    const mask = mouthMask(SOFT, BOX, null);
    const row = Array.from({ length: FACE_SIZE }, (_, x) => at(mask, x, 70));
    expect(row[0]).toBeLessThan(5);
    expect(row[48]).toBe(255);
    expect(row).toEqual([...row].reverse());
  });

  it('of the whole square leaves the middle alone and is the same on all four sides', () => {
    const mask = mouthMask({ ...SOFT, mouthOnly: false }, BOX, face());
    expect(at(mask, 48, 20)).toBe(255);
    for (let i = 0; i < FACE_SIZE; i++) expect(at(mask, i, 30)).toBe(at(mask, 30, i));
  });

  it('lets the picture shine through when its strength is lowered', () => {
    const half = mouthMask({ ...SOFT, strength: 0.5 }, BOX, face());
    expect(at(half, 48, 70)).toBe(128);
    expect(mouthMask({ ...SOFT, strength: 0 }, BOX, face()).every((value) => value === 0)).toBe(true);
    expect(at(mouthMask({ ...SOFT, strength: 7 }, BOX, face()), 48, 70)).toBe(255);
  });
});

describe('a convex outline', () => {
  it('holds all points and leaves out those inside', () => {
    const square = Float32Array.of(0, 0, 2, 0, 1, 1, 2, 2, 0, 2, 1, 0.5);
    expect([...convexHull(square)]).toEqual([0, 0, 2, 0, 2, 2, 0, 2]);
  });
});
