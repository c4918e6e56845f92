/** One export: the file is written, then signed; reports its progress to the store. */
import { type ErrorData, LipslateError } from '../../../core/errors';
import type { BlendOptions, Mouths } from '../../../workers/dub/contract';
import type { SignedVideo } from '../../../workers/provenance/contract';
import type { DubPipeline } from './dub-pipeline';
import { heardInFile } from './result-sound';
import { dubbedName, signVideo } from './signer';
import type { ExportChoices, ExportResult, ExportSettings, ExportState, Recipe, RenderState } from './types';

declare const __APP_VERSION__: string;

const PERCENT = 100;
const SOFTWARE = `Lipslate ${__APP_VERSION__}`;

export function newExport(total: number): ExportState {
  return { status: 'working', step: 'composing', done: 0, total, result: null, error: null };
}

/** Never rejects: failures are reported through `update`. @returns null when there is no file */
export async function runExport(
  engine: DubPipeline,
  signal: AbortSignal,
  settings: ExportSettings,
  { recipe, made, plan }: RenderState,
  mouths: readonly Mouths[],
  blend: BlendOptions,
  update: (change: Partial<ExportState>) => void,
): Promise<ExportResult | null> {
  const { container, badge } = settings;
  try {
    const { file, track, speechGainDb } = await heardInFile(
      engine,
      signal,
      settings.sound,
      recipe,
      plan?.durationS ?? 0,
      (share) => update({ step: 'mixing', done: Math.round(share * PERCENT) }),
    );
    const wholeS = recipe.part && recipe.faceInfo.durationS;
    update({ step: 'composing', done: 0 });
    const options = {
      container,
      badge,
      sound: file,
      soundTrack: track,
      blend,
      software: SOFTWARE,
      ...(wholeS !== null && { whole: { film: recipe.faceFile, endS: wholeS } }),
    };
    const video = await engine.export(signal, recipe, mouths, made, options, (done, total) =>
      update({ done, total }),
    );
    update({ step: 'signing', done: video.pictures });
    const result = await signedResult(signal, { video, speechGainDb }, recipe, settings);
    update({ status: 'done', result });
    return result;
  } catch (cause) {
    if (signal.aborted) update({ status: 'cancelled' });
    else update({ status: 'failed', error: LipslateError.from(cause).toData() });
    return null;
  }
}

/**
 * Signs a written file, where that is wanted. Without a signature it is a file all the same: why there is none is said
 * in the result.
 * @throws LipslateError cancelled
 */
export async function signedResult(
  signal: AbortSignal,
  { video, speechGainDb }: Pick<ExportResult, 'video' | 'speechGainDb'>,
  recipe: Recipe,
  settings: ExportSettings,
): Promise<ExportResult> {
  let signed: SignedVideo | null = null;
  let signError: ErrorData | null = null;
  try {
    if (settings.provenance) signed = await signVideo(signal, video, recipe, settings, SOFTWARE);
  } catch (cause) {
    if (signal.aborted) throw cause;
    signError = LipslateError.from(cause).toData();
  }
  const name = dubbedName(recipe.faceFile.name, settings.container);
  const file = new File([signed?.file ?? video.file], name, { type: `video/${settings.container}` });
  return { file, video, settings, speechGainDb, signed, signError };
}

export const DEFAULT_CHOICES: ExportChoices = {
  container: 'mp4',
  sound: 'new',
  badge: true,
  provenance: true,
  certificates: null,
  privateKey: null,
};

/** For signing a file that is written: what it has or has not stays, whatever is chosen since. */
export function signingSettingsOf(
  choices: ExportChoices,
  recipe: Recipe,
  written: ExportSettings,
): ExportSettings {
  const { container, sound, badge } = written;
  return { ...settingsOf(choices, recipe), container, sound, badge, provenance: true };
}

/** webm holds no manifest, and a picture without sound has no original sound. */
export function settingsOf(choices: ExportChoices, { faceInfo }: Recipe): ExportSettings {
  const { container, sound, badge, certificates, privateKey } = choices;
  const provenance = choices.provenance && container === 'mp4';
  return {
    container,
    sound: faceInfo.audioTracks.length > 0 ? sound : 'new',
    badge,
    provenance,
    certificate:
      provenance && certificates && privateKey
        ? { certificateChainPem: certificates.text, privateKeyPem: privateKey.text }
        : null,
  };
}
