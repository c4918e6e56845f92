/** The dub worker's whole surface: see contract.ts. */
import { LipslateError } from '../../core/errors';
import { serve } from '../rpc';
import type { DubWorkerApi } from './contract';
import { DubEngine } from './engine';
import { DubExport } from './export';
import { openGenerator } from './generator';

const engine = new DubEngine(openGenerator);

let exporting: DubExport | null = null;

const api: DubWorkerApi = {
  load: (model) => engine.load(model),
  hear: (port) => engine.hear(port),
  plan: (picture, tracks, options) => engine.plan(picture, tracks, options),
  render: (run, port, blend, events) => engine.render(run, port, blend, events),
  finishRender: () => engine.finishRender(),
  stop: async () => engine.stop(),

  async beginExport(mouths, pictures, options) {
    await exporting?.cancel();
    exporting = null;
    exporting = await DubExport.begin(engine.planned, mouths, pictures, options);
  },
  compose: (run, port, onProgress) => begun().compose(run, port, onProgress),
  async finishExport() {
    const finished = begun();
    exporting = null;
    return finished.finish();
  },
};

serve(api);

function begun(): DubExport {
  if (exporting === null) throw new LipslateError('internal', 'beginExport comes first');
  return exporting;
}
