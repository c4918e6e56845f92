/** How the list of videos is summed up, sorted and filtered, and what each line says. */
import { verdictLabel } from '../../core/report/sentences';
import type { CheckJob } from '../engine/check-types';
import { remainingWords, STAGE_LABELS } from '../engine/stages';
import type { QueueNote } from './slots';
import { toneOfJob } from './status-style';

/** In the order in which they want attention. */
export const GROUPS = ['off', 'unsure', 'failed', 'open', 'good', 'fixed'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_WORDS: Record<Group, string> = {
  off: 'off',
  unsure: 'not sure',
  failed: 'failed',
  open: 'not finished',
  good: 'within limits',
  fixed: 'fixed',
};

export type Order = 'added' | 'name' | 'offset' | 'state';
export const ORDER_WORDS: Record<Order, string> = {
  added: 'As added',
  name: 'By name',
  offset: 'Largest offset first',
  state: 'Out of sync first',
};

type Notes = ReadonlyMap<string, QueueNote>;

export function groupOf(job: CheckJob, note: QueueNote | undefined): Group {
  if (note?.settled) return 'fixed';
  if (job.status === 'failed') return 'failed';
  if (job.status !== 'done') return 'open';
  const { name, icon } = toneOfJob(job);
  if (icon === 'question') return 'unsure';
  return name === 'good' ? 'good' : 'off';
}

/** Of the groups that have any. */
export function countGroups(jobs: readonly CheckJob[], notes: Notes): ReadonlyMap<Group, number> {
  const groups = jobs.map((job) => groupOf(job, notes.get(job.id)));
  const counts = GROUPS.map((group) => [group, groups.filter((each) => each === group).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

/** `3 off, 2 not sure, 5 within limits` */
export function summaryWords(counts: ReadonlyMap<Group, number>): string {
  return [...counts]
    .map(([group, count]) => `${count}\u00a0${GROUP_WORDS[group].replace(' ', '\u00a0')}`)
    .join(', ');
}

/** @param shown null: all of them */
export function arranged(
  jobs: readonly CheckJob[],
  notes: Notes,
  shown: Group | null,
  order: Order,
): readonly CheckJob[] {
  const group = (job: CheckJob) => groupOf(job, notes.get(job.id));
  const kept = shown === null ? jobs : jobs.filter((job) => group(job) === shown);
  switch (order) {
    case 'added':
      return kept;
    case 'name':
      return kept.toSorted((a, b) => a.file.name.localeCompare(b.file.name, undefined, { numeric: true }));
    case 'offset':
      return kept.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    case 'state':
      return kept.toSorted((a, b) => GROUPS.indexOf(group(a)) - GROUPS.indexOf(group(b)));
  }
}

/** A name too long for its line loses its middle: takes of one day differ at the end. */
export function nameParts(name: string): { head: string; tail: string } {
  const letters = [...name];
  const at = letters.length <= TAIL_LETTERS * 2 ? letters.length : letters.length - TAIL_LETTERS;
  return { head: letters.slice(0, at).join(''), tail: letters.slice(at).join('') };
}

/** @param word of the job's tone */
export function stateWords(job: CheckJob, word: string): string {
  if (job.status === 'working' && job.progress) {
    return remainingWords(job.progress) ?? STAGE_LABELS[job.progress.stage];
  }
  if (job.status === 'done' && job.evidence) {
    const { measurement } = job.evidence;
    // "In sync" is what cannot be told then.
    if (measurement.verdict === 'in-sync' && word !== 'In sync') return word;
    const label = verdictLabel(measurement);
    return label === word ? word : `${label}: ${word.charAt(0).toLowerCase()}${word.slice(1)}`;
  }
  return word;
}

/** For the browser's tab: how far the list is while it is worked on, then what was found. */
export function titleOf(jobs: readonly CheckJob[], selected: CheckJob | null): string {
  if (!selected) return 'Lipslate: is the sound in sync with the lips?';
  const about = `${selected.file.name} – Lipslate`;
  const isWorking = jobs.some(({ status }) => status === 'waiting' || status === 'working');
  if (isWorking && jobs.length === 1) return `Checking ${about}`;
  if (isWorking) {
    const ended = jobs.filter(({ status }) => status !== 'waiting' && status !== 'working').length;
    return `${ended} of ${jobs.length} checked – Lipslate`;
  }
  return selected.status === 'done' ? `${toneOfJob(selected).word}: ${about}` : about;
}

const TAIL_LETTERS = 12;

/** What was not measured comes last. */
function sizeOf({ status, evidence }: CheckJob): number {
  const offsetMs = status === 'done' ? (evidence?.measurement.offsetMs ?? null) : null;
  return offsetMs === null ? -1 : Math.abs(offsetMs);
}
