/** The recording as it is, measured as soon as it is there; a preparation does not wait for that, but ends it. */
import { LipslateError } from '../../../core/errors';
import type { SoundAsIs } from '../../../workers/sound/contract';
import type { Store } from '../store';
import type { newSoundBridge } from '../workers';
import type { AsIsState, SoundState, SourceState } from './types';

type Measure = (
  source: SourceState,
  signal: AbortSignal,
  tell: (share: number) => void,
) => Promise<SoundAsIs>;

type AsIsStore = Pick<SoundState, 'source' | 'made' | 'work' | 'asIs'>;

/** By the worker that prepares: once it has measured it is warm. */
export function measuredBy(sound: ReturnType<typeof newSoundBridge>): Measure {
  return ({ file, track }, signal, tell) => {
    sound.renew();
    return sound.call(signal, (api, live) => api.asIs(file, track, live(tell)));
  };
}

export class AsIs {
  readonly #store: Store<AsIsStore>;
  readonly #measure: Measure | null;
  #measuring = new AbortController();

  /** @param measure null: nobody looks at it */
  constructor(store: Store<AsIsStore>, measure: Measure | null) {
    this.#store = store;
    this.#measure = measure;
  }

  /** Unless it is known or on its way, or there is something else to see or to do. */
  start(): void {
    const { source, made, work, asIs } = this.#store.get();
    if (source?.status !== 'ready' || made || work?.status === 'working' || asIs || !this.#measure) return;
    this.#measuring = new AbortController();
    const { signal } = this.#measuring;
    const begun: AsIsState = { status: 'working', share: 0, sound: null, error: null };
    const set = (change: Partial<AsIsState>) => {
      if (!signal.aborted) this.#store.set({ asIs: { ...begun, ...change } });
    };
    set({});
    this.#measure(source, signal, (share) => set({ share })).then(
      (sound) => set({ status: 'done', share: 1, sound }),
      (cause: unknown) => set({ status: 'failed', error: LipslateError.from(cause).toData() }),
    );
  }

  /** What failed. */
  again(): void {
    this.giveWay();
    this.start();
  }

  /** What is not known yet will not be; what is stays. */
  giveWay(): void {
    if (this.#store.get().asIs?.status !== 'done') this.end();
  }

  end(): void {
    this.#measuring.abort();
    if (this.#store.get().asIs !== null) this.#store.set({ asIs: null });
  }
}
