/** How workers and page talk: comlink, with LipslateError surviving the trip. */
import * as Comlink from 'comlink';
import { type ErrorData, LipslateError } from '../../core/errors';
import { showLife } from './worker-liveness';

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
  showLife();
}
