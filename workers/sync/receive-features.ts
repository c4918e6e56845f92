/** Pulls sound from the media worker's port, with credit, and feeds the analyser. */
import type { SoundAnalyser } from '../../core/sound/analyser';
import type { WaveformPeaks } from '../../core/sound/types';
import { listen } from '../lib/port/receive-audio';

/** Peaks are sent again when the sound has grown by this much: a long file is not copied over and over. */
const GROWTH = 1.15;
const LEAST_GROWTH_S = 2;

/** Resolves at the end of the stream. @throws what the stream reported */
export async function receiveSound(
  port: MessagePort,
  analyser: SoundAnalyser,
  onPeaks: (peaks: WaveformPeaks, doneS: number) => void,
): Promise<void> {
  let nextS = 0;
  const report = () => onPeaks(analyser.peaks(), analyser.durationS);
  await listen(port, (startS, samples) => {
    analyser.push(startS, samples);
    if (analyser.durationS < nextS) return;
    nextS = analyser.durationS * GROWTH + LEAST_GROWTH_S;
    report();
  });
  analyser.finish();
  report();
}
