/** Listens to the face's own video, from which the own mouth learns; what it finds is only told. */
import type { Store } from '../store';
import type { DubPipeline } from './dub-pipeline';
import { pictureOf } from './recipe';
import type { DubState } from './types';

export class FootageKeeper {
  readonly #pipeline: DubPipeline;
  readonly #store: Store<DubState>;
  readonly #abort = new AbortController();

  constructor(pipeline: DubPipeline, store: Store<DubState>) {
    this.#pipeline = pipeline;
    this.#store = store;
  }

  /** As far as its pictures are looked at; does nothing where there is nothing to learn. Never rejects. */
  async hear(): Promise<void> {
    const { face, options } = this.#store.get();
    if (face?.status !== 'ready' || !face.info || face.info.still) return;
    if (face.info.audioTracks.length === 0) return;
    if (options.engine !== 'own' || face.chosen.length === 0) return;
    const { fromS } = face;
    const untilS = pictureOf(face, face.info).endS;
    const isGiven = () => this.#store.get().face?.id === face.id;
    const heard = await this.#pipeline
      .alone(async () =>
        isGiven()
          ? this.#pipeline.hearing.hearFootage(this.#abort.signal, face.file, { fromS, untilS })
          : null,
      )
      .catch(() => null);
    const now = this.#store.get().face;
    if (heard && now && isGiven()) this.#store.set({ face: { ...now, footageSpeechS: heard.speechS } });
  }

  dispose(): void {
    this.#abort.abort();
  }
}
