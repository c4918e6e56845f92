/**
 * Owns one worker: starts it on the first call, ends it on abort or when it has been idle, reports when it died, starts a
 * fresh one.
 */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { installErrorTransfer } from '../../workers/lib/rpc';
import { watchLife } from '../../workers/lib/worker-liveness';
import { IdleRelease } from './idle';
import { type Live, LiveCallbacks } from './live-callbacks';
import { withVersionCause } from './page-version';
import { StartedWorker } from './started-worker';

installErrorTransfer();

/** What starts within it finds the worker warm; after it its memory is worth more. */
const DEFAULT_IDLE_MS = 30_000;

let workerCount = 0;

interface Running<Api extends object> {
  api: Comlink.Remote<Api>;
  /** Rejects when the worker is gone; never resolves. */
  death: Promise<never>;
  kill(error: LipslateError): void;
}

/** Api: the worker's contract. */
export class WorkerBridge<Api extends object> {
  readonly #create: (name: string) => Worker;
  readonly #idle: IdleRelease;
  #running: Running<Api> | null = null;
  #calls = 0;
  #generation = 0;
  #turn: Promise<unknown> = Promise.resolve();
  /** It died between two calls, of which the second may count on what the first left in it. */
  #untold: LipslateError | null = null;

  /**
   * @param create makes the worker under the given name, which is also the name of its sign-of-life lock
   * @param idleMs the worker ends when no call has run, and nobody has held it, for so long
   */
  constructor(create: (name: string) => Worker, idleMs = DEFAULT_IDLE_MS) {
    this.#create = create;
    this.#idle = new IdleRelease(idleMs, () => this.dispose());
  }

  /** Another number when the worker that knew something is no more: whatever was sent to it has to be sent again. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Runs one call on the worker. Abort ends the worker at once, since wasm cannot be interrupted, and rejects with
   * 'cancelled'; a worker that died, during this call or since the last one, rejects with 'worker-died'. The next call
   * starts a fresh worker either way.
   * @param job gets the worker, and what makes its progress callbacks
   * @throws LipslateError what the job throws, or 'page-outdated' when its files went with an update
   */
  async call<T>(signal: AbortSignal, job: (api: Comlink.Remote<Api>, live: Live) => Promise<T>): Promise<T> {
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
    const letGo = this.hold();
    const callbacks = new LiveCallbacks();
    this.#calls += 1;
    try {
      return await Promise.race([job(running.api, callbacks.make), running.death]);
    } catch (cause) {
      throw withVersionCause(cause);
    } finally {
      this.#calls -= 1;
      callbacks.end();
      letGo();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Keeps the worker from ending for idleness between the calls of one job, until the returned function is called. */
  hold(): () => void {
    return this.#idle.hold();
  }

  /** One job of several calls at a time, in the order asked for; the worker is held meanwhile. */
  alone<T>(job: () => Promise<T>): Promise<T> {
    const letGo = this.hold();
    const turn = this.#turn.then(job).finally(letGo);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** The next call counts on nothing that was before: it need not hear of a death in between. */
  renew(): void {
    this.#untold = null;
  }

  /** Ends the worker if it runs. The bridge can be used again. */
  dispose(): void {
    this.#untold = null;
    this.#idle.stop();
    this.#running?.kill(new LipslateError('cancelled'));
  }

  #start(): Running<Api> {
    workerCount += 1;
    const name = `lipslate-${crypto.randomUUID()}-${workerCount}`;
    const { promise: death, reject } = Promise.withResolvers<never>();
    death.catch(() => {});
    const worker = new StartedWorker(
      () => this.#create(name),
      (message) => died(new LipslateError('worker-died', message || 'the worker script failed to start')),
    );
    const api = Comlink.wrap<Api>(worker);
    const lockWatch = new AbortController();
    const running: Running<Api> = {
      api,
      death,
      kill: (error) => {
        if (this.#running === running) {
          this.#running = null;
          this.#generation += 1;
          this.#idle.stop();
        }
        // A reason without a stack, which would hold whoever ended the worker.
        lockWatch.abort('ended');
        worker.terminate();
        reject(error);
      },
    };
    const died = (error: LipslateError) => {
      if (this.#running === running && this.#calls === 0) this.#untold = error;
      running.kill(error);
    };
    watchLife(worker, name, lockWatch.signal, () => died(new LipslateError('worker-died')));
    return running;
  }
}
