/** The corrected sound alone, as a WAV file of 16 bits. */
import { encodePcm, wavHeader } from '../../core/fix/pcm';
import { corrected, findCuts } from '../lib/sound/retime';
import { openSource } from '../lib/sound/source';
import type { RewriteJob, RewriteProgress } from './contract';
import { openSink, type Sink } from './output-sinks';
import { demandSense } from './plan';
import { RewriteProgressMeter } from './progress';
import { nameFor } from './result-text';

export async function soundAlone(
  file: File,
  job: Pick<RewriteJob, 'correction' | 'audioIndex' | 'output'>,
  onProgress: (progress: RewriteProgress) => void,
): Promise<File> {
  const source = await openSource(file);
  let sink: Sink | null = null;
  try {
    sink = await openSink(job.output, nameFor(file.name, 'wav', ''));
    const { durationS } = source.listing;
    demandSense(job.correction, durationS);
    const isSteps = job.correction.kind === 'steps';
    const progress = new RewriteProgressMeter(durationS, isSteps ? 2 : 1, onProgress);
    const sound = await source.sound(job.audioIndex);
    const cuts = await findCuts(sound, job.correction, progress.pass('listening', isSteps ? durationS : 0));
    const startS = source.pictureS;
    const samples = Math.max(1, Math.round((durationS - startS) * sound.rateHz));
    const wanted = { rateHz: sound.rateHz, startS, samples };
    const header = wavHeader(sound.rateHz, sound.channels, samples);
    await sink.write(header, 0);
    let at = header.length;
    const onTime = progress.pass('writing', durationS);
    for await (const planes of corrected(sound, job.correction, cuts, wanted, durationS, onTime)) {
      const bytes = encodePcm(planes, 'pcm-s16');
      await sink.write(bytes, at);
      at += bytes.length;
    }
    return await sink.finish();
  } catch (error) {
    await sink?.abort();
    throw error;
  } finally {
    source.dispose();
  }
}
