/** Where an archive stands, in words. */
import { records } from './results.mjs';

/** How many of those that are farthest off are named. */
const WORST = 10;

/** @returns {Promise<object>} figures, for people and programs */
export async function statusOf(store) {
  const verdicts = {};
  const worst = [];
  for await (const { file, verdict, offsetMs } of records(store)) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict !== 'unsure' && verdict !== 'in-sync' && offsetMs !== null) worst.push({ file, offsetMs });
  }
  const failures = {};
  for await (const { error } of store.dead()) failures[error.code] = (failures[error.code] ?? 0) + 1;
  const { clips, done, pending, perS } = await store.totals();
  return {
    clips,
    done,
    dead: Object.values(failures).reduce((sum, count) => sum + count, 0),
    pending,
    clipsPerHour: perS === null ? null : Math.round(perS * 3600),
    leftS: perS === null ? null : Math.round(pending / perS),
    verdicts,
    failures,
    worst: worst.sort((a, b) => Math.abs(b.offsetMs) - Math.abs(a.offsetMs)).slice(0, WORST),
  };
}

/** @returns {string} for a terminal */
export function statusWords({ clips, done, dead, pending, clipsPerHour, leftS, verdicts, failures, worst }) {
  const list = (counts) =>
    Object.entries(counts).map(([name, count]) => `  ${String(count).padStart(7)}  ${name}`);
  const bar = clips === 0 ? '' : `${'█'.repeat(Math.round((20 * (done + dead)) / clips)).padEnd(20, '░')} `;
  return [
    `${bar}${done} of ${clips} done, ${dead} without a result, ${pending} left`,
    ...(clipsPerHour === null || pending === 0
      ? []
      : [`${clipsPerHour} clips an hour; about ${Math.ceil(leftS / 60)} min left`]),
    ...(done > 0 ? ['', 'Verdicts', ...list(verdicts)] : []),
    ...(dead > 0 ? ['', 'No result, by reason', ...list(failures)] : []),
    ...(worst.length > 0
      ? [
          '',
          'Farthest off',
          ...worst.map(({ file, offsetMs }) => `  ${String(Math.round(offsetMs)).padStart(7)} ms  ${file}`),
        ]
      : []),
  ].join('\n');
}
