/** How far one frame's lips may be trusted, 0..1, from what was measured beside them. */

export interface QualityInput {
  /** Width of the face in source pixels. */
  faceWidthPx: number;
  /** Degrees. */
  yaw: number;
  pitch: number;
  /** Probability that the crop holds a face, 0..1. */
  presence: number;
  /** Change of the rigid points' deviation from the canonical face since the last frame, rms, eye distances. */
  jitter: number;
  /** Mean absolute gradient around the mouth over its contrast, see `mouthSharpness`. */
  sharpness: number;
}

/**
 * A product of doubts: each term is 1 when all is well and falls to 0 where lips can no longer be read.
 * The limits were chosen on real clips (see the README of workers/faces).
 */
export function lipQuality(input: QualityInput): number {
  return (
    ramp(input.faceWidthPx, 28, 100) *
    ramp(-Math.abs(input.yaw), -70, -30) *
    ramp(-Math.abs(input.pitch), -55, -25) *
    ramp(input.presence, 0.6, 0.98) *
    ramp(-input.jitter, -0.12, -0.035) *
    (0.4 + 0.6 * ramp(input.sharpness, 0.04, 0.12))
  );
}

/**
 * Sharpness of the lower middle of an upright face crop: mean |gradient| over the standard deviation of its luma.
 * @param rgba the crop, size x size; green stands for luma
 */
export function mouthSharpness(rgba: Uint8ClampedArray, size: number): number {
  const left = Math.round(size * 0.35);
  const right = Math.round(size * 0.65);
  const top = Math.round(size * 0.55);
  const bottom = Math.round(size * 0.8);
  let gradient = 0;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = top; y < bottom; y += 2) {
    for (let x = left; x < right; x += 2) {
      const i = (y * size + x) * 4 + 1;
      const value = rgba[i]!;
      gradient += Math.abs(rgba[i + 4]! - value) + Math.abs(rgba[i + size * 4]! - value);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  const variance = squares / count - (sum / count) ** 2;
  return variance > 4 ? gradient / (2 * count) / Math.sqrt(variance) : 0;
}

/** 0 at and below `low`, 1 at and above `high`, straight between. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
