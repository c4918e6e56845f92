/** A wasm file of the page: fetched and compiled at its first use, once. */
import { LipslateError } from '../../core/errors';

/** @returns what loads it; that throws LipslateError 'part-load-failed', and tries again when it is asked again */
export function loadedOnce(name: string, url: string): () => Promise<WebAssembly.Module> {
  let loading: Promise<WebAssembly.Module> | null = null;
  return () => {
    loading ??= load(name, url).catch((cause: unknown) => {
      loading = null;
      throw LipslateError.from(cause, 'part-load-failed');
    });
    return loading;
  };
}

/** Not streamed: not every host names the type of wasm files. */
async function load(name: string, url: string): Promise<WebAssembly.Module> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}
