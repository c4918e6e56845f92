/** A photo as a video of one picture: turned as its EXIF data say, opaque, and never larger than a machine can take. */
import { LipslateError } from '../../../core/errors';
import type { PictureInfo, VideoTrackInfo } from '../../media/contract';
import type { Opened, Picture } from './reader';
import { knownPhoto } from './sniff';

/** Longer side of the pictures handed out: more than a video of a face has, less than graphics memory minds. */
const MAX_SIDE = 4096;
const MIN_WIDTH = 64;
const MIN_HEIGHT = 32;
const FPS = 25;

/**
 * Opens JPEG, PNG, WebP, AVIF and whatever else the browser takes for a picture; of a moving one the first picture.
 * @throws LipslateError photo-unreadable, too-small-picture, or what reading the file throws
 */
export async function openPhoto(file: File): Promise<Opened<PictureInfo>> {
  const kind = await knownPhoto(file);
  const frame = await frameOf(file, kind ?? 'not a photo');
  const { displayWidth: width, displayHeight: height } = frame;
  if (width < MIN_WIDTH || height < MIN_HEIGHT) {
    frame.close();
    throw new LipslateError('too-small-picture', `The photo is ${width} by ${height} pixels.`);
  }
  const container = kind?.split(' ')[1]?.toLowerCase() ?? 'photo';
  const video: VideoTrackInfo = {
    id: null,
    codec: container,
    width,
    height,
    rotation: 0,
    fps: FPS,
    variableFrameRate: false,
    startS: 0,
  };
  const durationS = 1 / FPS;
  return {
    info: { container, durationS, still: true, video, audioTracks: [], warnings: [] },
    media: {
      durationS,
      picture: {
        kind: 'webcodecs',
        info: video,
        async *frames({ startS, endS }): AsyncGenerator<Picture> {
          if (startS <= 0 && endS > 0) yield { ptsS: 0, frame: frame.clone() };
        },
      },
      sound: () => Promise.reject(new LipslateError('no-sound')),
      proxy: () => Promise.reject(new LipslateError('internal', 'A photo needs no proxy.')),
      dispose: () => frame.close(),
    },
  };
}

async function frameOf(file: File, kind: string): Promise<VideoFrame> {
  // Read first, so that a file that is gone is told from one that is damaged; the type is found by content.
  const bytes = new Blob([await file.arrayBuffer()]);
  const bitmap = await createImageBitmap(bytes, { imageOrientation: 'from-image' }).catch((cause) => {
    const code = kind.includes('HEIC') ? 'photo-heic' : 'photo-unreadable';
    throw new LipslateError(code, `${kind}: ${cause instanceof Error ? cause.message : cause}`);
  });
  try {
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new LipslateError('photo-unreadable', `No canvas of ${width} by ${height}.`);
    // Where the photo is transparent, as on a sheet of paper.
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return new VideoFrame(data, {
      format: 'RGBX',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
      duration: 1e6 / FPS,
      colorSpace: { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true },
    });
  } finally {
    bitmap.close();
  }
}
