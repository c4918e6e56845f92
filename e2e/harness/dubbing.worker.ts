/** Test-only worker: the dub worker's engine with the tests' weights, which tells what went into the generator. */
import type { StoredTensor } from '../../core/checkpoint/import';
import { networkNamed } from '../../core/onnx/networks';
import { deterministicReader } from '../../core/onnx/testing/deterministic';
import type { DubWorkerApi } from '../../workers/dub/contract';
import { DubEngine } from '../../workers/dub/engine';
import { DRAWN_ITEM, FACE_ITEM, type Generator, openGenerator } from '../../workers/dub/generator';
import type { StoredModel } from '../../workers/lib/ort/stored-model';
import { serve } from '../../workers/lib/rpc';

/** One call of the generator. */
export interface Recorded {
  /** Float32Array [1, 80, 16] */
  mel: Float32Array;
  /** Float32Array [8, 96, 96] */
  face: Float32Array;
  /** Float32Array [3, 96, 96]; the face itself when nothing was to be drawn */
  drawn: Float32Array;
}

export interface DubbingApi
  extends Pick<DubWorkerApi, 'hear' | 'plan' | 'beginRender' | 'render' | 'finishRender' | 'stop'> {
  /** A Wav2Lip of the tests' weights, as the models worker opens one: for `load` of the real worker. */
  model(): Promise<StoredModel>;
  /**
   * @param draws false: the generator is asked, but gives the face back at once, as it is
   * @param batch of a generator that does not draw; 8 as on a graphics processor
   */
  open(draws: boolean, batch?: number): Promise<void>;
  recorded(): Promise<Recorded[]>;
}

let draws = true;
let batch = 1;
const calls: Recorded[] = [];
const engine = new DubEngine(async (model) => {
  // Without a network to run, the batch and all that surrounds it stay the same.
  const generator = draws ? await openGenerator(model, { provider: 'wasm' }) : blank();
  return {
    ...generator,
    async generate(mels, faces) {
      const drawn = await generator.generate(mels, faces);
      calls.push({ mel: mels.slice(), face: faces.slice(), drawn: Float32Array.from(drawn) });
      return drawn;
    },
  };
});

const api: DubbingApi = {
  model: standIn,
  async open(wanted, size = 1) {
    draws = wanted;
    batch = size;
    calls.length = 0;
    await engine.load(draws ? await standIn() : { id: `blank-${batch}`, weights: new Blob(), tensors: [] });
  },
  recorded: async () => calls,
  hear: (...given) => engine.hear(...given),
  plan: (...given) => engine.plan(...given),
  beginRender: (...given) => engine.beginRender(...given),
  render: (run, port, events) => engine.render(run, port, events),
  finishRender: () => engine.finishRender(),
  stop: async () => engine.stop(),
};

async function standIn(): Promise<StoredModel> {
  const reader = deterministicReader(networkNamed('wav2lip'));
  const parts: Float32Array<ArrayBuffer>[] = [];
  const tensors: StoredTensor[] = [];
  let offset = 0;
  for (const { name, shape } of reader.tensors) {
    const values = Float32Array.from(await reader.readFloat32(name));
    tensors.push({ name, shape: [...shape], offset, byteLength: values.byteLength });
    parts.push(values);
    offset += values.byteLength;
  }
  return { id: 'stand-in', weights: new Blob(parts), tensors };
}

function blank(): Generator {
  return {
    runtime: { provider: 'wasm', threads: 1, reason: null, failedCheck: false },
    batch,
    async generate(_, faces) {
      const drawn = new Float32Array(batch * DRAWN_ITEM);
      for (let n = 0; n < batch; n++) {
        const whole = n * FACE_ITEM + DRAWN_ITEM;
        drawn.set(faces.subarray(whole, whole + DRAWN_ITEM), n * DRAWN_ITEM);
      }
      return drawn;
    },
    release: async () => {},
  };
}

serve(api);
