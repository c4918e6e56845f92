/** Tables of the accuracy bench, from its results. */

const SURE_FIXES = new Set(['early', 'late', 'varies']);
/** A fix that is off by more than this makes things worse than leaving them. */
const FALSE_FIX_MS = 80;

/** @param {{ file: string, errorMs: number | null, record: object }[]} results @param {object} known bench/clips.json */
export function accuracyTable(results, known) {
  const groups = [
    ['all clips', results],
    ['without natively off', results.filter(({ file }) => !(file in known.nativelyOff))],
    ['shifted by timestamps', results.filter(({ way }) => way === 'timestamps')],
    ['shifted by samples', results.filter(({ way }) => way === 'samples')],
    ...[...new Set(results.map(({ way }) => way).filter((way) => way.endsWith('fps')))].map((way) => [
      way,
      results.filter((result) => result.way === way),
    ]),
    ...bySource(results),
  ];
  const head = [
    'group',
    'checks',
    'unsure',
    'sure <=40',
    'sure <=80',
    'false fixes',
    'all <=40',
    'all <=80',
    'p50',
    'p90',
    'p99',
    'relative p50',
    'relative <=40',
  ];
  const rows = groups.map(([name, group]) => row(name, group));
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    'sure = the verdict is not "unsure"; false fix = early, late or varies with an error above 80 ms, as a share of all',
    'checks; all = the raw figure also when unsure; p50.. = percentiles of the absolute error in ms of what is sure;',
    'relative = against the same clip unshifted: how exactly an injected shift is followed, of what is sure.',
    `Natively off (${Object.keys(known.nativelyOff).length}): ${Object.entries(known.nativelyOff)
      .map(([file, why]) => `${file}: ${why}`)
      .join('; ')}`,
  ].join('\n');
}

/** Predicted probability against what happened, in bins. */
export function reliabilityTable(results) {
  const measured = results.filter(({ errorMs }) => errorMs !== null);
  const bins = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.01];
  const lines = ['| probability (error <= 40 ms) | checks | said | happened |', '|---|---|---|---|'];
  for (let i = 0; i + 1 < bins.length; i++) {
    const group = measured.filter(
      ({ record }) => record.probability >= bins[i] && record.probability < bins[i + 1],
    );
    if (group.length === 0) continue;
    const said = mean(group.map(({ record }) => record.probability));
    const happened = share(group, ({ errorMs }) => Math.abs(errorMs) <= 40);
    lines.push(
      `| ${bins[i]}-${Math.min(1, bins[i + 1])} | ${group.length} | ${percent(said)} | ${percent(happened)} |`,
    );
  }
  return lines.join('\n');
}

function row(name, group) {
  const measured = group.filter(({ errorMs }) => errorMs !== null);
  const sure = measured.filter(({ record }) => record.verdict !== 'unsure');
  const errors = sure.map(({ errorMs }) => Math.abs(errorMs)).sort((a, b) => a - b);
  const falseFixes = sure.filter(
    ({ errorMs, record }) => SURE_FIXES.has(record.verdict) && Math.abs(errorMs) > FALSE_FIX_MS,
  );
  const relative = sure.map((one) => relativeError(one, group)).filter((value) => value !== null);
  const within = (list, ms) => percent(share(list, ({ errorMs }) => Math.abs(errorMs) <= ms));
  return [
    name,
    group.length,
    percent((group.length - sure.length) / group.length),
    within(sure, 40),
    within(sure, 80),
    `${falseFixes.length} (${percent(falseFixes.length / group.length)})`,
    within(measured, 40),
    within(measured, 80),
    ...[0.5, 0.9, 0.99].map((q) => quantile(errors, q)),
    quantile(
      relative.sort((a, b) => a - b),
      0.5,
    ),
    percent(share(relative, (value) => value <= 40)),
  ];
}

function relativeError({ file, shiftMs, errorMs }, group) {
  const still = group.find((other) => other.file === file && other.shiftMs === 0);
  if (shiftMs === 0 || !still || still.errorMs === null) return null;
  return Math.abs(errorMs - still.errorMs);
}

function bySource(results) {
  const sources = [...new Set(results.map(({ file }) => file.replace(/-\d+\.\w+$/, '')))];
  return sources.map((source) => [source, results.filter(({ file }) => file.startsWith(source))]);
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const share = (list, test) => (list.length > 0 ? list.filter(test).length / list.length : Number.NaN);
const percent = (value) => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`);
const quantile = (sorted, q) =>
  sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(0) : '–';
