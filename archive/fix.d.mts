import type { Store } from './store.mjs';

export function fixAll(
  store: Pick<Store, 'records'>,
  wishes: {
    out: string;
    mode: 'lossless' | 'baked';
    slots: number;
    version: string;
    settings: object;
    onClip?: (path: string, outcome: string, counts: object) => void;
    slot?: string;
  },
): Promise<{ file: string; fix: { mode: string; good?: boolean; error?: object } | null }[]>;
