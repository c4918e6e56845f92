import { describe, expect, it } from 'vitest';
import { FaceTracker, LOST_AFTER_S, MAX_FACES, type Sighting, type TrackState } from './tracker';

const FRAME_S = 0.04;

function faceAt(x: number, y = 100, size = 80): Sighting {
  return {
    box: { x: x - size / 2, y: y - size / 2, width: size, height: size },
    crop: { centreX: x, centreY: y, size: 1.5 * size, rollRad: 0 },
    presence: 1,
  };
}

/**
 * Plays people walking past a landmark network: at each track's predicted place it finds the nearest face in view,
 * if it is within half a face, as the real one does.
 */
function play(
  tracker: FaceTracker,
  frames: number,
  facesAt: (frame: number) => (number | null)[],
  size = 80,
) {
  const history: Map<number, number>[] = [];
  for (let frame = 1; frame <= frames; frame++) {
    const timeS = frame * FRAME_S;
    const faces = facesAt(frame).filter((x) => x !== null);
    const seen = new Map<TrackState, Sighting>();
    for (const track of tracker.tracks) {
      const expected = tracker.predict(track, timeS).crop.centreX;
      const [nearest] = [...faces].sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
      if (nearest !== undefined && Math.abs(nearest - expected) < size / 2) seen.set(track, faceAt(nearest));
    }
    const { kept } = tracker.update(timeS, seen);
    history.push(new Map([...kept].map(([track, sighting]) => [track.id, sighting.crop.centreX])));
  }
  return history;
}

describe('following faces', () => {
  it('keeps the id of a face that turns away for less than half a second', () => {
    const tracker = new FaceTracker();
    tracker.start(faceAt(200), 0);
    play(tracker, 30, (frame) => [frame > 5 && frame < 15 ? null : 200 + frame]);
    expect(tracker.tracks.map((track) => track.id)).toEqual([1]);
  });

  it('ends a track when the face is gone for longer, and never gives its id again', () => {
    const tracker = new FaceTracker();
    tracker.start(faceAt(200), 0);
    play(tracker, 5 + Math.ceil(LOST_AFTER_S / FRAME_S) + 2, (frame) => [frame > 5 ? null : 200]);
    expect(tracker.tracks).toEqual([]);
    expect(tracker.start(faceAt(200), 2)!.id).toBe(2);
  });

  it('tells two people apart who cross, one hiding the other', () => {
    const tracker = new FaceTracker();
    const left = tracker.start(faceAt(100), 0)!;
    const right = tracker.start(faceAt(500), 0)!;
    const history = play(tracker, 60, (frame) => {
      const [a, b] = [100 + frame * 7, 500 - frame * 7];
      // The one going left is behind while they overlap.
      return Math.abs(a - b) < 50 ? [a] : [a, b];
    });
    const last = history.at(-1)!;
    expect(last.get(left.id)).toBe(100 + 60 * 7);
    expect(last.get(right.id)).toBe(500 - 60 * 7);
  });

  it('never lets two tracks share one face', () => {
    const tracker = new FaceTracker();
    tracker.start(faceAt(100), 0);
    tracker.start(faceAt(150), 0);
    for (const frame of play(tracker, 20, () => [120])) expect(frame.size).toBeLessThanOrEqual(1);
    expect(tracker.tracks).toHaveLength(1);
  });

  it('gives a face that both want to the one it surprises less', () => {
    const tracker = new FaceTracker();
    const near = tracker.start(faceAt(100), 0)!;
    const far = tracker.start(faceAt(160), 0)!;
    const { kept } = tracker.update(
      FRAME_S,
      new Map([
        [far, faceAt(104)],
        [near, faceAt(104)],
      ]),
    );
    expect([...kept.keys()]).toEqual([near]);
  });

  it('recognises a lost face that is found again near its predicted place, and no other', () => {
    const tracker = new FaceTracker();
    const track = tracker.start(faceAt(200), 0)!;
    tracker.update(FRAME_S, new Map());
    expect(tracker.findLost(faceAt(220).box, FRAME_S)).toBe(track);
    expect(tracker.findLost(faceAt(600).box, FRAME_S)).toBeUndefined();
    expect(tracker.findLost(faceAt(200, 100, 300).box, FRAME_S)).toBeUndefined();
  });

  it('follows six faces and no seventh', () => {
    const tracker = new FaceTracker();
    for (let i = 0; i < MAX_FACES; i++) expect(tracker.start(faceAt(100 * i), 0)).not.toBeNull();
    expect(tracker.start(faceAt(900), 0)).toBeNull();
  });

  it('predicts a moving face ahead, but not for ever', () => {
    const tracker = new FaceTracker();
    const track = tracker.start(faceAt(100), 0)!;
    play(tracker, 25, (frame) => [100 + 4 * frame]);
    expect(tracker.predict(track, 26 * FRAME_S).crop.centreX).toBeCloseTo(204, 0);
    expect(tracker.predict(track, 60).crop.centreX).toBeLessThan(240);
  });
});
