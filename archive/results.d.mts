import type { Journal } from './journal.mjs';

export const FILTER_NAMES: string[];
export function lines(journal: Journal, format: 'csv' | 'jsonl', filter?: string): Generator<string>;
