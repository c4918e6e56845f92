/**
 * Callbacks that a worker calls while one of its jobs runs. They come through ports of their own, whose messages are in no
 * order with the answer: progress that arrives behind the result would make finished work look unfinished for ever.
 */
import * as Comlink from 'comlink';

/** Makes a callback for the worker that tells progress: once the job has ended nobody hears of it. */
export type Live = <Given extends unknown[]>(
  callback: (...given: Given) => void,
) => ((...given: Given) => void) & Comlink.ProxyMarked;

export class LiveCallbacks {
  #isOver = false;

  readonly make: Live = <Given extends unknown[]>(callback: (...given: Given) => void) =>
    Comlink.proxy((...given: Given) => {
      if (!this.#isOver) callback(...given);
    });

  /** The job has its answer. */
  end(): void {
    this.#isOver = true;
  }
}
