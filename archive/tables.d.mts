import type { Store } from './store.mjs';

export const TABLE_FORMATS: ('parquet' | 'sqlite')[];
export function writeTable(
  store: Pick<Store, 'records'>,
  format: 'csv' | 'jsonl' | 'parquet' | 'sqlite',
  file: string,
  filter?: string,
): Promise<number>;
