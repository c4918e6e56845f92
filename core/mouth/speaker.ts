/** One speaker's own way of moving the lips. */
import { lipShape, SHAPE_SIZE } from '../lips/shape';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import type { SoundFeatures } from '../sound/types';
import type { SeenLowerFace } from './places';
import type { MouthShapes } from './types';

export interface Speaker {
  /** Float32Array [SHAPE_SIZE] */
  rest: Float32Array;
}

export function fitSpeaker(faces: readonly SeenLowerFace[], _predicted: Float32Array | null): Speaker {
  const sum = new Float32Array(SHAPE_SIZE);
  const shape = new Float32Array(SHAPE_SIZE);
  let count = 0;
  for (const { lips, timesS } of faces)
    for (let n = 0; n < timesS.length; n++) {
      lipShape(lips.subarray(n * LIP_AND_CHIN_COUNT * 2), 0, shape);
      shape.forEach((value, k) => {
        sum[k] = sum[k]! + value;
      });
      count += 1;
    }
  return { rest: sum.map((value) => value / Math.max(1, count)) };
}

export function speakerShapes(
  predicted: Float32Array,
  speaker: Speaker,
  _heard: Pick<SoundFeatures, 'startS' | 'energyDb' | 'speech'>,
): MouthShapes {
  const steps = predicted.length / SHAPE_SIZE;
  return { steps, shapes: predicted.map((value, k) => value + speaker.rest[k % SHAPE_SIZE]!) };
}
