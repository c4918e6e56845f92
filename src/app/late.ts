/** A room's session that is made when it is first wanted, so that who never opens the room never loads it. */
import type { ReadableStore } from '../engine/store';
import { loadPart } from '../ui/lazy-part';

type Session = ReadableStore<unknown>;

export class Late<Of extends Session> {
  readonly #make: () => Promise<Of>;
  readonly #listeners = new Set<() => void>();
  #making: Promise<Of> | null = null;
  #made: Of | null = null;

  constructor(make: () => Promise<Of>) {
    this.#make = make;
  }

  /** Null as long as nobody wanted it. */
  readonly get = (): Of | null => this.#made;

  /** Hears of all that changes once it is there. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same one each time; what failed stays so until it is tried again. @throws LipslateError part-load-failed */
  want(): Promise<Of> {
    this.#making ??= this.#load();
    return this.#making;
  }

  async #load(): Promise<Of> {
    const made = await loadPart(this.#make, () => {
      this.#making = null;
    });
    this.#made = made;
    made.subscribe(() => {
      for (const listener of this.#listeners) listener();
    });
    return made;
  }
}
