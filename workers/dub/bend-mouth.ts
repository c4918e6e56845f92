/** The own mouth as a painter: takes each mouth's pixels from the canvas, bends them, and puts them back. */
import type { Box } from '../../core/lips/geometry';
import { targetPoints } from '../../core/mouth/target';
import type { LowerFace } from '../../core/mouth/types';
import { bendMouth, mouthArea } from '../../core/mouth/warp';
import type { Mouth, MouthPainter, Sheet } from './mouth-painter';
import type { OwnMouthAt } from './own-mouth';
import type { OwnMouths } from './own-mouths';
import type { OutputFrame } from './plan';

export class BentMouths implements MouthPainter {
  readonly #own: OwnMouths;
  readonly #size: { width: number; height: number };
  readonly #strength: number;

  /** @param size of the picture in its own pixels @param strength 1: all of it; 0: none */
  constructor(own: OwnMouths, size: { width: number; height: number }, strength: number) {
    this.#own = own;
    this.#size = size;
    this.#strength = strength;
  }

  async mouthsAt(place: OutputFrame): Promise<Mouth[]> {
    const strength = this.#strength * place.share;
    if (strength === 0) return [];
    return this.#own.at(place).flatMap((at) => {
      const area = mouthArea(at.place.face, this.#size.width, this.#size.height);
      return area ? [{ area, paint: (sheet: Sheet) => this.#paint(sheet, at, strength) }] : [];
    });
  }

  #paint(
    { context, place, scaleX, scaleY }: Sheet,
    { place: own, shape, insides }: OwnMouthAt,
    strength: number,
  ): void {
    const face = scaled(own.face, scaleX, scaleY);
    const area = mouthArea(face, Math.floor(place.width), Math.floor(place.height));
    if (area === null) return;
    const on: Box = { ...area, x: area.x + place.x, y: area.y + place.y };
    const pixels = context.getImageData(on.x, on.y, on.width, on.height);
    // A copy of ImageData by its own properties would lack its size.
    const image = { data: pixels.data, width: on.width, height: on.height };
    bendMouth(image, area, face, targetPoints(face, shape), insides, own.strength * strength);
    context.putImageData(pixels, on.x, on.y);
  }
}

function scaled(face: LowerFace, scaleX: number, scaleY: number): LowerFace {
  if (scaleX === 1 && scaleY === 1) return face;
  const scale = (points: Float32Array) => points.map((value, k) => value * (k % 2 ? scaleY : scaleX));
  return { ...face, points: scale(face.points), outline: scale(face.outline) };
}
