/** Where an archive stands, in words. */
import { records } from './results.mjs';

/** @returns {object} figures, for people and programs */
export function statusOf(journal) {
  const verdicts = {};
  const worst = [];
  for (const { file, verdict, offsetMs } of records(journal)) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict !== 'unsure' && verdict !== 'in-sync' && offsetMs !== null) worst.push({ file, offsetMs });
  }
  const failures = {};
  const times = [];
  for (const id of journal.ids('dead')) {
    const code = journal.read('dead', id)?.error.code;
    failures[code] = (failures[code] ?? 0) + 1;
  }
  for (const id of journal.ids('done')) times.push(journal.read('done', id)?.doneMs ?? 0);
  const pending = journal.pending().length;
  const perS = rateOf(times);
  return {
    clips: journal.ids('jobs').size,
    done: times.length,
    dead: Object.values(failures).reduce((sum, count) => sum + count, 0),
    pending,
    clipsPerHour: perS === null ? null : Math.round(perS * 3600),
    leftS: perS === null ? null : Math.round(pending / perS),
    verdicts,
    failures,
    worst: worst.sort((a, b) => Math.abs(b.offsetMs) - Math.abs(a.offsetMs)).slice(0, 10),
  };
}

/** Of the last half hour in which something was done. */
function rateOf(times) {
  const latestMs = times.reduce((a, b) => Math.max(a, b), 0);
  const recent = times.filter((timeMs) => timeMs > latestMs - 1_800_000);
  const spanS = (latestMs - recent.reduce((a, b) => Math.min(a, b), latestMs)) / 1000;
  return recent.length < 2 || spanS === 0 ? null : (recent.length - 1) / spanS;
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
