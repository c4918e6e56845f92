/** The dubbing of one video at a time: what the worker's methods do, with the generator it is given. */
import * as Comlink from 'comlink';
import { pausesOf, spokenS } from '../../core/dub/silence';
import { LipslateError } from '../../core/errors';
import { LEAST_SPEECH_S } from '../../core/mouth/footage';
import type { StoredModel } from '../lib/ort/stored-model';
import { BentMouths } from './bend-mouth';
import { PastedMouths } from './composite-mouth';
import type {
  BlendOptions,
  DubOptions,
  DubPicture,
  DubPlan,
  DubRuntime,
  DubTrack,
  HeardFile,
  HeardSpeech,
  Mouths,
  PreviewEvents,
  VoicePlace,
} from './contract';
import type { Generator } from './generator';
import type { MouthPainter } from './mouth-painter';
import type { Footage } from './own-mouth';
import { OwnMouths } from './own-mouths';
import { PaintedPreview } from './painted-preview';
import { PlannedDub, tracksByVoice } from './plan';
import { PredictedLips } from './predicted-lips';
import { type PictureMaker, Renderer, type RenderSink } from './render';
import { extractSpeechFeatures, pullFootage, type Speech } from './speech-features';

export class DubEngine {
  readonly #open: (model: StoredModel) => Promise<Generator>;
  #loaded: { id: string; generator: Generator } | null = null;
  readonly #lips = new PredictedLips();
  /** By their number. */
  readonly #voices = new Map<number, Speech>();
  #footage: Footage | null = null;
  #plan: PlannedDub | null = null;
  #renderer: PictureMaker | null = null;
  #outbox: Outbox | null = null;
  #stopped = false;

  /** @param open makes the generator: openGenerator, or one that a test looks into */
  constructor(open: (model: StoredModel) => Promise<Generator>) {
    this.#open = open;
  }

