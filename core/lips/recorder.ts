/** Collects one track frame by frame into flat arrays, so that an hour of video costs megabytes, not objects. */
import { GrowingFloat32 } from '../growable-arrays';
import type { Box } from './geometry';
import { type FaceTrack, LIP_AND_CHIN_COUNT, type Thumbnail } from './types';

/** One frame's worth of FaceTrack. */
export interface TrackRow {
  timeS: number;
  /** Relative to the displayed picture, 0..1. */
  box: Box;
  lips: Float32Array;
  opening: number;
  quality: number;
  pose: readonly [number, number, number];
  /** A row of FaceTrack.outlines; in every row of a track or in none. */
  outline?: Float32Array;
  /** A row of FaceTrack.lowerFaces; wherever there is an outline. */
  lowerFace?: Float32Array;
}

export class TrackRecorder {
  readonly id: number;
  /** Kept from the most trusted frame so far. */
  thumbnail: Thumbnail | null = null;
  thumbnailQuality = -1;
  #timesS: number[] = [];
  #boxes = new GrowingFloat32(256);
  #lips = new GrowingFloat32(64 * LIP_AND_CHIN_COUNT * 2);
  #opening = new GrowingFloat32(64);
  #quality = new GrowingFloat32(64);
  #pose = new GrowingFloat32(192);
  #outlines: GrowingFloat32 | null = null;
  #lowerFaces: GrowingFloat32 | null = null;

  constructor(id: number) {
    this.id = id;
  }

  get length(): number {
    return this.#timesS.length;
  }

  /** Rows must come in rising time; one that does not is ignored (two frames with one timestamp). */
  push(row: TrackRow): void {
    const last = this.#timesS.at(-1);
    if (last !== undefined && row.timeS <= last) return;
    this.#timesS.push(row.timeS);
    this.#boxes.push(row.box.x, row.box.y, row.box.width, row.box.height);
    this.#lips.append(row.lips);
    this.#opening.push(row.opening);
    this.#quality.push(row.quality);
    this.#pose.push(...row.pose);
    if (row.outline) {
      this.#outlines ??= new GrowingFloat32(64 * row.outline.length);
      this.#outlines.append(row.outline);
    }
    if (row.lowerFace) {
      this.#lowerFaces ??= new GrowingFloat32(64 * row.lowerFace.length);
      this.#lowerFaces.append(row.lowerFace);
    }
  }

  finish(): FaceTrack {
    return {
      id: this.id,
      timesS: Float64Array.from(this.#timesS),
      boxes: this.#boxes.view().slice(),
      lips: this.#lips.view().slice(),
      opening: this.#opening.view().slice(),
      quality: this.#quality.view().slice(),
      pose: this.#pose.view().slice(),
      ...(this.#outlines ? { outlines: this.#outlines.view().slice() } : {}),
      ...(this.#lowerFaces ? { lowerFaces: this.#lowerFaces.view().slice() } : {}),
      thumbnail: this.thumbnail,
    };
  }
}
