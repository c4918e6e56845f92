import { describe, expect, it } from 'vitest';
import { CANONICAL_RIGID, RIGID_POINTS } from './canonical';
import { cropFor, LANDMARK_COUNT, measureFace } from './face';
import { CHIN_POINTS, LIP_POINTS } from './types';

const DEGREES = Math.PI / 180;

/** A made-up face: the rigid points in their canonical places, a mouth `gap` eye distances open, the rest between. */
function faceWithMouth(gap: number): Float32Array {
  const points = new Float32Array(LANDMARK_COUNT * 3);
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    points.set([0.4 * Math.sin(i), 0.35 + 0.5 * Math.cos(1.7 * i), -0.1 + 0.1 * Math.sin(3 * i)], 3 * i);
  }
  RIGID_POINTS.forEach((point, k) => {
    points.set(CANONICAL_RIGID.subarray(3 * k, 3 * k + 3), 3 * point);
  });
  LIP_POINTS.forEach((point, k) => {
    const angle = (k / LIP_POINTS.length) * 2 * Math.PI;
    points.set([0.25 * Math.cos(angle), 0.75 + 0.1 * Math.sin(angle), -0.25], 3 * point);
  });
  points.set([0, 0.75 - gap / 2, -0.25], 3 * 13);
  points.set([0, 0.75 + gap / 2, -0.25], 3 * 14);
  CHIN_POINTS.forEach((point, k) => {
    points.set([0.02 * k, 1.2 + gap, -0.1], 3 * point);
  });
  return points;
}

/** Turned by yaw, pitch, roll (degrees), scaled and moved, as a camera would see it without perspective. */
function seen(
  face: Float32Array,
  yaw: number,
  pitch: number,
  roll: number,
  scale: number,
  x: number,
  y: number,
) {
  const [cy, sy] = [Math.cos(yaw * DEGREES), Math.sin(yaw * DEGREES)];
  const [cp, sp] = [Math.cos(pitch * DEGREES), Math.sin(pitch * DEGREES)];
  const [cr, sr] = [Math.cos(roll * DEGREES), Math.sin(roll * DEGREES)];
  const out = new Float32Array(face.length);
  for (let i = 0; i < face.length; i += 3) {
    const [px, py, pz] = [face[i]!, face[i + 1]!, face[i + 2]!];
    // Nodding first (x axis), then turning (y axis), then tilting (z axis).
    const [ny, nz] = [cp * py - sp * pz, sp * py + cp * pz];
    const [tx, tz] = [cy * px - sy * nz, sy * px + cy * nz];
    out[i] = scale * (cr * tx - sr * ny) + x;
    out[i + 1] = scale * (sr * tx + cr * ny) + y;
    out[i + 2] = scale * tz + 5;
  }
  return out;
}

describe('lips of a head in any pose', () => {
  const face = faceWithMouth(0.2);
  const frontal = measureFace(face)!;

  it.each([
    { yaw: 0, pitch: 0, roll: 0, scale: 40, x: 300, y: 200 },
    { yaw: 35, pitch: 0, roll: 0, scale: 100, x: 10, y: 20 },
    { yaw: -50, pitch: 20, roll: 15, scale: 250, x: 1000, y: 500 },
    { yaw: 10, pitch: -30, roll: 170, scale: 3, x: -50, y: 70 },
  ])(
    'are the same as from the front when turned $yaw, nodding $pitch, tilted $roll at scale $scale',
    (pose) => {
      const turned = measureFace(seen(face, pose.yaw, pose.pitch, pose.roll, pose.scale, pose.x, pose.y))!;
      for (let i = 0; i < frontal.lips.length; i++) expect(turned.lips[i]).toBeCloseTo(frontal.lips[i]!, 3);
      expect(turned.opening).toBeCloseTo(0.2, 3);
    },
  );

  it('are open as wide as the gap between the inner lips, in eye distances', () => {
    for (const gap of [0, 0.05, 0.3]) expect(measureFace(faceWithMouth(gap))!.opening).toBeCloseTo(gap, 4);
  });

  it('sit below the point between the eyes, at the unit of one eye distance', () => {
    const upper = LIP_POINTS.indexOf(13);
    expect(frontal.lips[2 * upper]).toBeCloseTo(0, 4);
    expect(frontal.lips[2 * upper + 1]).toBeCloseTo(0.65, 4);
  });
});

describe('pose of a head', () => {
  const face = faceWithMouth(0.1);

  it('tells turning to the right of the picture as positive yaw', () => {
    const [yaw, pitch, roll] = measureFace(seen(face, 25, 0, 0, 80, 0, 0))!.pose;
    expect(yaw).toBeCloseTo(25, 2);
    expect(pitch).toBeCloseTo(0, 2);
    expect(roll).toBeCloseTo(0, 2);
    // The nose tip, in front of the head, moves to the right.
    expect(seen(face, 25, 0, 0, 80, 0, 0)[3]!).toBeGreaterThan(10);
  });

  it('tells looking down as positive pitch and a clockwise tilt as positive roll', () => {
    expect(measureFace(seen(face, 0, 20, 0, 80, 0, 0))!.pose[1]).toBeCloseTo(20, 2);
    expect(measureFace(seen(face, 0, 0, -30, 80, 0, 0))!.pose[2]).toBeCloseTo(-30, 2);
  });
});

describe('what is no face', () => {
  it('is refused when all points fall together or are not numbers', () => {
    expect(measureFace(new Float32Array(LANDMARK_COUNT * 3).fill(7))).toBeNull();
    expect(measureFace(new Float32Array(LANDMARK_COUNT * 3).fill(Number.NaN))).toBeNull();
  });

  it('is refused when it is a face turned inside out', () => {
    const inverted = faceWithMouth(0.1);
    for (let i = 2; i < inverted.length; i += 3) inverted[i]! *= -1;
    expect(measureFace(inverted)).toBeNull();
  });
});

describe('the next crop', () => {
  it('neither moves nor grows when the mouth opens', () => {
    const closed = cropFor(measureFace(seen(faceWithMouth(0), 10, 5, 3, 90, 320, 240))!);
    const open = cropFor(measureFace(seen(faceWithMouth(0.5), 10, 5, 3, 90, 320, 240))!);
    expect(open.size).toBeCloseTo(closed.size, 6);
    expect(open.centreX).toBeCloseTo(closed.centreX, 6);
    expect(open.rollRad).toBeCloseTo(3 * DEGREES, 3);
  });
});
