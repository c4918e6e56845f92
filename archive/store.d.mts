/** What an archive is kept in: a folder (journal-store.mjs) or a PostgreSQL database (postgres/store.mjs). */

export interface Clip {
  id: string;
  path: string;
  /** The how many-th it is. */
  tries: number;
}

export interface Failure {
  code: string;
  message: string;
}

/** What a result belongs to; `key` is of content, version and settings. */
export interface Measured {
  path: string;
  sha256: string;
  sizeBytes: number;
  key: string;
}

export interface Store {
  /** @param paths absolute */
  add(paths: Iterable<string>): Promise<{ added: number; known: number }>;
  /** A clip that nobody else has, for as long as it is renewed; null when nothing is left to do. */
  take(): Promise<Clip | null>;
  /** To be called more often than every `claimS`. */
  renew(id: string): Promise<void>;
  readonly claimS: number;
  /** Lets go of a clip, which is to be tried again. */
  tryAgain(clip: Clip): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: a record of the check command
  result(key: string): Promise<any>;
  /** A clip that has a result or a reason keeps it, whoever comes second. */
  finish(id: string, of: Measured, record: object): Promise<void>;
  bury(id: string, error: Failure): Promise<void>;
  /** Each clip that has a result, with its path as `file`, always in the same order. */
  // biome-ignore lint/suspicious/noExplicitAny: a record of the check command
  records(): AsyncGenerator<any>;
  dead(): AsyncGenerator<{ path: string; error: Failure; diedMs: number }>;
  /** `perS`: clips a second, of the last half hour in which something was done. */
  totals(): Promise<{ clips: number; done: number; pending: number; perS: number | null }>;
  /**
   * What has no result is to be tried again; with `all` what has one is to be looked at again, too: results of the same
   * version and settings are known. @returns how many
   */
  retry(which?: { all?: boolean }): Promise<number>;
  /** Takes clips out; results stay for others of the same content. @returns how many were there */
  forget(paths: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export function openStore(where: {
  folder: string;
  database?: string;
  /** A clip that its worker did not renew for so long is free again. */
  claimS?: number;
  /** Waits a minute for a database that is not there. */
  patient?: boolean;
}): Promise<Store>;
