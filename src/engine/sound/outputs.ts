/** What is made of a prepared sound: a copy of its file with it, and the sound alone in another format. */
import { LipslateError } from '../../../core/errors';
import type { SoundGoes } from '../../../workers/rewrite/contract';
import type { SoundFormat } from '../../../workers/sound/contract';
import type { FixEngine } from '../fix/engine';
import type { Store } from '../store';
import type { newSoundBridge } from '../workers';
import type { CopyState, EncodedState, SoundState } from './types';
import { wantedOf } from './wanted';

export class SoundOutputs {
  readonly #store: Store<SoundState>;
  readonly #encoder: ReturnType<typeof newSoundBridge>;
  readonly #copies: FixEngine;
  #copying = new AbortController();
  #encoding = new AbortController();

  /** @param encoder a worker of its own, so that cancelling ends nothing else */
  constructor(store: Store<SoundState>, encoder: ReturnType<typeof newSoundBridge>, copies: FixEngine) {
    this.#store = store;
    this.#encoder = encoder;
    this.#copies = copies;
  }

  writeCopy(goes: SoundGoes): void {
    const { source, made, copy } = this.#store.get();
    if (!source || !made || copy?.status === 'working') return;
    this.#copying = new AbortController();
    const { signal } = this.#copying;
    this.#dropCopy();
    const begun: CopyState = { goes, status: 'working', share: 0, result: null, error: null };
    this.#store.set({ copy: begun });
    const tell = (share: number) => {
      if (!signal.aborted) this.#store.set({ copy: { ...begun, share } });
    };
    const { wav } = made.sound;
    const wanted = wantedOf(made.sound);
    this.#copies.withSound(signal, source.file, made.track, wav, tell, goes, wanted).then(
      (result) => {
        if (signal.aborted) void this.#copies.drop(result.file);
        else this.#store.set({ copy: { ...begun, status: 'done', share: 1, result } });
      },
      (cause: unknown) => {
        const error = LipslateError.from(cause).toData();
        if (!signal.aborted) this.#store.set({ copy: { ...begun, status: 'failed', error } });
      },
    );
  }

  encode(format: SoundFormat): void {
    const { made, encoded } = this.#store.get();
    if (!made || encoded?.status === 'working') return;
    this.#encoding = new AbortController();
    const { signal } = this.#encoding;
    const begun: EncodedState = {
      format,
      status: 'working',
      share: 0,
      file: null,
      measured: null,
      error: null,
    };
    this.#store.set({ encoded: begun });
    const tell = (share: number) => {
      if (!signal.aborted) this.#store.set({ encoded: { ...begun, share } });
    };
    const { wav, channels, durationS } = made.sound;
    const sound = { wav, channels, durationS, wanted: wantedOf(made.sound) };
    this.#encoder.renew();
    this.#encoder
      .call(signal, (api, live) => api.encode(sound, format, live(tell)))
      .then(
        (encoded) => {
          if (!signal.aborted)
            this.#store.set({ encoded: { ...begun, status: 'done', share: 1, ...encoded } });
        },
        (cause: unknown) => {
          const error = LipslateError.from(cause).toData();
          if (!signal.aborted) this.#store.set({ encoded: { ...begun, status: 'failed', error } });
        },
      );
  }

  cancelCopy(): void {
    this.#copying.abort();
    if (this.#store.get().copy?.status === 'working') this.#store.set({ copy: null });
  }

  cancelEncoded(): void {
    this.#encoding.abort();
    if (this.#store.get().encoded?.status === 'working') this.#store.set({ encoded: null });
  }

  /** From now on there is another sound or none: what was made of it goes, and what is still being written. */
  end(): void {
    this.#copying.abort();
    this.#encoding.abort();
    this.#dropCopy();
  }

  /** The copy that lies in private storage. */
  #dropCopy(): void {
    const file = this.#store.get().copy?.result?.file;
    if (file) void this.#copies.drop(file);
  }
}
