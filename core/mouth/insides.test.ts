import { describe, expect, it } from 'vitest';
import { chooseInsides, insideArea, type MouthLook, mouthLook, planInsides } from './insides';
import { drawnFace, PICTURE_SIZE } from './testing/drawn-face';

const look = (opening: number, turn = 0): MouthLook => ({ opening, width: 0.46, turn });

function track(openings: number[], qualities = openings.map(() => 1)) {
  const faces = openings.map(drawnFace);
  const all = (part: 'lips' | 'points') => Float32Array.from(faces.flatMap((face) => [...face[part]]));
  return { lips: all('lips'), lowerFaces: all('points'), quality: Float32Array.from(qualities) };
}

describe('insides that are cut out', () => {
  it('are of open mouths, as different as there are', () => {
    const rows = chooseInsides(track([0, 0.1, 0.101, 0.3, 0, 0.2, 0.201, 0.01]));
    expect(rows).toContain(3);
    expect(rows).not.toContain(0);
    expect(rows).not.toContain(7);
    expect(rows.filter((row) => row === 1 || row === 2)).toHaveLength(1);
    expect(rows.filter((row) => row === 5 || row === 6)).toHaveLength(1);
  });

  it('are none of a mouth that is never open', () => {
    expect(chooseInsides(track([0, 0.005, 0.01]))).toEqual([]);
  });

  it('are not of blurred pictures where there are clear ones', () => {
    expect(chooseInsides(track([0.3, 0.2, 0.1], [0.2, 1, 1]))).toEqual([1, 2]);
  });

  it('are no more than asked for', () => {
    expect(chooseInsides(track(Array.from({ length: 40 }, (_, i) => 0.04 + 0.02 * i)), 5)).toHaveLength(5);
  });

  it('hold the lips with a little around them', () => {
    const face = drawnFace(0.2);
    const box = insideArea(face, PICTURE_SIZE, PICTURE_SIZE)!;
    for (let row = 0; row < 40; row++) {
      expect(face.points[2 * row]! - box.x).toBeGreaterThan(1);
      expect(box.x + box.width - face.points[2 * row]!).toBeGreaterThan(1);
    }
    expect(mouthLook(face.lips, face.points).opening).toBeCloseTo(0.2, 1);
  });
});

describe('the plan of insides', () => {
  const chosen = [look(0.05), look(0.3)];

  it('shows what fits what is asked', () => {
    const plan = planInsides([...Array(20).fill(look(0.05)), ...Array(20).fill(look(0.3))], chosen);
    expect(plan[2]).toEqual([{ inside: 0, share: 1 }]);
    expect(plan[37]).toEqual([{ inside: 1, share: 1 }]);
  });

  it('fades one into the other and never jumps while the mouth is open', () => {
    const plan = planInsides([...Array(20).fill(look(0.06)), ...Array(20).fill(look(0.3))], chosen);
    const shares = plan.map((shown) => shown.find(({ inside }) => inside === 1)?.share ?? 0);
    for (let t = 1; t < shares.length; t++) expect(Math.abs(shares[t]! - shares[t - 1]!)).toBeLessThan(0.35);
    for (const shown of plan) expect(shown.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('does not change for a moment', () => {
    const wanted = Array.from({ length: 60 }, (_, t) => look(t % 2 ? 0.16 : 0.19));
    const seen = new Set(
      planInsides(wanted, [look(0.16), look(0.19)]).flatMap((shown) => shown.map((s) => s.inside)),
    );
    expect(seen.size).toBe(1);
  });

  it('changes where the lips are shut', () => {
    const wanted = [...Array(10).fill(look(0.3)), ...Array(6).fill(look(0)), ...Array(10).fill(look(0.06))];
    for (const shown of planInsides(wanted, chosen)) expect(shown).toHaveLength(1);
  });

  it('shows none of a head that is turned quite differently', () => {
    expect(planInsides(Array(10).fill(look(0.3, 0.4)), chosen)[5]).toEqual([]);
  });

  it('shows none where none was cut out', () => {
    expect(planInsides([look(0.1), look(0.2)], [])).toEqual([[], []]);
  });
});
