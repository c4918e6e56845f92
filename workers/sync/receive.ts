/** Pulls sound from the media worker's port, with credit, and feeds the analyser. */
import { LipslateError } from '../../core/errors';
import type { SoundAnalyser } from '../../core/sound/analyser';
import type { WaveformPeaks } from '../../core/sound/types';
import type { CreditMessage, SoundMessage } from '../media/contract';

/** Chunks that may be under way at once. */
const CREDIT = 16;
/** Peaks are sent again when the sound has grown by this much: a long file is not copied over and over. */
const GROWTH = 1.15;
const LEAST_GROWTH_S = 2;

/** Resolves at the end of the stream. @throws what the stream reported */
export function receiveSound(
  port: MessagePort,
  analyser: SoundAnalyser,
  onPeaks: (peaks: WaveformPeaks, doneS: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let nextS = 0;
    const send = (count: number) => port.postMessage({ type: 'credit', count } satisfies CreditMessage);
    const report = () => onPeaks(analyser.peaks(), analyser.durationS);
    port.onmessage = ({ data }: MessageEvent<SoundMessage>) => {
      switch (data.type) {
        case 'sound':
          analyser.push(data.startS, data.samples);
          send(1);
          if (analyser.durationS >= nextS) {
            nextS = analyser.durationS * GROWTH + LEAST_GROWTH_S;
            report();
          }
          break;
        case 'end':
          analyser.finish();
          report();
          port.close();
          resolve();
          break;
        case 'error':
          port.close();
          reject(LipslateError.fromData(data.error));
          break;
      }
    };
    send(CREDIT);
  });
}
