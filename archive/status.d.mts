import type { Store } from './store.mjs';

export interface Status {
  clips: number;
  done: number;
  dead: number;
  pending: number;
  clipsPerHour: number | null;
  leftS: number | null;
  verdicts: Record<string, number>;
  failures: Record<string, number>;
  worst: { file: string; offsetMs: number }[];
}
export function statusOf(store: Store): Promise<Status>;
export function statusWords(status: Status): string;
