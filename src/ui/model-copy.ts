/** Sizes, sums and shares as the room says them. */
import type { ImportProgress, ModelInfo } from '../../workers/models/contract';

const NBSP = '\u00a0';

/** `54.6 MB`, `436 MB`, `1.2 GB`: decimal, as download pages count. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes}${NBSP}bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  // Not "1000 MB": a number that rounds up to the next unit is written in that unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 99.95 ? Number(value.toFixed(1)) : Math.round(value)}${NBSP}${units[unit]}`;
}

/** Begin and end of a sum: enough to compare by eye. */
export function shortSum(sha256: string): string {
  return `${sha256.slice(0, 8)}…${sha256.slice(-8)}`;
}

/** `Nov 28, 2026`; what is no date as it is. */
export function dateWords(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : date.toLocaleDateString('en', { dateStyle: 'medium' });
}

/**
 * The network's name where one model has it; else what tells this one from the others, whatever the files are called:
 * the official name, or the visitor's with the begin of its sum and the day it was added.
 * @param models all that are stored
 */
export function modelLabel(model: ModelInfo, models: readonly ModelInfo[]): string {
  const { name, network, known, fileName, sha256, importedAt } = model;
  if (models.filter((other) => other.network === network).length < 2) return name;
  if (known) return `${name} (official ${known.fileName})`;
  return `${name} (${fileName}, ${sha256.slice(0, 8)}, added ${dateWords(importedAt)})`;
}

/** 0..1; null before the amount is known. */
export function shareImported(progress: ImportProgress | null): number | null {
  if (!progress || progress.totalBytes === 0) return null;
  return Math.min(1, progress.doneBytes / progress.totalBytes);
}

export const STAGE_WORDS: Readonly<Record<ImportProgress['stage'], string>> = {
  recognise: 'Recognising the file',
  hash: 'Computing its checksum (SHA-256)',
  store: 'Storing its weights',
};
