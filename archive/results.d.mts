import type { Store } from './store.mjs';

export const FILTER_NAMES: string[];
export function lines(store: Store, format: 'csv' | 'jsonl', filter?: string): AsyncGenerator<string>;
