/** Signs the exported file in the provenance worker, and names it. */
import type { ExportedVideo } from '../../../workers/dub/contract';
import type { Provenance, ProvenanceWorkerApi, SignedVideo } from '../../../workers/provenance/contract';
import ProvenanceWorker from '../../../workers/provenance/provenance.worker?worker';
import { WorkerBridge } from '../bridge';
import type { ExportSettings, Recipe } from './types';

/** @throws LipslateError certificate-unusable */
export async function signVideo(
  signal: AbortSignal,
  video: ExportedVideo,
  recipe: Recipe,
  settings: ExportSettings,
  software: string,
): Promise<SignedVideo> {
  const bridge = new WorkerBridge<ProvenanceWorkerApi>((name) => new ProvenanceWorker({ name }));
  const provenance: Provenance = {
    title: dubbedName(recipe.faceFile.name, settings.container),
    software,
    ingredients: [
      { title: recipe.faceFile.name, relationship: 'parentOf', mimeType: typeOf(recipe.faceFile) },
      ...speechesOf(recipe).map((file) => ({
        title: file.name,
        relationship: 'componentOf' as const,
        mimeType: typeOf(file),
      })),
    ],
    createdAt: new Date().toISOString(),
  };
  try {
    return await bridge.call(signal, (api) =>
      api.sign(video.file, bareType(video.mimeType), provenance, settings.certificate),
    );
  } finally {
    bridge.dispose();
  }
}

/** The same file may be two people's, by two of its tracks. */
function speechesOf({ speechFile, several }: Recipe): File[] {
  return [...new Set(several ? several.voices.map(({ file }) => file) : [speechFile])];
}

/** `clip.mov` -> `clip dubbed.mp4` */
export function dubbedName(name: string, container: ExportSettings['container']): string {
  return `${name.replace(/\.[^.\s]{1,5}$/, '')} dubbed.${container}`;
}

/** `video/mp4; codecs="…"` -> `video/mp4` */
function bareType(mimeType: string): string {
  return mimeType.split(';')[0]!.trim();
}

function typeOf(file: File): string {
  return bareType(file.type) || 'application/octet-stream';
}
