export const CLAIM_S: number;
export const MOST_TRIES: number;
export const GAVE_UP: { code: string; message: string };
export type State = 'jobs' | 'done' | 'dead' | 'results';
export class Journal {
  constructor(folder: string);
  add(path: string): boolean;
  ids(state: State): Set<string>;
  pending(): string[];
  // biome-ignore lint/suspicious/noExplicitAny: whatever was written there
  read(state: State, id: string): any;
  claim(id: string): { path: string; tries: number } | null;
  renew(id: string): void;
  letGo(id: string, tries?: number): void;
  result(key: string): object | null;
  finish(
    id: string,
    of: { path: string; sha256: string; sizeBytes: number; key: string },
    record: object,
  ): void;
  bury(id: string, error: { code: string; message: string }): void;
  retry(states?: ('dead' | 'done')[]): number;
  forget(paths: readonly string[]): number;
}
export function idOf(path: string): string;
export function keyOf(sha256: string, version: string, settings: object): string;
