/** Pulls 16 kHz sound through the port of a media worker, with credit. */
import { LipslateError } from '../../../core/errors';
import { ANALYSIS_RATE_HZ } from '../../../core/sound/types';
import type { CreditMessage, SoundMessage } from '../../media/contract';

/** Chunks that may be under way at once. */
const CREDIT = 16;

/**
 * Resolves at the end of the stream, or when there is enough; the port is closed then.
 * @param push gets mono samples and the presentation time of the first; false when no more are wanted
 * @throws LipslateError what the stream reported
 */
export function listen(
  port: MessagePort,
  push: (startS: number, samples: Float32Array) => unknown,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (count: number) => port.postMessage({ type: 'credit', count } satisfies CreditMessage);
    port.onmessage = ({ data }: MessageEvent<SoundMessage>) => {
      if (data.type === 'sound') {
        if (push(data.startS, data.samples) !== false) {
          give(1);
          return;
        }
        port.close();
        resolve();
        return;
      }
      port.close();
      if (data.type === 'error') reject(LipslateError.fromData(data.error));
      else resolve();
    };
    give(CREDIT);
  });
}

/**
 * As `listen`, as one sound from the start of the movie on: silence where it begins later, nothing of what lies before.
 * @param push gets samples that follow each other
 * @param most samples after which no more are asked for
 * @returns the number of samples, at 16 kHz
 */
export async function listenFromStart(
  port: MessagePort,
  push: (samples: Float32Array) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let count = 0;
  const take = (samples: Float32Array) => {
    push(samples);
    count += samples.length;
  };
  await listen(port, (startS, samples) => {
    const start = Math.round(startS * ANALYSIS_RATE_HZ);
    if (start > count) take(new Float32Array(start - count));
    take(samples.subarray(Math.max(0, count - start)));
    return count < most;
  });
  return count;
}
