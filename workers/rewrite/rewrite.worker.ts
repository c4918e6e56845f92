/** The rewrite worker: one corrected copy at a time. */
import { toLipslateError } from '../lib/decode/failure';
import { serve } from '../lib/rpc';
import type { RewriteWorkerApi } from './contract';
import { soundAlone } from './export-wav';
import { clearLeftovers, holding, removeResults } from './output-sinks';
import { plan, replaceSound, rewrite } from './rewrite';
import { hasSamePicture } from './same-picture';

const api: RewriteWorkerApi = {
  plan: (file, job) => told(file, () => plan(file, job)),

  rewrite: (file, job, onProgress) =>
    told(file, () =>
      holding(job.output, async () => {
        await clearLeftovers();
        return rewrite(file, job, onProgress);
      }),
    ),

  replaceSound: (file, job, onProgress) =>
    told(file, () =>
      holding(job.output, async () => {
        await clearLeftovers();
        return replaceSound(file, job, onProgress);
      }),
    ),

  hasSamePicture,

  soundAlone: (file, job, onProgress) =>
    told(file, () =>
      holding(job.output, async () => {
        await clearLeftovers();
        return soundAlone(file, job, onProgress);
      }),
    ),

  remove: removeResults,
  clearLeftovers,
};

serve(api);

async function told<T>(file: File, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    throw await toLipslateError(error, file);
  }
}
