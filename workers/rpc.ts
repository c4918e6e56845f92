/** How workers and page talk: comlink, with LipslateError surviving the trip and a sign of life. */
import * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../core/errors';

/** Posted once by a worker when it holds the lock named after it; the lock is free again the moment it dies. */
export const ALIVE_MESSAGE = 'lipslate:alive';

/** Comlink keeps only name and message of an error; codes and hints must arrive too. Call on both sides. */
export function installErrorTransfer(): void {
  const original = Comlink.transferHandlers.get('throw');
  if (!original) return;
  Comlink.transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize: (thrown: { value: unknown }): [ErrorData, Transferable[]] => [
      LipslateError.from(thrown.value).toData(),
      [],
    ],
    deserialize: (data: ErrorData): never => {
      throw LipslateError.fromData(data);
    },
  } as Comlink.TransferHandler<unknown, ErrorData>);
}

/** Exposes a worker's whole surface. Call once, at the end of <name>.worker.ts. */
export function serve(api: object): void {
  installErrorTransfer();
  Comlink.expose(api);
  // A worker that is closed or runs out of memory tells nobody. A lock it holds until then does.
  const scope = self as unknown as DedicatedWorkerGlobalScope;
  if (scope.name === '' || !navigator.locks) return;
  void navigator.locks.request(scope.name, () => {
    scope.postMessage(ALIVE_MESSAGE);
    return new Promise<never>(() => {});
  });
}
