/** A fixed number of things that many take turns with: who asked first is served first. */
import { LipslateError } from '../../core/errors';

export interface Lease<T> {
  readonly item: T;
  /** Gives it to the next; calling it again does nothing. */
  release(): void;
  /**
   * It is never given to anybody again.
   * @param withIt of those that nobody holds, which to retire as well
   * @returns false for the last one, which stays
   */
  retire(withIt?: (item: T) => boolean): boolean;
}

interface Waiter<T> {
  take(lease: Lease<T>): void;
  prefers(item: T): boolean;
}

export class LeasePool<T> {
  #size: number;
  #free: T[];
  #waiters: Waiter<T>[] = [];

  constructor(items: readonly T[]) {
    this.#size = items.length;
    this.#free = [...items];
  }

  /** How many there are, held or not. */
  get size(): number {
    return this.#size;
  }

  /** What nobody holds now. */
  get free(): readonly T[] {
    return this.#free;
  }

  /**
   * @param prefers of several free ones, which to take first
   * @throws LipslateError 'cancelled' when the signal ends the wait
   */
  acquire(signal: AbortSignal, prefers: (item: T) => boolean = () => false): Promise<Lease<T>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new LipslateError('cancelled'));
      const onAbort = () => {
        this.#waiters = this.#waiters.filter((each) => each !== waiter);
        reject(new LipslateError('cancelled'));
      };
      const waiter: Waiter<T> = {
        prefers,
        take: (lease) => {
          signal.removeEventListener('abort', onAbort);
          resolve(lease);
        },
      };
      signal.addEventListener('abort', onAbort);
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#free.length > 0) {
      const waiter = this.#waiters.shift();
      if (!waiter) return;
      const preferred = this.#free.findIndex(waiter.prefers);
      const [item] = this.#free.splice(Math.max(0, preferred), 1);
      waiter.take(this.#lease(item!));
    }
  }

  #lease(item: T): Lease<T> {
    let held = true;
    return {
      item,
      release: () => {
        if (!held) return;
        held = false;
        // What was used last is warm, and what nobody needs comes to rest.
        this.#free.unshift(item);
        this.#serve();
      },
      retire: (withIt = () => false) => {
        if (!held || this.#size === 1) return false;
        held = false;
        this.#size -= 1;
        for (const other of this.#free.filter(withIt)) {
          if (this.#size === 1) break;
          this.#free = this.#free.filter((each) => each !== other);
          this.#size -= 1;
        }
        return true;
      },
    };
  }
}
