/** One export: the file is written, then signed; reports its progress to the store. */
import { LipslateError } from '../../../core/errors';
import type { BlendOptions, Mouths } from '../../../workers/dub/contract';
import type { DubEngine } from './engine';
import { dubbedName, signVideo } from './signer';
import type { ExportResult, ExportSettings, ExportState, RenderState } from './types';

declare const __APP_VERSION__: string;

const SOFTWARE = `Lipslate ${__APP_VERSION__}`;

export function newExport(total: number): ExportState {
  return { status: 'working', step: 'composing', done: 0, total, result: null, error: null };
}

/** Never rejects: failures are reported through `update`. @returns null when there is no file */
export async function runExport(
  engine: DubEngine,
  signal: AbortSignal,
  settings: ExportSettings,
  { recipe, made }: RenderState,
  mouths: Mouths[],
  blend: BlendOptions,
  update: (change: Partial<ExportState>) => void,
): Promise<ExportResult | null> {
  const { container, badge } = settings;
  const [sound, soundTrack] =
    settings.sound === 'new' ? [recipe.speechFile, recipe.speechTrack] : [recipe.faceFile, 0];
  try {
    const options = { container, badge, sound, soundTrack, blend, software: SOFTWARE };
    const video = await engine.export(signal, recipe, mouths, made, options, (done) => update({ done }));
    update({ step: 'signing', done: video.pictures });
    const signed = settings.provenance ? await signVideo(signal, video, recipe, settings, SOFTWARE) : null;
    const name = dubbedName(recipe.faceFile.name, container);
    const file = new File([signed?.file ?? video.file], name, { type: `video/${container}` });
    const result: ExportResult = { file, video, settings, signed };
    update({ status: 'done', result });
    return result;
  } catch (cause) {
    if (signal.aborted) update({ status: 'cancelled' });
    else update({ status: 'failed', error: LipslateError.from(cause).toData() });
    return null;
  }
}
