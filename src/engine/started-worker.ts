/**
 * A worker that is told nothing before its script runs, so that one whose script did not load can be made again: WebKit
 * now and then fails to load the same script for two workers at once when it comes from the offline store.
 */
import { ALIVE_MESSAGE } from '../../workers/lib/worker-liveness';

const TRIES = 2;

/** What Comlink asks of an endpoint, and what its owner asks of a worker. */
export class StartedWorker {
  #make: () => Worker;
  #onError: (message: string) => void;
  readonly #listeners = new Set<Parameters<Worker['addEventListener']>>();
  #untold: { message: unknown; transfer: Transferable[] }[] = [];
  #tries = 0;
  #isAlive = false;
  #worker: Worker;

  /**
   * @param make makes the worker; called again when its script did not load
   * @param onError its script could not be started, or threw outside of a call
   */
  constructor(make: () => Worker, onError: (message: string) => void) {
    this.#make = make;
    this.#onError = onError;
    this.#worker = this.#start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (this.#isAlive) this.#worker.postMessage(message, transfer);
    else this.#untold.push({ message, transfer });
  }

  addEventListener(...listener: Parameters<Worker['addEventListener']>): void {
    this.#listeners.add(listener);
    this.#worker.addEventListener(...listener);
  }

  removeEventListener(type: string, wanted: EventListenerOrEventListenerObject): void {
    for (const listener of this.#listeners) {
      if (listener[0] === type && listener[1] === wanted) this.#listeners.delete(listener);
    }
    this.#worker.removeEventListener(type, wanted);
  }

  /**
   * Also lets go of its owner: Comlink keeps the endpoint for as long as its proxy is there, which the owner has, so that
   * neither would ever be collected.
   */
  terminate(): void {
    this.#untold = [];
    this.#onError = () => {};
    this.#make = ended;
    // An error that is on its way makes no further one.
    this.#tries = TRIES;
    this.#listeners.clear();
    this.#worker.terminate();
  }

  #start(): Worker {
    this.#tries += 1;
    const worker = this.#make();
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data !== ALIVE_MESSAGE || worker !== this.#worker) return;
      this.#isAlive = true;
      for (const { message, transfer } of this.#untold.splice(0)) worker.postMessage(message, transfer);
    });
    worker.addEventListener('error', ({ message }) => {
      if (worker !== this.#worker) return;
      if (this.#isAlive || this.#tries === TRIES) this.#onError(message);
      else this.#again();
    });
    return worker;
  }

  #again(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    for (const listener of this.#listeners) this.#worker.addEventListener(...listener);
  }
}

function ended(): never {
  throw new Error('The worker was ended.');
}
