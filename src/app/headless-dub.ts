/** `lipslate.dub`: one dub for scripts, through the Dub room's own session. */
import { type ErrorData, LipslateError } from '../../core/errors';
import { round } from '../../core/report/record';
import { createDubSession } from '../engine/dub/session';
import type { DubSession, DubState, ExportResult } from '../engine/dub/types';
import { download } from '../engine/fix/save-copies';
import { settled } from '../engine/store';
import { type DubWishes, given, type TypedSpeech } from './headless-dub-given';
import { type DubRecord, dubRecord } from './headless-dub-record';

export type DubOutcome = DubRecord | { ok: false; error: Pick<ErrorData, 'code' | 'message'> };

/** Never rejects. `download` hands the file to the browser's downloads, and does nothing where there is none. */
export async function dub(
  face: File,
  speech: File | TypedSpeech,
  wishes: DubWishes = {},
): Promise<{ record: DubOutcome; download(): void }> {
  const session = createDubSession(wishes.engine ?? 'own');
  const off = session.subscribe(() => report(session.get(), wishes));
  try {
    const { record, result } = await made(session, face, speech, wishes);
    return { record, download: () => download(result.file, result.file.name) };
  } catch (cause) {
    const { code, message, detail } = LipslateError.from(cause).toData();
    if (detail) console.warn(`lipslate: ${face.name}: ${detail}`);
    return { record: { ok: false, error: { code, message } }, download: () => {} };
  } finally {
    off();
    session.dispose();
  }
}

async function made(
  session: DubSession,
  face: File,
  speech: File | TypedSpeech,
  wishes: DubWishes,
): Promise<{ record: DubRecord; result: ExportResult }> {
  const lap = stopwatch();
  const ready = await given(session, face, speech, wishes);
  const look = lap();
  session.render(wishes.modelId ?? null);
  const render = await settled(session, ({ render }) => {
    if (render?.error) throw LipslateError.fromData(render.error);
    return render?.status === 'done' || render?.status === 'stopped' ? render : undefined;
  });
  const make = lap();
  session.export();
  const result = await settled(session, ({ exporting }) => {
    if (exporting?.error) throw LipslateError.fromData(exporting.error);
    return exporting?.status === 'done' && exporting.result ? exporting.result : undefined;
  });
  const write = lap();
  const score = await settled(session, ({ score }) =>
    score && score.status !== 'working' ? score : undefined,
  );
  const tookS = { look, make, write, check: lap() };
  return { record: dubRecord(session.get(), ready, render, result, score, tookS), result };
}

function report({ face, speech, render, exporting }: DubState, { onProgress }: DubWishes): void {
  if (exporting?.step === 'mixing') onProgress?.('mixing', exporting.done, 100);
  else if (exporting) onProgress?.('writing', exporting.done, exporting.total);
  else if (render && render.share !== null) onProgress?.(render.step, Math.round(100 * render.share), 100);
  else if (render) onProgress?.(render.step, render.made, render.plan?.pictures ?? 0);
  else if (face && face.status !== 'ready') onProgress?.('faces', face.lookedS, face.neededS);
  else if (speech?.status === 'listening')
    onProgress?.('listening', speech.heardS, speech.info?.durationS ?? 0);
}

/** @returns seconds since it was asked last */
function stopwatch(): () => number {
  let sinceMs = performance.now();
  return () => {
    const tookMs = performance.now() - sinceMs;
    sinceMs = performance.now();
    return round(tookMs / 1000, 2);
  };
}
