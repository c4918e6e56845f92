/** Where and when to look for faces that are not followed yet. */
import type { Square } from '../../core/lips/geometry';

/** The short-range detector finds a face that fills this share of the square it is shown. Measured: 0.11 to 0.125. */
const SMALLEST_SHARE = 0.125;
/** Faces this wide in a 1280-pixel picture are worth looking for, smaller ones show no lips. */
const SMALLEST_FACE_SHARE = 48 / 1280;
const SMALLEST_FACE_PX = 48;
/** Neighbouring squares overlap by at least this, so that no face of their size is cut by every one of them. */
const OVERLAP = 0.25;

/** Whole picture and middle squares this often while all faces are in sight; four times as often when not. */
const LARGE_EVERY_S = 0.5;
/** One of the smaller squares this often while all faces are in sight; one per frame when not. */
const SMALL_EVERY_S = 0.25;

/** The whole picture first, then ever smaller squares until the smallest faces of interest are within reach. */
export function searchLevels(width: number, height: number): Square[][] {
  const longer = Math.max(width, height);
  const goal = Math.max(SMALLEST_FACE_PX, longer * SMALLEST_FACE_SHARE);
  const levels: Square[][] = [[squareAt(width / 2, height / 2, longer)]];
  let size = Math.min(width, height);
  if (size > longer * 0.8) size = longer / 2;
  let reach = longer * SMALLEST_SHARE;
  while (reach > goal && size >= 2 * SMALLEST_FACE_PX) {
    levels.push(tile(width, height, size));
    reach = size * SMALLEST_SHARE;
    size /= 2;
  }
  return levels;
}

/** Hands out the squares to look at, frame by frame, so that the cost is spread evenly. */
export class SearchSchedule {
  readonly #large: Square[];
  readonly #small: Square[];
  #nextSmall = 0;
  #largeAtS = Number.NEGATIVE_INFINITY;
  #smallAtS = Number.NEGATIVE_INFINITY;

  constructor(width: number, height: number) {
    const levels = searchLevels(width, height);
    this.#large = levels.slice(0, 2).flat();
    this.#small = levels.slice(2).flat();
  }

  /** After a cut: everything is new. */
  restart(): void {
    this.#largeAtS = Number.NEGATIVE_INFINITY;
    this.#smallAtS = Number.NEGATIVE_INFINITY;
    this.#nextSmall = 0;
  }

  /** @param following true when there are faces and every one is in sight, so that there is no hurry */
  next(timeS: number, following: boolean): Square[] {
    const squares: Square[] = [];
    if (timeS - this.#largeAtS >= (following ? LARGE_EVERY_S : LARGE_EVERY_S / 4)) {
      this.#largeAtS = timeS;
      squares.push(...this.#large);
    }
    if (this.#small.length > 0 && (!following || timeS - this.#smallAtS >= SMALL_EVERY_S)) {
      this.#smallAtS = timeS;
      squares.push(this.#small[this.#nextSmall % this.#small.length]!);
      this.#nextSmall += 1;
    }
    return squares;
  }
}

function tile(width: number, height: number, size: number): Square[] {
  const columns = countFor(width, size);
  const rows = countFor(height, size);
  const squares: Square[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      squares.push(squareAt(place(width, size, column, columns), place(height, size, row, rows), size));
    }
  }
  return squares;
}

function countFor(length: number, size: number): number {
  return length <= size ? 1 : Math.ceil((length - size * OVERLAP) / (size * (1 - OVERLAP)));
}

/** Centre of tile `index` of `count` spread evenly from edge to edge. */
function place(length: number, size: number, index: number, count: number): number {
  return count === 1 ? length / 2 : size / 2 + (index * (length - size)) / (count - 1);
}

function squareAt(centreX: number, centreY: number, size: number): Square {
  return { centreX, centreY, size, rollRad: 0 };
}
