/** Which face is which from frame to frame: ids through misses and crossings, never two tracks on one face. */
import { type Box, centreDistance, type Square, shifted } from './geometry';

export const MAX_FACES = 6;
/** A face not seen for this long is gone. */
export const LOST_AFTER_S = 0.5;
/** Centres nearer than this (in face sizes) are one face. */
const SAME_FACE = 0.4;
/** A prediction does not run further than this: faces stop more often than they leave. */
const COAST_S = 0.2;

/** One face in one frame. Picture pixels. */
export interface Sighting {
  box: Box;
  /** Crop that fits the face as it was seen. */
  crop: Square;
  /** 0..1 */
  presence: number;
}

export interface TrackState {
  readonly id: number;
  readonly startS: number;
  lastSeenS: number;
  last: Sighting;
  /** Picture pixels per second. */
  velocityX: number;
  velocityY: number;
  frames: number;
}

export class FaceTracker {
  #tracks: TrackState[] = [];
  #nextId = 1;

  /** Faces being followed, seen in the last frame or not, oldest first. */
  get tracks(): readonly TrackState[] {
    return this.#tracks;
  }

  /** True while the face was not seen in the frame before `timeS`. */
  isLost(track: TrackState, timeS: number): boolean {
    return track.lastSeenS < timeS;
  }

  /** Where the face should be now, at constant velocity. */
  predict(track: TrackState, timeS: number): { box: Box; crop: Square } {
    const dt = Math.min(COAST_S, Math.max(0, timeS - track.lastSeenS));
    const dx = track.velocityX * dt;
    const dy = track.velocityY * dt;
    const { box, crop } = track.last;
    return {
      box: shifted(box, dx, dy),
      crop: { ...crop, centreX: crop.centreX + dx, centreY: crop.centreY + dy },
    };
  }

  /**
   * Takes what was seen at each track's predicted place. When two tracks land on one face, the one that it surprises
   * less keeps it. Tracks unseen for LOST_AFTER_S end.
   * @returns the sightings kept, and the tracks that ended
   */
  update(
    timeS: number,
    seen: ReadonlyMap<TrackState, Sighting>,
  ): { kept: Map<TrackState, Sighting>; ended: TrackState[] } {
    const ranked = [...seen].sort((a, b) => this.#surprise(a, timeS) - this.#surprise(b, timeS));
    const kept = new Map<TrackState, Sighting>();
    for (const [track, sighting] of ranked) {
      const taken = [...kept.values()].some((other) => sameFace(other.box, sighting.box));
      if (!taken) kept.set(track, sighting);
    }
    for (const [track, sighting] of kept) follow(track, sighting, timeS);
    const ended = this.#tracks.filter((track) => timeS - track.lastSeenS > LOST_AFTER_S);
    this.#tracks = this.#tracks.filter((track) => !ended.includes(track));
    return { kept, ended };
  }

  /** The lost track that a newly found face most likely is; undefined when it is none of them. */
  findLost(box: Box, timeS: number): TrackState | undefined {
    let best: TrackState | undefined;
    let bestDistance = 0.8;
    for (const track of this.#tracks) {
      if (!this.isLost(track, timeS)) continue;
      const predicted = this.predict(track, timeS).box;
      const distance = centreDistance(predicted, box) + Math.abs(Math.log(box.width / predicted.width));
      if (distance < bestDistance) {
        best = track;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** True when a face seen at `timeS` already covers this box. */
  isTaken(box: Box, timeS: number): boolean {
    return this.#tracks.some((track) => !this.isLost(track, timeS) && sameFace(track.last.box, box));
  }

  /** A lost face was found again away from its predicted place. */
  regain(track: TrackState, sighting: Sighting, timeS: number): void {
    follow(track, sighting, timeS);
  }

  /** Starts a track, or returns null when there are MAX_FACES already. */
  start(sighting: Sighting, timeS: number): TrackState | null {
    if (this.#tracks.length >= MAX_FACES) return null;
    const track: TrackState = {
      id: this.#nextId,
      startS: timeS,
      lastSeenS: timeS,
      last: sighting,
      velocityX: 0,
      velocityY: 0,
      frames: 1,
    };
    this.#nextId += 1;
    this.#tracks.push(track);
    return track;
  }

  end(track: TrackState): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }

  endAll(): TrackState[] {
    const ended = this.#tracks;
    this.#tracks = [];
    return ended;
  }

  /** Undoes endAll: what was begun since is dropped. */
  restore(tracks: TrackState[]): void {
    this.#tracks = tracks;
  }

  #surprise([track, sighting]: [TrackState, Sighting], timeS: number): number {
    const predicted = this.predict(track, timeS).box;
    const resized = Math.abs(Math.log(sighting.box.width / predicted.width));
    return centreDistance(predicted, sighting.box) + resized;
  }
}

function sameFace(a: Box, b: Box): boolean {
  return centreDistance(a, b) < SAME_FACE;
}

function follow(track: TrackState, sighting: Sighting, timeS: number): void {
  const dt = timeS - track.lastSeenS;
  if (dt > 0) {
    // Half new, half old: landmark noise must not throw the next crop off.
    const share = Math.min(0.5, 0.1 / dt);
    track.velocityX += share * ((sighting.crop.centreX - track.last.crop.centreX) / dt - track.velocityX);
    track.velocityY += share * ((sighting.crop.centreY - track.last.crop.centreY) / dt - track.velocityY);
  }
  track.last = sighting;
  track.lastSeenS = timeS;
  track.frames += 1;
}
