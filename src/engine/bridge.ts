/** Owns one worker: starts it on the first call, ends it on abort, tells when it died, starts a fresh one. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { installErrorTransfer } from '../../workers/lib/rpc';
import { watchLife } from '../../workers/lib/worker-liveness';

installErrorTransfer();

let workerCount = 0;

interface Running<Api extends object> {
  worker: Worker;
  api: Comlink.Remote<Api>;
  /** Rejects when the worker is gone; never resolves. */
  death: Promise<never>;
  kill(error: LipslateError): void;
}

/** Api: the worker's contract. */
export class WorkerBridge<Api extends object> {
  readonly #create: (name: string) => Worker;
  #running: Running<Api> | null = null;
  #calls = 0;
  /** It died between two calls, of which the second may count on what the first left in it. */
  #untold: LipslateError | null = null;

  /** @param create makes the worker under the given name, which is also the name of its sign-of-life lock */
  constructor(create: (name: string) => Worker) {
    this.#create = create;
  }

  /**
   * Runs one call on the worker. Abort ends the worker at once, since wasm cannot be interrupted, and rejects with
   * 'cancelled'; a worker that died, during this call or since the last one, rejects with 'worker-died'. The next call
   * starts a fresh worker either way.
   */
  async call<T>(signal: AbortSignal, job: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new LipslateError('cancelled');
    if (this.#untold) {
      const error = this.#untold;
      this.#untold = null;
      throw error;
    }
    this.#running ??= this.#start();
    const running = this.#running;
    const onAbort = () => running.kill(new LipslateError('cancelled'));
    signal.addEventListener('abort', onAbort, { once: true });
    this.#calls += 1;
    try {
      return await Promise.race([job(running.api), running.death]);
    } finally {
      this.#calls -= 1;
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The next call counts on nothing that was before: it need not hear of a death in between. */
  renew(): void {
    this.#untold = null;
  }

  /** Ends the worker if it runs. The bridge can be used again. */
  dispose(): void {
    this.#untold = null;
    this.#running?.kill(new LipslateError('cancelled'));
  }

  #start(): Running<Api> {
    workerCount += 1;
    const name = `lipslate-${crypto.randomUUID()}-${workerCount}`;
    const worker = this.#create(name);
    let reject: (error: LipslateError) => void = () => {};
    const death = new Promise<never>((_, no) => {
      reject = no;
    });
    death.catch(() => {});
    const api = Comlink.wrap<Api>(worker);
    const lockWatch = new AbortController();
    const running: Running<Api> = {
      worker,
      api,
      death,
      kill: (error) => {
        if (this.#running === running) this.#running = null;
        lockWatch.abort();
        worker.terminate();
        reject(error);
      },
    };
    const died = (error: LipslateError) => {
      if (this.#running === running && this.#calls === 0) this.#untold = error;
      running.kill(error);
    };
    worker.addEventListener('error', (event) => {
      died(new LipslateError('worker-died', event.message || 'the worker script failed to start'));
    });
    watchLife(worker, name, lockWatch.signal, () => died(new LipslateError('worker-died')));
    return running;
  }
}
