/** One worker sends, another takes, over a channel of their own. */
import * as Comlink from 'comlink';

/**
 * Both sides are awaited, so that a stream that broke off reports its own error, not a hanging port.
 * @param send calls the worker that decodes, with its port
 * @param take calls the worker that listens or looks, with the other port
 */
export function streamBetween<Sent, Taken>(
  send: (port: MessagePort) => Promise<Sent>,
  take: (port: MessagePort) => Promise<Taken>,
): Promise<[Sent, Taken]> {
  const { port1, port2 } = new MessageChannel();
  return Promise.all([send(Comlink.transfer(port1, [port1])), take(Comlink.transfer(port2, [port2]))]);
}
