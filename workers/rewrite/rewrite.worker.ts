/** The rewrite worker: one corrected copy at a time. */
import { toLipslateError } from '../lib/decode/failure';
import { serve } from '../lib/rpc';
import type { RewriteJob, RewriteWorkerApi } from './contract';
import { soundAlone } from './export-wav';
import { clearLeftovers, holding, removeResults } from './output-sinks';
import { writePart } from './part';
import { plan, replaceSound, rewrite } from './rewrite';
import { hasSamePicture } from './same-picture';

const api: RewriteWorkerApi = {
  plan: (file, job) => told(file, () => plan(file, job)),

  rewrite: (file, job, onProgress) => writing(file, job, () => rewrite(file, job, onProgress)),

  replaceSound: (file, job, onProgress) => writing(file, job, () => replaceSound(file, job, onProgress)),

  writePart: (file, job, onProgress) => writing(file, job, () => writePart(file, job, onProgress)),

  hasSamePicture,

  soundAlone: (file, job, onProgress) => writing(file, job, () => soundAlone(file, job, onProgress)),

  remove: removeResults,
  clearLeftovers,
};

serve(api);

/** Its folder is held meanwhile, and what others left is cleared before. */
function writing<T>(file: File, { output }: Pick<RewriteJob, 'output'>, job: () => Promise<T>): Promise<T> {
  return told(file, () =>
    holding(output, async () => {
      await clearLeftovers();
      return job();
    }),
  );
}

async function told<T>(file: File, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    throw await toLipslateError(error, file);
  }
}
