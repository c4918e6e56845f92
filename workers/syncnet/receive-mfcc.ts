/** Pulls 16 kHz sound from the media worker's port and turns it into MFCC that begin at the start of the movie. */
import { MfccStream, toInt16 } from '../../core/sound/mfcc';
import { ANALYSIS_RATE_HZ } from '../../core/sound/types';
import { listen } from '../lib/port/receive-audio';

export interface HeardSound {
  /** Float32Array [T, 13], column t covers 10 t to 10 t + 25 ms of the movie */
  mfcc: Float32Array;
  /** From the start of the movie to the end of the sound. */
  samples: number;
}

/** @throws LipslateError what the stream reported */
export async function hearSound(port: MessagePort): Promise<HeardSound> {
  const stream = new MfccStream();
  let samples = 0;
  await listen(port, (startS, chunk) => {
    // The first chunk says where the sound begins: silence before it, nothing of what lies before the movie.
    const start = Math.round(startS * ANALYSIS_RATE_HZ);
    if (start > samples) {
      stream.push(new Int16Array(start - samples));
      samples = start;
    }
    const part = toInt16(chunk.subarray(Math.max(0, samples - start)));
    stream.push(part);
    samples += part.length;
  });
  return { mfcc: stream.finish(), samples };
}
