/** Pulls 16 kHz sound from the media worker's port and turns it into MFCC that begin at the start of the movie. */
import { MfccStream, toInt16 } from '../../core/sound/mfcc';
import { listenFromStart } from '../lib/port/receive-audio';

export interface HeardMfcc {
  /** Float32Array [T, 13], column t covers 10 t to 10 t + 25 ms of the movie */
  mfcc: Float32Array;
  /** From the start of the movie to the end of the sound. */
  samples: number;
}

/** @throws LipslateError what the stream reported */
export async function hearSound(port: MessagePort): Promise<HeardMfcc> {
  const stream = new MfccStream();
  const samples = await listenFromStart(port, (part) => stream.push(toInt16(part)));
  return { mfcc: stream.finish(), samples };
}
