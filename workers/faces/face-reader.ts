/** One look at one place of a picture: is there a face, and what does it show. */
import { cropFor, type FaceShape, LANDMARK_COUNT, measureFace } from '../../core/lips/face';
import type { Square } from '../../core/lips/geometry';
import { mouthSharpness } from '../../core/lips/quality';
import type { Sighting } from '../../core/lips/tracker';
import type { Thumbnail } from '../../core/lips/types';
import type { FramePixels } from '../lib/frame-pixels';
import type { StageTimes } from './contract';
import { DETECTOR_INPUT, type FaceModels, LANDMARKS_INPUT } from './models';
import { sampleSquare } from './sampler';

/** Below this the landmark network itself says that there is no face. */
const LEAST_PRESENCE = 0.6;
/** Rigid points of real faces fit the canonical one to 0.026 eye distances (worst of 1,254: 0.085). */
const WORST_FIT = 0.12;
const THUMBNAIL_SIZE = 96;

export interface FaceLook extends Sighting {
  shape: FaceShape;
  sharpness: number;
}

export class FaceReader {
  readonly times: StageTimes = {
    copyMs: 0,
    shotMs: 0,
    cropMs: 0,
    landmarkMs: 0,
    detectMs: 0,
    frames: 0,
    landmarkRuns: 0,
    detectRuns: 0,
  };
  readonly #models: FaceModels;
  readonly #crop = new ImageData(LANDMARKS_INPUT, LANDMARKS_INPUT);
  readonly #small = new ImageData(DETECTOR_INPUT, DETECTOR_INPUT);

  constructor(models: FaceModels) {
    this.#models = models;
  }

  /** Reads the face in this crop; null when there is none or the points are no face's. */
  look(picture: FramePixels, crop: Square): FaceLook | null {
    const began = performance.now();
    sampleSquare(picture, crop, this.#crop, 'edge');
    const sampled = performance.now();
    const { points, presence } = this.#models.landmarks(this.#crop);
    this.times.cropMs += sampled - began;
    this.times.landmarkMs += performance.now() - sampled;
    this.times.landmarkRuns += 1;
    if (presence < LEAST_PRESENCE) return null;
    toPicture(points, crop);
    const shape = measureFace(points);
    if (!shape || shape.fit.residual > WORST_FIT) return null;
    const next = cropFor(shape);
    const grown = next.size / crop.size;
    const away = Math.hypot(next.centreX - crop.centreX, next.centreY - crop.centreY) / crop.size;
    if (grown < 0.4 || grown > 2 || away > 0.6) return null;
    return {
      box: shape.box,
      crop: next,
      presence,
      shape,
      sharpness: mouthSharpness(this.#crop.data, LANDMARKS_INPUT),
    };
  }

  /** Squares around faces found in this square, in picture pixels. */
  search(picture: FramePixels, square: Square): Square[] {
    const began = performance.now();
    sampleSquare(picture, square, this.#small, 'black');
    const found = this.#models.detect(this.#small);
    this.times.detectMs += performance.now() - began;
    this.times.detectRuns += 1;
    const scale = square.size / DETECTOR_INPUT;
    const cos = Math.cos(square.rollRad) * scale;
    const sin = Math.sin(square.rollRad) * scale;
    return found.map((face) => {
      const x = face.centreX - DETECTOR_INPUT / 2;
      const y = face.centreY - DETECTOR_INPUT / 2;
      return {
        centreX: square.centreX + cos * x - sin * y,
        centreY: square.centreY + sin * x + cos * y,
        size: face.size * scale,
        rollRad: face.rollRad + square.rollRad,
      };
    });
  }

  /** A face that the detector found: looked at twice, because its own square is only roughly right. */
  lookAround(picture: FramePixels, found: Square): FaceLook | null {
    const rough = this.look(picture, { ...found, size: found.size * 1.7 });
    return rough ? this.look(picture, rough.crop) : null;
  }

  /** True when the detector, too, sees a face where `look` is. */
  confirm(picture: FramePixels, look: Sighting): boolean {
    const { crop } = look;
    return this.search(picture, { ...crop, size: crop.size * 1.4 }).some((face) => {
      const away = Math.hypot(face.centreX - crop.centreX, face.centreY - crop.centreY);
      return away < 0.3 * crop.size && face.size > 0.25 * crop.size;
    });
  }

  thumbnail(picture: FramePixels, look: Sighting): Thumbnail {
    const image = new ImageData(THUMBNAIL_SIZE, THUMBNAIL_SIZE);
    sampleSquare(picture, { ...look.crop, rollRad: 0 }, image, 'edge');
    return {
      width: THUMBNAIL_SIZE,
      height: THUMBNAIL_SIZE,
      rgba: image.data as Uint8ClampedArray<ArrayBuffer>,
    };
  }
}

/** From crop pixels to picture pixels, in place. */
function toPicture(points: Float32Array, crop: Square): void {
  const scale = crop.size / LANDMARKS_INPUT;
  const cos = Math.cos(crop.rollRad) * scale;
  const sin = Math.sin(crop.rollRad) * scale;
  for (let i = 0; i < LANDMARK_COUNT * 3; i += 3) {
    const x = points[i]! - LANDMARKS_INPUT / 2;
    const y = points[i + 1]! - LANDMARKS_INPUT / 2;
    points[i] = crop.centreX + cos * x - sin * y;
    points[i + 1] = crop.centreY + sin * x + cos * y;
    points[i + 2]! *= scale;
  }
}
