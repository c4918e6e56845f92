/** One file fixed without anybody watching: what a script asks for, and the record that it gets. */
import { type ErrorData, LipslateError } from '../../../core/errors';
import { correctionFor } from '../../../core/fix/correction';
import { roundOrNull } from '../../../core/report/record';
import type { Measurement, Verdict } from '../../../core/sync/types';
import type { CheckSettings } from '../check-types';
import type { Checked } from '../checked';
import type { FixEngine } from './engine';
import type { FixMode, FixResult } from './types';

/** What a measurement says, in short. */
export interface BriefMeasurement {
  verdict: Verdict;
  /** ms, positive = sound late. */
  offsetMs: number | null;
  ci95Ms: number | null;
}

export interface MadeFixRecord {
  /** Name of the corrected copy. */
  file: string;
  mode: FixMode;
  /** What was put right, as the container could hold it; null for drift and steps. */
  appliedMs: number | null;
  before: BriefMeasurement;
  /** Null when the copy could not be measured. */
  after: BriefMeasurement | null;
  /** What is left at the worst place; null when it could not be measured. */
  residualMs: number | null;
  /** What was done, in one sentence. */
  how: string;
  /** Measured to be in sync. */
  good: boolean;
  /** Sentences: what could not be kept, and tracks that are not in the copy. */
  warnings: string[];
}

export type FixRecord = MadeFixRecord | { mode: FixMode; error: Pick<ErrorData, 'code' | 'message'> };

/** @returns null when there is nothing to fix, or when it is not sure */
export async function fixOf(
  engine: FixEngine,
  file: File,
  { evidence, audioIndex, heard, part }: Checked,
  onlyFace: number | null,
  mode: FixMode,
  settings: CheckSettings,
  onProgress: (stage: string, doneS: number, totalS: number) => void,
): Promise<{ record: FixRecord; result: FixResult | null } | null> {
  const before = evidence.measurement;
  const correction = correctionFor(before);
  if (!correction) return null;
  const input = { file, audioIndex, mix: heard?.mix ?? null, part, onlyFace, before, settings };
  const wish = { mode, correction, by: 'measured', targetMs: 0 } as const;
  try {
    const result = await engine.fix(new AbortController().signal, input, wish, ({ step, doneS, totalS }) =>
      onProgress(step, doneS, totalS),
    );
    return { record: recordOf(result), result };
  } catch (cause) {
    const { code, message, detail } = LipslateError.from(cause);
    if (detail) console.warn(`lipslate: ${file.name}: ${detail}`);
    return { record: { mode, error: { code, message } }, result: null };
  }
}

function recordOf({ wish, rewritten, before, recheck, judgement }: FixResult): MadeFixRecord {
  return {
    file: rewritten.suggestedName,
    mode: wish.mode,
    appliedMs: roundOrNull(rewritten.appliedMs, 1),
    before: brief(before),
    after: recheck && brief(recheck.evidence.measurement),
    residualMs: roundOrNull(judgement.residualMs, 1),
    how: rewritten.how,
    good: judgement.outcome === 'good',
    warnings: [...rewritten.warnings, ...rewritten.tracksLost],
  };
}

function brief({ verdict, offsetMs, ci95Ms }: Measurement): BriefMeasurement {
  return { verdict, offsetMs: roundOrNull(offsetMs, 1), ci95Ms: roundOrNull(ci95Ms, 1) };
}
