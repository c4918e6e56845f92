/** Pulls 16 kHz sound from the media worker's port and turns it into MFCC that begin at the start of the movie. */
import { LipslateError } from '../../core/errors';
import { MfccStream, toInt16 } from '../../core/sound/mfcc';
import { ANALYSIS_RATE_HZ } from '../../core/sound/types';
import type { CreditMessage, SoundMessage } from '../media/contract';

const CREDIT = 16;

export interface HeardSound {
  /** Float32Array [T, 13], column t covers 10 t to 10 t + 25 ms of the movie */
  mfcc: Float32Array;
  /** From the start of the movie to the end of the sound. */
  samples: number;
}

/** @throws LipslateError what the stream reported */
export function hearSound(port: MessagePort): Promise<HeardSound> {
  const stream = new MfccStream();
  let samples = 0;
  const push = (startS: number, chunk: Float32Array) => {
    // The first chunk says where the sound begins: silence before it, nothing of what lies before the movie.
    const start = Math.round(startS * ANALYSIS_RATE_HZ);
    if (start > samples) {
      stream.push(new Int16Array(start - samples));
      samples = start;
    }
    const part = toInt16(chunk.subarray(Math.max(0, samples - start)));
    stream.push(part);
    samples += part.length;
  };
  return new Promise((resolve, reject) => {
    const give = (count: number) => port.postMessage({ type: 'credit', count } satisfies CreditMessage);
    port.onmessage = ({ data }: MessageEvent<SoundMessage>) => {
      if (data.type === 'sound') {
        push(data.startS, data.samples);
        give(1);
        return;
      }
      port.close();
      if (data.type === 'error') reject(LipslateError.fromData(data.error));
      else resolve({ mfcc: stream.finish(), samples });
    };
    give(CREDIT);
  });
}
