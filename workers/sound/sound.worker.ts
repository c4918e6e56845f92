/** The sound worker: one sound at a time. */
import { toLipslateError } from '../lib/decode/failure';
import { clearLeft } from '../lib/opfs/long-files';
import { serve } from '../lib/rpc';
import type { SoundWorkerApi } from './contract';
import { encode } from './encode';
import { fitSpeech } from './fit-speech';
import { speak } from './guide-voice';
import { layOver } from './lay-over';
import { asIs, measure } from './measure';
import { mixMicrophones } from './microphones';
import { mixVoices } from './mix-voices';
import { prepare } from './prepare';
import { putIn } from './put-in';

/** @param file in which a failure is looked for */
async function told<T>(file: Blob, work: Promise<T>, isGone?: 'storage-full'): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw await toLipslateError(error, file, isGone);
  }
}

const api: SoundWorkerApi = {
  measure: (file, audioIndex) => told(file, measure(file, audioIndex)),
  asIs: (file, audioIndex, onShare) => told(file, asIs(file, audioIndex, onShare)),
  prepare: (file, job, onProgress) => told(file, prepare(file, job, onProgress)),
  mix: (files, onProgress) => told(files[0] ?? new Blob(), mixMicrophones(files, onProgress)),
  encode: (sound, format, onProgress) => told(sound.wav, encode(sound, format, onProgress), 'storage-full'),
  layOver: (job, onProgress) => told(job.original, layOver(job, onProgress)),
  fit: (job, onProgress) => told(job.speech, fitSpeech(job, onProgress)),
  mixVoices: (job, onProgress) => told(job.voices[0]?.file ?? new Blob(), mixVoices(job, onProgress)),
  speak,
  putIn: (job, onProgress) => told(job.original?.file ?? job.inside.file, putIn(job, onProgress)),
};

// Where there is no such storage nothing is left.
clearLeft().catch(() => {});
serve(api);
