/** Starts the visitor's two networks, as they came, by onnxruntime in WASM. */
import type { GuessPiece } from '../../core/enhance/voice-apart';
import { LipslateError } from '../../core/errors';
import { type OpenNetwork, openNetwork } from '../lib/ort/bundled-network';
import type { SeparatorFiles } from './contract';
import { guessBy } from './separator-guess';

export interface Separator {
  guess: GuessPiece;
  /** Gives the memory of both back. */
  release(): Promise<void>;
}

/** @throws LipslateError 'model-missing', 'model-load-failed', 'checkpoint-damaged' when a file is no network after all */
export async function openSeparator(files: SeparatorFiles | null): Promise<Separator> {
  if (!files) {
    const message = 'The voice is to be set apart, but Spleeter’s two files are not stored here.';
    throw new LipslateError('model-missing', undefined, message);
  }
  const opened: OpenNetwork[] = [];
  const release = async () => {
    for (const network of opened) await network.release();
  };
  const open = async (file: Blob) => {
    const network = await openNetwork(await bytesOf(file));
    opened.push(network);
    return network.run;
  };
  try {
    return { guess: guessBy(await open(files.vocals), await open(files.accompaniment)), release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new LipslateError('model-missing', String(cause));
  }
}
