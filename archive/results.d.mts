import type { Store } from './store.mjs';

export const FILTER_NAMES: string[];
export function lines(
  store: Pick<Store, 'records'>,
  format: 'csv' | 'jsonl',
  filter?: string,
): AsyncGenerator<string>;
