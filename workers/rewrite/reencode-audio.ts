/** The baked fix: sound decoded, moved by samples and encoded anew; every picture packet copied. */
import { LipslateError } from '../../core/errors';
import { withSound } from '../../core/fix/bmff/with-sound';
import type { EncodedSound } from '../../core/fix/encoded-sound';
import type { MatroskaOutput } from '../../core/fix/matroska/rewrite';
import { rewriteMatroska } from '../../core/fix/matroska/rewrite';
import type { Piece } from '../../core/fix/pieces';
import { reader } from './buffered-reader';
import type { Structure } from './container-kind';
import type { RewriteJob } from './contract';
import { chooseTarget, encodeSound, type Target } from './encode';
import type { Sink } from './output-sinks';
import type { ProgressMeter } from './progress';
import { corrected, findCuts } from './retime-audio';
import type { FixSource, SourceSound } from './source';

export interface NewSound {
  encoded: EncodedSound;
  target: Target;
  source: SourceSound;
}

/** @throws LipslateError 'fix-impossible', 'codec-unsupported' */
export async function makeSound(
  source: FixSource,
  job: Pick<RewriteJob, 'correction' | 'audioIndex'>,
  container: string,
  sink: Sink,
  progress: ProgressMeter,
  force?: (sound: SourceSound) => Target,
): Promise<NewSound> {
  const sound = await source.sound(job.audioIndex);
  const target = force?.(sound) ?? (await chooseTarget(sound.codec, container, sound.rateHz, sound.channels));
  const { durationS } = source.listing;
  const listens = job.correction.kind === 'steps';
  const cuts = await findCuts(sound, job.correction, progress.pass('listening', listens ? durationS : 0));
  const startS = source.pictureS;
  const samples = Math.max(1, Math.round((durationS - startS) * target.rateHz));
  const lead = Math.min(target.leadSamples, samples - 1);
  const wanted = { rateHz: target.rateHz, startS: startS + lead / target.rateHz, samples: samples - lead };
  const onTime = progress.pass('encoding', durationS);
  const stream = corrected(sound, job.correction, cuts, wanted, durationS, onTime);
  // The packets are written on the container's own clock.
  const storedS = startS + source.listing.originS;
  return { encoded: await encodeSound(stream, target, storedS, samples, sink), target, source: sound };
}

/** @param packets the encoded sound, read back @throws ContainerError for an index that cannot be trusted */
export function planBaked(
  structure: Exclude<Structure, { kind: 'other' }>,
  audioIndex: number,
  fileBytes: number,
  encoded: EncodedSound,
  packets: Blob,
): Iterable<Piece> | AsyncIterable<MatroskaOutput> {
  if (structure.kind === 'bmff') {
    const { movie, top } = structure;
    const track = movie.tracks.filter(({ handler }) => handler === 'soun')[audioIndex];
    if (track === undefined) throw noTrack(audioIndex);
    return withSound(movie, top, fileBytes, track, encoded);
  }
  const track = structure.tracks.filter(({ kind }) => kind === 'sound')[audioIndex];
  if (track === undefined) throw noTrack(audioIndex);
  const sound = { track: track.number, encoded, read: reader(packets) };
  return rewriteMatroska(structure.read, fileBytes, { delayMs: 0, shiftsMs: new Map(), sound });
}

function noTrack(index: number): LipslateError {
  return new LipslateError('fix-impossible', `There is no sound track ${index}.`);
}
