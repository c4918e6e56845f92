/** The two face networks of MediaPipe, run one crop at a time on the CPU. */
import './console-levels';
import { FaceDetector, ImageEmbedder } from '@mediapipe/tasks-vision';
// The module build of the wasm loader has no types of its own.
// @ts-expect-error no declaration file
import ModuleFactory from '@mediapipe/tasks-vision/vision_wasm_module_internal.js';
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';
import detectorUrl from '../../.cache/face-models/face_detector.tflite?url';
import landmarksUrl from '../../.cache/face-models/face_landmarks.tflite?url';
import { LipslateError } from '../../core/errors';
import { LANDMARK_COUNT } from '../../core/lips/face';
import { passThroughCanvas } from './webgl-readback-bypass';

/** Pixels per side the networks look at; handing in just that saves them a resize. */
export const DETECTOR_INPUT = 128;
export const LANDMARKS_INPUT = 192;

export interface Detection {
  /** Square around the face and its turn, in pixels of the image handed in. */
  centreX: number;
  centreY: number;
  size: number;
  rollRad: number;
  score: number;
}

export interface Landmarks {
  /** Float32Array [478, 3], pixels of the image handed in; z in the same unit, smaller = nearer. */
  points: Float32Array;
  /** Probability that the crop holds a face, 0..1. */
  presence: number;
}

export interface FaceModels {
  detect(image: ImageData): Detection[];
  landmarks(image: ImageData): Landmarks;
  close(): void;
}

/**
 * Loads wasm and models.
 * The landmark network runs through ImageEmbedder, which hands out a network's raw output, instead of FaceLandmarker:
 * that would run the detector on every crop again and hides the presence score (9.5 ms against 5.3 ms per face).
 * @throws LipslateError webgl-missing, model-load-failed
 */
export async function loadFaceModels(): Promise<FaceModels> {
  const canvas = canvasOrThrow();
  try {
    const [detectorModel, landmarksModel] = await Promise.all([
      fetchBytes(detectorUrl),
      fetchBytes(landmarksUrl),
    ]);
    const detector = await FaceDetector.createFromOptions(wasmFileset(), {
      baseOptions: { modelAssetBuffer: detectorModel, delegate: 'CPU' },
      canvas,
      runningMode: 'IMAGE',
      minDetectionConfidence: 0.5,
    });
    const embedder = await ImageEmbedder.createFromOptions(wasmFileset(), {
      baseOptions: { modelAssetBuffer: landmarksModel, delegate: 'CPU' },
      canvas: canvasOrThrow(),
      runningMode: 'IMAGE',
      l2Normalize: false,
      quantize: false,
    });
    return {
      detect: (image) => detect(detector, image),
      landmarks: (image) => landmarks(embedder, image),
      close() {
        detector.close();
        embedder.close();
      },
    };
  } catch (cause) {
    throw LipslateError.from(cause, 'model-load-failed');
  }
}

/** MediaPipe moves pixels through WebGL even on the CPU, and fails with an obscure message without it. */
function canvasOrThrow(): OffscreenCanvas {
  const canvas = passThroughCanvas();
  if (!canvas) throw new LipslateError('webgl-missing');
  return canvas;
}

/** The loader takes the factory from the global scope and deletes it, so it is set anew before every task. */
function wasmFileset() {
  (self as unknown as { ModuleFactory: unknown }).ModuleFactory = ModuleFactory;
  return { wasmLoaderPath: '', wasmBinaryPath: wasmUrl };
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new LipslateError('model-load-failed', `${url}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function detect(detector: FaceDetector, image: ImageData): Detection[] {
  return detector.detect(image).detections.flatMap((found) => {
    const [leftEye, rightEye, , mouth] = found.keypoints;
    const box = found.boundingBox;
    if (!leftEye || !rightEye || !mouth || !box) return [];
    const dx = (rightEye.x - leftEye.x) * image.width;
    const dy = (rightEye.y - leftEye.y) * image.height;
    return [
      {
        centreX: box.originX + box.width / 2,
        centreY: box.originY + box.height / 2,
        size: Math.max(box.width, box.height),
        rollRad: Math.atan2(dy, dx),
        score: found.categories[0]?.score ?? 0,
      },
    ];
  });
}

function landmarks(embedder: ImageEmbedder, image: ImageData): Landmarks {
  const [points, presence] = embedder.embed(image).embeddings;
  const values = points?.floatEmbedding;
  if (values?.length !== LANDMARK_COUNT * 3)
    throw new LipslateError('internal', 'unexpected landmark output');
  const scale = image.width / LANDMARKS_INPUT;
  const logit = presence?.floatEmbedding?.[0] ?? Number.NEGATIVE_INFINITY;
  return {
    points: Float32Array.from(values, (value) => value * scale),
    presence: 1 / (1 + Math.exp(-logit)),
  };
}
