/** One question of the page to its service worker, and the one answer to it, over a port that goes with the question. */

/** So that what fails is answered as well, and nobody waits for ever. */
type Answer = { data: unknown } | { problem: string };

/** In the service worker. @param port none when the page did not ask for an answer */
export async function answerOver(port: MessagePort | undefined, found: Promise<unknown>): Promise<void> {
  const answer = await found.then(
    (data): Answer => ({ data }),
    (cause): Answer => ({ problem: String(cause) }),
  );
  port?.postMessage(answer);
}

/** In the page. @param ask sends the question with the port @throws Error what went wrong in the service worker */
export async function answerTo<Data>(ask: (port: MessagePort) => void): Promise<Data> {
  const { port1, port2 } = new MessageChannel();
  try {
    const answer = await new Promise<Answer>((resolve) => {
      port1.onmessage = (event) => resolve(event.data as Answer);
      ask(port2);
    });
    if ('problem' in answer) throw new Error(answer.problem);
    return answer.data as Data;
  } finally {
    port1.close();
  }
}
