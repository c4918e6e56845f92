/** Lips from speech, by two networks that the site holds: a recogniser's encoder as hearing, and ours. */
import lipsUrl from '/models/lips-from-speech.onnx?url';
import encoderUrl from '/models/moonshine-tiny-encoder.onnx?url';
import { predictLips } from '../../core/mouth/lips-from-speech';
import { openBundledNetwork } from '../lib/ort/bundled-network';

export interface LipsFromSpeech {
  /**
   * @param samples16k 16 kHz mono
   * @param onProgress gets shares, 0..1
   * @returns Float32Array [steps, SHAPE_SIZE], one per STEP_S: how a common speaker's lips differ from their own
   *   mean over some seconds
   */
  predict(samples16k: Float32Array, onProgress: (share: number) => void): Promise<Float32Array>;
}

/** @throws LipslateError model-load-failed */
export async function openLipsFromSpeech(): Promise<LipsFromSpeech> {
  const [encoder, lips] = await Promise.all([openBundledNetwork(encoderUrl), openBundledNetwork(lipsUrl)]);
  return {
    predict: (samples, onProgress) =>
      predictLips({ encoder, lips }, samples as Float32Array<ArrayBuffer>, onProgress),
  };
}
