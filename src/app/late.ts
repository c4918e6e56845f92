/** A room's session that is made when it is first wanted, so that who never opens the room never loads it. */
import type { ReadableStore } from '../engine/store';

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

  /** The same one each time; what failed is tried again. */
  want(): Promise<Of> {
    this.#making ??= this.#make().then(
      (made) => {
        this.#made = made;
        made.subscribe(() => {
          for (const listener of this.#listeners) listener();
        });
        return made;
      },
      (cause: unknown) => {
        this.#making = null;
        throw cause;
      },
    );
    return this.#making;
  }
}
