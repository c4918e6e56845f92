/** From the box around our landmarks to the one that S3FD draws, the detector SyncNet and Wav2Lip were made with. */
import type { Box } from './geometry';

/**
 * Measured on the example that comes with syncnet_python: its crop (core/lips/crop.ts) says that S3FD's box was 160
 * high around (112, 80), and the landmarks in it lie in 128 x 154 around (111, 86). S3FD reaches further up the
 * forehead and stops a little above the tip of the chin, which is why Wav2Lip pads at the bottom. Its width cannot be
 * told from the crop: faces in its training set are 1.25 times as high as wide, and so are ours.
 */
const TALLER = 1.04;
const UP = 0.04;

/** @param box around all landmarks, as in FaceTrack.boxes; any unit that is square, such as picture pixels */
export function detectorBox({ x, y, width, height }: Box): Box {
  const tall = TALLER * height;
  return { x, y: y + height / 2 - UP * height - tall / 2, width, height: tall };
}