  /** @throws LipslateError internal before `plan` */
  get planned(): PlannedDub {
    if (!this.#plan) throw new LipslateError('internal', 'plan comes first');
    return this.#plan;
  }

  async load(model: StoredModel): Promise<DubRuntime> {
    if (this.#loaded?.id !== model.id) {
      await this.#loaded?.generator.release();
      this.#loaded = null;
      this.#loaded = { id: model.id, generator: await this.#open(model) };
    }
    return this.#loaded.generator.runtime;
  }

  async hear(
    port: MessagePort,
    onHeard: (heardS: number) => void = () => {},
    place?: VoicePlace,
  ): Promise<HeardSpeech> {
    await this.#drop();
    const voice = place?.voice ?? 0;
    this.#voices.delete(voice);
    const speech = await extractSpeechFeatures(port, onHeard, place);
    this.#voices.set(voice, speech);
    return heardOf(speech);
  }

  async hearFootage(port: MessagePort, fromS: number, untilS: number): Promise<HeardSpeech> {
    this.#footage = null;
    const footage = await pullFootage(port, fromS, untilS);
    const heard = heardOf(footage);
    // How lips go with speech cannot be learnt from silence: the new speech would fling them open and shut.
    if (heard.speechS >= LEAST_SPEECH_S) {
      this.#footage = { samples: footage.samples, startS: fromS };
      this.#lips.ahead(footage.samples);
    }
    return heard;
  }

  forgetFootage(): void {
    this.#footage = null;
  }

  async plan(
    picture: DubPicture,
    tracks: DubTrack[],
    options: DubOptions,
    onProgress: (share: number) => void = () => {},
  ): Promise<DubPlan> {
    const voices = tracksByVoice(tracks).map((own, n) => ({ tracks: own, speech: this.#heard(n) }));
    await this.#drop();
    for (const n of this.#voices.keys()) if (n >= voices.length) this.#voices.delete(n);
    const plan = new PlannedDub(picture, voices, options);
    if (options.engine === 'own') {
      plan.own = await OwnMouths.plan(
        picture,
        voices,
        Array.from({ length: plan.count }, (_, index) => plan.place(index)),
        this.#footage,
        this.#lips,
        onProgress,
      );
    }
    this.#plan = plan;
    const { runs, count, dubbed } = plan;
    return {
      runs: runs.map(({ first, startS, endS, backward }) => ({ first, startS, endS, backward })),
      pictures: count,
      dubbed,
      durationS: plan.speech.durationS,
      insides: [...(plan.own?.ranges ?? [])],
    };
  }

  async insides(index: number, port: MessagePort): Promise<void> {
    await this.planned.own?.cut(index, port);
  }

  /** Of the plan. @param mouths Wav2Lip's, as far as they were made */
  painter(mouths: readonly Mouths[], blend: BlendOptions): MouthPainter {
    const { own, picture, voices } = this.planned;
    return own ? new BentMouths(own, picture, blend.strength) : new PastedMouths(mouths, voices, blend);
  }

  async beginRender(made: readonly Mouths[], blend: BlendOptions, heard: HeardFile): Promise<void> {
    const { planned } = this;
    this.#stopped = false;
    this.#outbox = null;
    await this.#renderer?.cancel();
    this.#renderer = null;
    if (planned.own) {
      this.#renderer = await PaintedPreview.begin(planned, this.painter([], blend), planned.count, heard);
    } else {
      if (!this.#loaded) throw new LipslateError('internal', 'load comes first');
      this.#renderer = await Renderer.open(planned, this.#loaded.generator, made, blend, heard);
    }
    if (this.#stopped) this.#renderer.stop();
  }

  async render(
    index: number,
    port: MessagePort,
    events: Comlink.ProxyOrClone<PreviewEvents> | PreviewEvents,
  ): Promise<void> {
    if (!this.planned.runs[index]) throw new LipslateError('internal', `no run ${index}`);
    if (!this.#renderer) throw new LipslateError('internal', 'beginRender comes first');
    this.#outbox = new Outbox(events as PreviewEvents);
    try {
      await this.#renderer.render(index, port, this.#outbox);
    } finally {
      // Otherwise the answer to `render` could overtake the last mouths.
      await this.#outbox.delivered();
    }
  }

  async finishRender(): Promise<number> {
    const renderer = this.#renderer;
    this.#renderer = null;
    if (renderer === null) return 0;
    if (this.#outbox === null) {
      await renderer.cancel();
      return 0;
    }
    const done = await renderer.finish(this.#outbox);
    await this.#outbox.delivered();
    return done;
  }

  stop(): void {
    this.#stopped = true;
    this.#renderer?.stop();
  }

  #heard(voice: number): Speech {
    const speech = this.#voices.get(voice);
    if (!speech) throw new LipslateError('internal', 'hear comes first');
    return speech;
  }

  async #drop(): Promise<void> {
    this.#plan = null;
    await this.#renderer?.cancel();
    this.#renderer = null;
    this.#outbox = null;
  }
}

function heardOf({ durationS, features }: Pick<Speech, 'durationS' | 'features'>): HeardSpeech {
  return { durationS, speechS: spokenS(features), pauses: pausesOf(features, durationS) };
}

/** Sends events to the page, which may sit behind Comlink, and knows when all have arrived. */
export class Outbox implements RenderSink {
  readonly #events: PreviewEvents;
  #sent: unknown[] = [];

  constructor(events: PreviewEvents) {
    this.#events = events;
  }

  start(format: Parameters<PreviewEvents['onPreviewStart']>[0]): void {
    this.#sent.push(this.#events.onPreviewStart(format));
  }

  piece(data: ArrayBuffer): void {
    this.#sent.push(this.#events.onPreviewPiece(Comlink.transfer(data, [data])));
  }

  mouths(mouths: Parameters<PreviewEvents['onMouths']>[0]): void {
    this.#sent.push(this.#events.onMouths(mouths));
  }

  progress(done: number, msPerPicture: number): void {
    this.#sent.push(this.#events.onProgress(done, msPerPicture));
  }

  /** @throws what the page's own handlers threw */
  async delivered(): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
    await Promise.all(sent);
  }
}
