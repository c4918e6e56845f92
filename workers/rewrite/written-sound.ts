/** The sound of a copy as packets; one that is to keep its loudness is measured and, where it must be, encoded once more. */

import type { EncodedSound } from '../../core/fix/encoded-sound';
import { isPcmFormat } from '../../core/fix/pcm';
import type { Turn, WantedLoudness, WrittenLoudness } from '../../core/loudness/kept-loudness';
import { keepLoudness, loudnessOf, turnedBy } from '../lib/sound/kept-loudness';
import type { FixSource, SourceSound } from '../lib/sound/source';
import type { RewriteJob } from './contract';
import { openPassing, type Sink } from './output-sinks';
import type { RewriteProgressMeter } from './progress';
import { makeSound } from './reencode-audio';
import type { Target } from './target';

/** Passes beside the first: measuring, and what comes of it. */
export const MORE_PASSES = 1;

interface SoundPlan extends Pick<RewriteJob, 'correction'> {
  target: Target;
  wanted: WantedLoudness | null;
}

export interface WrittenSound {
  encoded: EncodedSound;
  packets: File;
  measured: WrittenLoudness | null;
  discard(): Promise<void>;
}

export async function writtenSound(
  source: FixSource,
  sound: SourceSound,
  { correction, target, wanted }: SoundPlan,
  progress: RewriteProgressMeter,
): Promise<WrittenSound> {
  const passing: Sink[] = [];
  const open = async () => {
    const sink = await openPassing();
    passing.push(sink);
    return sink;
  };
  const discard = async () => {
    for (const sink of passing.splice(0)) await sink.abort();
  };
  try {
    // Samples are what they are.
    if (wanted === null || isPcmFormat(target.codec)) {
      const sink = await open();
      const encoded = await makeSound(source, sound, correction, target, sink, progress);
      return { encoded, packets: await sink.finish(), measured: null, discard };
    }
    const { durationS } = source.listing;
    const wholeS = (1 + MORE_PASSES) * durationS;
    const onTime = progress.pass('encoding', wholeS);
    const encode = async (turn: Turn | null, onShare: (share: number) => void) => {
      const [sink, heard] = [await open(), await open()];
      const shares = { pass: () => (atS: number) => onShare(Math.min(1, atS / durationS)) };
      const turned = turn ? turnedBy(sound, turn) : sound;
      const encoded = await makeSound(source, turned, correction, target, sink, shares, heard);
      return { encoded, packets: await sink.finish(), heard: await heard.finish() };
    };
    const { made, measured } = await keepLoudness(
      wanted,
      { encode, measure: ({ heard }, onShare) => loudnessOf(heard, onShare), drop: discard },
      (share) => onTime(share * wholeS),
    );
    const { encoded, packets } = made;
    return { encoded, packets, measured, discard };
  } catch (cause) {
    await discard();
    throw cause;
  }
}
