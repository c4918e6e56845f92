/** What can be had for a file, and whether there is room for it, before anything is started. */
import { LipslateError } from '../../core/errors';
import { type Correction, problemOf } from '../../core/fix/correction';
import { freeBytes } from '../lib/opfs/storage-error';
import type { FixSource } from '../lib/sound/source';
import type { Container } from './container';
import type { RewriteJob, RewritePlan } from './contract';
import { hasRoom } from './output-sinks';
import { nameFor } from './result-text';
import { bytesPerSecond, type Target } from './target';

/** For indexes that grow and what file systems add. */
const SPARE_BYTES = 2 * 1024 * 1024;

export async function planFor(
  source: FixSource,
  container: Container,
  { mode, correction, audioIndex }: Pick<RewriteJob, 'mode' | 'correction' | 'audioIndex'>,
): Promise<RewritePlan> {
  const reasons: string[] = [];
  const refusal = container.refusal(mode);
  if (refusal !== null) reasons.push(refusal);
  const isShift = correction.kind === 'shift';
  if (mode === 'lossless' && !isShift)
    reasons.push(
      'A drift or a jump cannot be put right by other times alone: the sound itself has to change.',
    );
  let target: Target | null = null;
  if (mode === 'baked' && refusal === null) {
    try {
      target = await container.target(await source.sound(audioIndex));
    } catch (error) {
      reasons.push(LipslateError.from(error).detail ?? String(error));
    }
  }
  const soundBytes = target === null ? 0 : Math.ceil(bytesPerSecond(target) * source.listing.durationS);
  const name = container.nameFor(target);
  return {
    container: name,
    isMoved: name !== source.listing.container,
    suggestedName: nameFor(source.file.name, name, source.listing.container),
    lossless: isShift && (mode !== 'lossless' || refusal === null),
    baked: mode !== 'baked' || target !== null,
    reasons,
    bakedCodec: target?.codec ?? null,
    // Baked: the encoded sound lies beside the result until that is done.
    needBytes: container.copies(mode) * source.file.size + 2 * soundBytes + SPARE_BYTES,
    freeBytes: await freeBytes(),
  };
}

/** @throws LipslateError 'fix-impossible' for offsets that no film has */
export function demandSense(correction: Correction, durationS: number): void {
  const problem = problemOf(correction, durationS);
  if (problem !== null) throw new LipslateError('fix-impossible', problem);
}

/**
 * Of the browser's own storage only: what goes to the visitor's disk asks for none.
 * @throws LipslateError 'storage-full'
 */
export async function demandRoom(
  { needBytes, freeBytes: free }: RewritePlan,
  job: RewriteJob,
): Promise<void> {
  if (job.output.to !== 'opfs') return;
  if ((free === null || free >= needBytes) && (await hasRoom(needBytes))) return;
  const mb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new LipslateError(
    'storage-full',
    `${needBytes} bytes are needed, ${free} are free.`,
    `The corrected copy needs ${mb(needBytes)}, and this browser has less than that left to store it.`,
  );
}
