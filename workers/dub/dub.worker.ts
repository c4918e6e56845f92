/** The dub worker's whole surface: see contract.ts. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { serve } from '../lib/rpc';
import type { DubWorkerApi } from './contract';
import { DubEngine, Outbox } from './engine';
import { DubExport } from './export';
import { openGenerator } from './generator';
import { PaintedPreview } from './painted-preview';
import { resound } from './resound';

const engine = new DubEngine(openGenerator);

let exporting: DubExport | null = null;
let again: { preview: PaintedPreview; outbox: Outbox | null } | null = null;

const api: DubWorkerApi = {
  load: (model) => engine.load(model),
  hear: (...given) => engine.hear(...given),
  hearFootage: (port, fromS, untilS) => engine.hearFootage(port, fromS, untilS),
  forgetFootage: async () => engine.forgetFootage(),
  plan: (...given) => engine.plan(...given),
  insides: (index, port) => engine.insides(index, port),
  beginRender: (...given) => engine.beginRender(...given),
  render: (run, port, events) => engine.render(run, port, events),
  finishRender: () => engine.finishRender(),
  stop: async () => engine.stop(),

  async beginReblend(mouths, pictures, blend, heard) {
    await again?.preview.cancel();
    again = null;
    const painter = engine.painter(mouths, blend);
    const preview = await PaintedPreview.begin(engine.planned, painter, pictures, heard);
    again = { preview, outbox: null };
  },
  async reblend(run, port, events) {
    if (again === null) throw new LipslateError('internal', 'beginReblend comes first');
    const outbox = new Outbox(events);
    again.outbox = outbox;
    await again.preview.render(run, port, outbox);
    await outbox.delivered();
  },
  async finishReblend() {
    const finished = again;
    again = null;
    if (!finished?.outbox) return;
    await finished.preview.finish(finished.outbox);
    await finished.outbox.delivered();
  },

  async resound(preview, heard) {
    const made = await resound(preview, heard);
    return Comlink.transfer(made, made.pieces);
  },

  async beginExport(mouths, pictures, options) {
    await exporting?.cancel();
    exporting = null;
    const painter = engine.painter(mouths, options.blend);
    exporting = await DubExport.begin(engine.planned, painter, pictures, options);
    return exporting.changed;
  },
  compose: (run, port, onProgress) => orGiveUp((file) => file.compose(run, port, onProgress)),
  composeAround: (port, onProgress) => orGiveUp((file) => file.composeAround(port, onProgress)),
  async finishExport() {
    const finished = begun();
    exporting = null;
    return finished.finish();
  },
};

serve(api);

/** Nobody goes on with half a file, and its handle would lock it for as long as this worker lives. */
async function orGiveUp(work: (file: DubExport) => Promise<void>): Promise<void> {
  const broken = begun();
  try {
    await work(broken);
  } catch (cause) {
    exporting = null;
    await broken.cancel();
    throw cause;
  }
}

function begun(): DubExport {
  if (exporting === null) throw new LipslateError('internal', 'beginExport comes first');
  return exporting;
}
