/** The sound worker: one sound at a time. */
import { toLipslateError } from '../lib/decode/failure';
import { serve } from '../lib/rpc';
import type { SoundWorkerApi } from './contract';
import { encode } from './encode';
import { fitSpeech } from './fit-speech';
import { speak } from './guide-voice';
import { layOver } from './lay-over';
import { measure } from './measure';
import { prepare } from './prepare';
import { putIn } from './put-in';

const api: SoundWorkerApi = {
  async measure(file, audioIndex) {
    try {
      return await measure(file, audioIndex);
    } catch (error) {
      throw await toLipslateError(error, file);
    }
  },

  async prepare(file, job, onProgress) {
    try {
      return await prepare(file, job, onProgress);
    } catch (error) {
      throw await toLipslateError(error, file);
    }
  },

  async encode(sound, format, onProgress) {
    try {
      return await encode(sound, format, onProgress);
    } catch (error) {
      throw await toLipslateError(error, sound.wav);
    }
  },

  async layOver(job, onProgress) {
    try {
      return await layOver(job, onProgress);
    } catch (error) {
      throw await toLipslateError(error, job.original);
    }
  },

  async fit(job, onProgress) {
    try {
      return await fitSpeech(job, onProgress);
    } catch (error) {
      throw await toLipslateError(error, job.speech);
    }
  },

  speak,

  async putIn(job, onProgress) {
    try {
      return await putIn(job, onProgress);
    } catch (error) {
      throw await toLipslateError(error, job.original?.file ?? job.inside.file);
    }
  },
};

serve(api);
