/** The dub worker's whole surface: see contract.ts. */
import { serve } from '../rpc';
import type { DubWorkerApi } from './contract';
import { DubEngine } from './engine';
import { openGenerator } from './generator';

const engine = new DubEngine(openGenerator);

const api: Omit<DubWorkerApi, 'beginExport' | 'compose' | 'finishExport'> = {
  load: (model) => engine.load(model),
  hear: (port) => engine.hear(port),
  plan: (picture, tracks, options) => engine.plan(picture, tracks, options),
  render: (run, port, blend, events) => engine.render(run, port, blend, events),
  finishRender: () => engine.finishRender(),
  stop: async () => engine.stop(),
};

serve(api);
