/** The faces worker: see contract.ts for what it offers and README.md for how it works. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { PixelReader } from '../lib/frame-pixels';
import { forEachFrame } from '../lib/port/receive-frames';
import { serve } from '../lib/rpc';
import { Analysis } from './analysis';
import { fenceFetch } from './block-external-fetch';
import { buffersOf, type FacesProgress, type FacesWorkerApi, type StageTimes } from './contract';
import { FaceReader } from './face-reader';
import { type FaceModels, loadFaceModels } from './models';

const PROGRESS_EVERY_MS = 100;

fenceFetch();

let models: Promise<FaceModels> | null = null;
let lastTimes: StageTimes | null = null;

const api: FacesWorkerApi = {
  async load() {
    await loaded();
  },

  async analyse(port, range, onProgress) {
    const reader = new FaceReader(
      await loaded().catch((cause: unknown) => {
        port.close();
        throw cause;
      }),
    );
    const pictures = new PixelReader();
    const analysis = new Analysis(reader, range.outlines === true);
    lastTimes = reader.times;
    let reportedAt = 0;
    const report = (progress: FacesProgress) => {
      reportedAt = performance.now();
      onProgress(progress);
    };
    await forEachFrame(port, async ({ frame, ptsS, rotation }) => {
      const began = performance.now();
      const picture = await pictures.read(frame, rotation);
      // From here on the pixels are ours; the decoder gets its buffer back early.
      frame.close();
      reader.times.copyMs += performance.now() - began;
      reader.times.frames += 1;
      analysis.addFrame(picture, ptsS);
      if (performance.now() - reportedAt > PROGRESS_EVERY_MS) report({ doneS: ptsS, faces: analysis.faces });
    });
    report({ doneS: range.endS, faces: analysis.faces });
    const chunk = analysis.finish(range);
    return Comlink.transfer(chunk, buffersOf(chunk));
  },

  async stageTimes() {
    return lastTimes;
  },

  async close() {
    const closing = models;
    models = null;
    await closing?.then((loadedModels) => loadedModels.close());
  },
};

/** A failed load is tried anew by the next call. */
function loaded(): Promise<FaceModels> {
  models ??= loadFaceModels().catch((cause: unknown) => {
    models = null;
    throw LipslateError.from(cause, 'model-load-failed');
  });
  return models;
}

serve(api);
