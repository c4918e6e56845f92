/** The built-in clip, as a file like any other. */
import { LipslateError } from '../../core/errors';

/** Throws LipslateError 'model-load-failed' when it can be had neither from the network nor from the cache. */
export async function fetchExample(): Promise<File> {
  try {
    const response = await fetch(new URL('example.mp4', document.baseURI));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return new File([await response.blob()], 'example.mp4', { type: 'video/mp4' });
  } catch (cause) {
    throw LipslateError.from(cause, 'model-load-failed');
  }
}
