/** A WAV as Ogg Opus, by the browser's encoder: ffmpeg.wasm's libopus 0.12.10 reads out of its memory and dies. */
import { ALL_FORMATS, Conversion, Input, OggOutputFormat, Output, StreamTarget } from 'mediabunny';
import { sourceOf } from '../blob-source';
import { RandomAccessFile } from '../random-access-file';

const RATE_HZ = 48_000;

/** @param bitrate of all channels @returns null where the browser does not encode it */
export async function oggOpus(
  wav: Blob,
  bitrate: number,
  onProgress: (share: number) => void,
): Promise<Blob | null> {
  const written = new RandomAccessFile();
  const input = new Input({ formats: ALL_FORMATS, source: sourceOf(wav) });
  const target = new StreamTarget(written.writable());
  const output = new Output({ format: new OggOutputFormat(), target });
  const audio = { codec: 'opus', bitrate, sampleRate: RATE_HZ, forceTranscode: true } as const;
  try {
    const conversion = await Conversion.init({ input, output, audio });
    if (!conversion.isValid) return null;
    conversion.onProgress = onProgress;
    await conversion.execute();
    return written.toBlob('audio/ogg');
  } finally {
    input.dispose();
  }
}
