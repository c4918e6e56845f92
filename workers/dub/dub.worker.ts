/** The dub worker's whole surface: see contract.ts. */
import { LipslateError } from '../../core/errors';
import { serve } from '../lib/rpc';
import type { DubWorkerApi } from './contract';
import { DubEngine, Outbox } from './engine';
import { DubExport } from './export';
import { openGenerator } from './generator';
import { Recomposer } from './reblend';

const engine = new DubEngine(openGenerator);

let exporting: DubExport | null = null;
let again: { recomposer: Recomposer; outbox: Outbox | null } | null = null;

const api: DubWorkerApi = {
  load: (model) => engine.load(model),
  hear: (port) => engine.hear(port),
  plan: (picture, tracks, options) => engine.plan(picture, tracks, options),
  render: (run, port, blend, events) => engine.render(run, port, blend, events),
  finishRender: () => engine.finishRender(),
  stop: async () => engine.stop(),

  async beginRecompose(mouths, pictures, blend) {
    await again?.recomposer.cancel();
    again = null;
    again = { recomposer: await Recomposer.begin(engine.planned, mouths, pictures, blend), outbox: null };
  },
  async recompose(run, port, events) {
    if (again === null) throw new LipslateError('internal', 'beginRecompose comes first');
    const outbox = new Outbox(events);
    again.outbox = outbox;
    await again.recomposer.compose(run, port, outbox, (done) => outbox.progress(done, 0));
    await outbox.delivered();
  },
  async finishRecompose() {
    const finished = again;
    again = null;
    if (!finished?.outbox) return;
    await finished.recomposer.finish(finished.outbox);
    await finished.outbox.delivered();
  },

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
