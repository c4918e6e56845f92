/** What a dub is made of, as a name that stays the same after a reload: the same files and choices give the same mouths. */
import { faceKey } from './face-key';
import type { PlacedSpeech, Recipe } from './types';

/** Other mouths for the same recipe: a new number leaves the old ones alone. */
const FORMAT = 2;
const SAMPLE_BYTES = 256 * 1024;

/** Of mouths that Wav2Lip drew: no others are kept. @returns lower-case hex. @throws DOMException when a file can no longer be read */
export async function dubKey(recipe: Recipe): Promise<string> {
  const { faceFile, speechFile, speechTrack, modelId, tracks, fit, part, several } = recipe;
  const { engine: _, ...options } = recipe.options;
  const who = tracks.map((track) => [faceKey(track), track.voice ?? 0]);
  const files = [await fingerprint(faceFile), await fingerprint(speechFile)];
  const others = several && [several.untilS, await saidBy(several.voices)];
  return hashOf(JSON.stringify([FORMAT, files, speechTrack, options, modelId, who, fit, part, others]));
}

function saidBy(voices: readonly PlacedSpeech[]): Promise<unknown[]> {
  return Promise.all(voices.map(async ({ file, track, startS }) => [await fingerprint(file), track, startS]));
}

/** Name, size and samples of the content: a file of gigabytes is not read for it. */
async function fingerprint(file: File): Promise<string> {
  const { name, size } = file;
  const middle = Math.max(0, Math.floor((size - SAMPLE_BYTES) / 2));
  const samples = [0, middle, Math.max(0, size - SAMPLE_BYTES)].map((at) =>
    file.slice(at, at + SAMPLE_BYTES),
  );
  return `${name} ${size} ${await hashOf(new Blob(samples))}`;
}

async function hashOf(data: Blob | string): Promise<string> {
  const bytes = new Uint8Array(await new Blob([data]).arrayBuffer());
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
