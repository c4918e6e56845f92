/** What tells a voice from all else: networks of the visitor's, as they came, by onnxruntime in WASM; or what is built in. */
import { readDemucsPorts } from '../../core/checkpoint/demucs';
import { blobSource } from '../../core/checkpoint/source';
import { CENTRE_RATE_HZ, CentreVoice } from '../../core/enhance/centre-voice';
import { APART_RATE_HZ, VoiceApart } from '../../core/enhance/voice-apart';
import { VoiceByPieces } from '../../core/enhance/voice-pieces';
import { LipslateError } from '../../core/errors';
import { type OpenNetwork, openNetwork } from '../lib/ort/bundled-network';
import type { TellsVoice } from './apart';
import type { PreparedSound, SeparatorFiles } from './contract';
import { DEMUCS_PIECE, guessVoiceBy } from './demucs-guess';
import { newRnnoise } from './rnnoise';
import { guessBy } from './separator-guess';

export interface Separator extends TellsVoice {
  by: NonNullable<PreparedSound['apartBy']>;
  /** Gives the memory of networks back. */
  release(): Promise<void>;
}

/** @param files null: what is built in @throws LipslateError 'model-missing', 'model-load-failed', 'part-load-failed', 'checkpoint-damaged' when a file is no network after all */
export async function openSeparator(files: SeparatorFiles | null): Promise<Separator> {
  if (!files) return BUILT_IN;
  const opened: OpenNetwork[] = [];
  const release = async () => {
    for (const network of opened) await network.release();
  };
  const open = async (file: Blob) => {
    const network = await openNetwork(await bytesOf(file));
    opened.push(network);
    return network;
  };
  try {
    if ('demucs' in files) {
      const ports = await readDemucsPorts(blobSource(files.demucs));
      const guess = guessVoiceBy((await open(files.demucs)).runAll, ports);
      return {
        by: 'networks',
        rateHz: APART_RATE_HZ,
        begin: (channels) => new VoiceByPieces(channels, DEMUCS_PIECE, guess),
        release,
      };
    }
    const guess = guessBy((await open(files.vocals)).run, (await open(files.accompaniment)).run);
    return {
      by: 'networks',
      rateHz: APART_RATE_HZ,
      begin: (channels) => new VoiceApart(channels, guess),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

const BUILT_IN: Separator = {
  by: 'built-in',
  rateHz: CENTRE_RATE_HZ,
  begin: async (channels) => new CentreVoice(channels, await newRnnoise()),
  release: async () => {},
};

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new LipslateError('model-missing', String(cause));
  }
}
