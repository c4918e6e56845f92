/** The sound of a baked fix: decoded, moved by samples and encoded anew. */
import type { Correction } from '../../core/fix/correction';
import type { EncodedSound } from '../../core/fix/encoded-sound';
import { corrected, findCuts } from '../lib/sound/retime';
import type { FixSource, SourceSound } from '../lib/sound/source';
import { encodeSound } from './encode';
import type { Sink } from './output-sinks';
import type { RewriteProgressMeter } from './progress';
import type { Target } from './target';

/**
 * From the first picture to the end of the file.
 * @param sink gets the packets, one behind the other
 * @param heard see encodeSound
 * @throws LipslateError 'fix-impossible', 'storage-full'
 */
export async function makeSound(
  { pictureS, listing }: FixSource,
  sound: SourceSound,
  correction: Correction,
  target: Target,
  sink: Sink,
  progress: Pick<RewriteProgressMeter, 'pass'>,
  heard: Sink | null = null,
): Promise<EncodedSound> {
  const { durationS } = listing;
  const listens = correction.kind === 'steps';
  const cuts = await findCuts(sound, correction, progress.pass('listening', listens ? durationS : 0));
  const samples = Math.max(1, Math.round((durationS - pictureS) * target.rateHz));
  const lead = Math.min(target.leadSamples, samples - 1);
  const wanted = { rateHz: target.rateHz, startS: pictureS + lead / target.rateHz, samples: samples - lead };
  const onTime = progress.pass('encoding', durationS);
  const stream = corrected(sound, correction, cuts, wanted, durationS, onTime);
  // The packets are written on the container's own clock.
  return encodeSound(stream, target, pictureS + listing.originS, samples, sink, heard);
}
