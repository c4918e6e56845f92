/** The built-in clip and new speech for it, as files like any others. */
import { LipslateError } from '../../core/errors';

/** WebKitGTK 2.50.6 was seen to leave a request without an answer that was made right after the first load. */
const PATIENCE_MS = [10_000, 120_000];

const examples = new WeakSet<File>();

/** Whether a file is the built-in clip, which has a tour. */
export function isExample(file: File): boolean {
  return examples.has(file);
}

/** Throws LipslateError 'model-load-failed' when it can be had neither from the network nor from the cache. */
export async function fetchExample(): Promise<File> {
  const example = await fetchPart('example.mp4', 'video/mp4');
  examples.add(example);
  return example;
}

/** What the clip's face never said. Throws as `fetchExample`. */
export function fetchExampleSpeech(): Promise<File> {
  return fetchPart('example-speech.flac', 'audio/flac');
}

async function fetchPart(name: string, type: string): Promise<File> {
  try {
    const response = await patiently((signal) => fetch(new URL(name, document.baseURI), { signal }));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return new File([await response.blob()], name, { type });
  } catch (cause) {
    throw LipslateError.from(cause, 'model-load-failed');
  }
}

/** Asks again when no answer has come in time. */
async function patiently(ask: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
  for (const patienceMs of PATIENCE_MS) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    try {
      return await ask(patience.signal);
    } catch (cause) {
      if (!patience.signal.aborted) throw cause;
    } finally {
      clearTimeout(timer);
    }
  }
  throw new Error('no answer');
}
