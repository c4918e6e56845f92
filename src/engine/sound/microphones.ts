/** Files of the list that are microphones of one recording become one sound, which is prepared as any other. */
import { LipslateError } from '../../../core/errors';
import type { Store } from '../store';
import type { newSoundBridge } from '../workers';
import type { MixedFrom, SoundState } from './types';

export class MicrophoneMix {
  readonly #store: Store<SoundState>;
  readonly #sound: ReturnType<typeof newSoundBridge>;
  #mixing = new AbortController();

  constructor(store: Store<SoundState>, sound: ReturnType<typeof newSoundBridge>) {
    this.#store = store;
    this.#sound = sound;
  }

  /** @param first id of the one that gives the time; the list's first where none is named @param use gets what came of it */
  start(first: string | undefined, use: (wav: File, from: MixedFrom) => void): void {
    const { queue, mixing } = this.#store.get();
    if (!queue || queue.jobs.length < 2 || queue.status === 'working' || mixing?.status === 'working') return;
    const { jobs } = queue;
    const reference = jobs.find(({ id }) => id === first) ?? jobs[0]!;
    const inOrder = [reference, ...jobs.filter((job) => job !== reference)].map(({ file }) => file);
    const files = jobs.map(({ file }) => file);
    this.#mixing = new AbortController();
    const { signal } = this.#mixing;
    const tell = (share: number) => {
      if (!signal.aborted) this.#store.set({ mixing: { status: 'working', share, error: null } });
    };
    tell(0);
    this.#sound.renew();
    this.#sound
      .call(signal, (api, live) => api.mix(inOrder, live(tell)))
      .then(
        ({ wav, ...mixed }) => {
          if (signal.aborted) return;
          this.#store.set({ mixing: null });
          use(wav, { ...mixed, files });
        },
        (cause: unknown) => {
          const error = LipslateError.from(cause).toData();
          if (!signal.aborted) this.#store.set({ mixing: { status: 'failed', share: 0, error } });
        },
      );
  }

  /** What was said of it is gone as well: the list is another one. */
  end(): void {
    this.#mixing.abort();
    if (this.#store.get().mixing !== null) this.#store.set({ mixing: null });
  }
}
