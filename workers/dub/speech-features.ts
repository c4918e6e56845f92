/** Pulls the new speech from the media worker's port: samples, mel spectrogram, and where something is said. */
import { LipslateError } from '../../core/errors';
import { GrowingFloat32 } from '../../core/growable-arrays';
import { SoundAnalyser } from '../../core/sound/analyser';
import { wav2lipMel } from '../../core/sound/mel';
import { toInt16 } from '../../core/sound/mfcc';
import { ANALYSIS_RATE_HZ, type SoundFeatures } from '../../core/sound/types';
import { listenFromStart } from '../lib/port/receive-audio';

export interface Speech {
  /** 16 kHz mono from the start of the file: silence before a track that starts later. */
  samples: Float32Array<ArrayBuffer>;
  durationS: number;
  /** Float32Array [80, T], Wav2Lip's */
  mel: Float32Array<ArrayBuffer>;
  features: Pick<SoundFeatures, 'startS' | 'energyDb' | 'speech'>;
}

/** @throws LipslateError no-speech when nothing comes; what the stream reported */
export async function extractSpeechFeatures(port: MessagePort): Promise<Speech> {
  const samples = await pullSamples(port, 0, Number.POSITIVE_INFINITY);
  if (samples.length === 0) throw new LipslateError('no-speech');
  return {
    ...heardIn(samples),
    // The original has ffmpeg write a 16-bit file first.
    mel: wav2lipMel(Float32Array.from(toInt16(samples), (word) => word / 32768)),
  };
}

/** As `extractSpeechFeatures`, of the sound that a face's own video has, and without what Wav2Lip alone wants. */
export async function pullFootage(
  port: MessagePort,
  fromS: number,
  untilS: number,
): Promise<Omit<Speech, 'mel'>> {
  return heardIn(await pullSamples(port, fromS, untilS));
}

function heardIn(samples: Float32Array<ArrayBuffer>): Omit<Speech, 'mel'> {
  const analyser = new SoundAnalyser();
  analyser.push(0, samples);
  analyser.finish();
  const { startS, energyDb, speech } = analyser.features();
  return { samples, durationS: samples.length / ANALYSIS_RATE_HZ, features: { startS, energyDb, speech } };
}

async function pullSamples(
  port: MessagePort,
  fromS: number,
  untilS: number,
): Promise<Float32Array<ArrayBuffer>> {
  const samples = new GrowingFloat32(60 * ANALYSIS_RATE_HZ);
  const first = Math.round(fromS * ANALYSIS_RATE_HZ);
  const most = untilS * ANALYSIS_RATE_HZ;
  let at = 0;
  await listenFromStart(
    port,
    (part) => {
      samples.append(part.subarray(Math.max(0, first - at), Math.max(0, most - at)));
      at += part.length;
    },
    most,
  );
  return samples.view().slice();
}
