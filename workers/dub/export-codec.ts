/** What a dub's pictures are written as, and how finely. */
import { canEncodeVideo, Quality, type VideoCodec } from 'mediabunny';
import { LipslateError } from '../../core/errors';

/** In order of preference. VP9 in mp4 is not for every player, but for every browser, and it holds a manifest. */
const CODECS: Record<'mp4' | 'webm', VideoCodec[]> = {
  mp4: ['avc', 'vp9', 'av1'],
  webm: ['vp9', 'vp8', 'av1'],
};
/** As everybody else calls them. */
export const CODEC_NAMES: Partial<Record<VideoCodec, string>> = { avc: 'h264' };
/**
 * Fine enough that what was not touched looks untouched: a quantizer where the encoder takes one, else bits per second
 * (`share` of those of H.264). Chromium's software encoder of H.264 takes none, and no bitrate makes its key pictures finer.
 */
const FINENESS: Partial<Record<VideoCodec, { quantizer?: number; share: number }>> = {
  avc: { quantizer: 20, share: 1 },
  vp9: { quantizer: 28, share: 0.6 },
  av1: { quantizer: 112, share: 0.4 },
  vp8: { share: 1.2 },
};
/** H.264 of 1080p at 25 pictures a second; smaller pictures take more for each pixel. */
const HD_BITRATE = 12e6;
export function qualityFor(codec: VideoCodec, width: number, height: number, fps: number): Quality {
  const { quantizer, share } = FINENESS[codec] ?? { share: 1 };
  const size = ((width * height) / (1920 * 1080)) ** 0.75;
  const bitrate = Math.round(HD_BITRATE * share * size * Math.sqrt((fps > 0 ? fps : 25) / 25));
  return new Quality(quantizer === undefined ? { bitrate } : { quantizer, bitrate });
}

/** @throws LipslateError encoder-missing */
export async function encodable(
  container: 'mp4' | 'webm',
  width: number,
  height: number,
): Promise<VideoCodec> {
  for (const codec of CODECS[container]) if (await canEncodeVideo(codec, { width, height })) return codec;
  throw new LipslateError('encoder-missing', `${width} x ${height}`);
}
