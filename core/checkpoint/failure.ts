/** The sentences of the importer that carry a figure or a name from the file. */
import { LipslateError } from '../errors';

const BYTES_PER_MB = 1_000_000;

/** @param neededBytes the least size that a complete file would have, where it is known */
export function truncated(haveBytes: number, neededBytes?: number): LipslateError {
  if (neededBytes === undefined) return new LipslateError('checkpoint-truncated', `${haveBytes} bytes`);
  const have = megabytes(haveBytes);
  const needed = megabytes(neededBytes);
  const detail = `${haveBytes} of at least ${neededBytes} bytes`;
  if (have === needed) return new LipslateError('checkpoint-truncated', detail);
  const message = `This model file is cut off: ${have} of at least ${needed} MB are there.`;
  return new LipslateError('checkpoint-truncated', detail, message);
}

/** @param what the sentence that names the damage, where it can be named */
export function damaged(detail: string, what?: string): LipslateError {
  return new LipslateError('checkpoint-damaged', detail, what);
}

export function unreadable(why: string): LipslateError {
  return new LipslateError(
    'checkpoint-unreadable',
    why,
    `This is a model in a form that Lipslate cannot read: ${why}.`,
  );
}

/** Names from a file are shown: printable, and never longer than a line. */
export function printable(text: string, maxLength = 60): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the page.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·');
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
}

export function megabytes(bytes: number): string {
  const value = bytes / BYTES_PER_MB;
  return value >= 10 ? String(Math.round(value)) : value.toFixed(1);
}
