/** Back-pressure: a stream sends only what its receiver has given credit for. */
import type { CreditMessage } from '../../media/contract';

/** Thrown inside a stream when its receiver or the file is gone; the stream then ends without a word. */
export class StreamStopped extends Error {
  constructor() {
    super('The stream was stopped.');
    this.name = 'StreamStopped';
  }
}

export class CreditGate {
  readonly #port: MessagePort;
  #credit = 0;
  #stopped = false;
  #waiting: (() => void)[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = (event: MessageEvent<CreditMessage>) => {
      if (event.data?.type !== 'credit' || !(event.data.count > 0)) return;
      this.#credit += event.data.count;
      this.#wake();
    };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves with one credit taken. @throws StreamStopped */
  async take(): Promise<void> {
    await this.ready();
    this.#credit -= 1;
  }

  /** Resolves once there is credit, taking none. @throws StreamStopped */
  async ready(): Promise<void> {
    while (!this.#stopped && this.#credit <= 0)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#stopped) throw new StreamStopped();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Sends without asking for credit: for 'end' and 'error', and for what was paid for with take(). */
  send(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
