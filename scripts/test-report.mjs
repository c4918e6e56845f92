/**
 * What `npm test` says at its end: what did not run and why, what passed on the second try only, and the last line.
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ passed: number, failed: string[], flaky: string[], skipped: Skipped[] }} Outcome
 *   flaky: failed first and passed when tried again; neither passed nor failed
 */

/** @returns {Outcome} */
export const nothing = () => ({ passed: 0, failed: [], flaky: [], skipped: [] });

/** Where that comes from which a skipped test says it needs. */
const HOW_TO_GET = [
  ['ffmpeg', 'on the PATH; Debian: apt-get install ffmpeg'],
  ['../shared', 'clips that are not part of the project'],
  ['python3', 'Debian: apt-get install python3'],
  ['systemd-analyze', 'Debian: apt-get install systemd'],
  ['opentimelineio', 'pip install opentimelineio, for the python3 on the PATH'],
  ['PostgreSQL', 'Debian: apt-get install postgresql; npm test gets it as root'],
  [
    'LIPSLATE_CHECKPOINTS',
    'a folder of files as large as the official ones, with the values of core/onnx/testing/golden/weights.py',
  ],
];

/**
 * Of several pairs of brackets in a test's name the one that says what it needs, else the last one.
 * @param {string} name
 */
function reasonIn(name) {
  return (name.match(/\(((?:needs|opt-in)[^()]*)\)/) ?? name.match(/\(([^()]*)\)[^()]*$/))?.[1] ?? '';
}

/** What vitest's JSON reporter found. The reason of a skipped test is in its name, in brackets. */
export function readVitest({ testResults }) {
  const outcome = nothing();
  for (const { name: file, status, message, assertionResults } of testResults) {
    for (const { fullName, status } of assertionResults) {
      if (status === 'passed') outcome.passed++;
      else if (status === 'failed') outcome.failed.push(fullName);
      else outcome.skipped.push({ name: fullName, reason: reasonIn(fullName) });
    }
    // A file that does not load has no tests to count, yet it failed.
    if (status === 'failed' && assertionResults.length === 0) outcome.failed.push(`${file}: ${message}`);
  }
  return outcome;
}

/** What Playwright's JSON reporter found. */
export function readPlaywright({ suites, errors }) {
  const outcome = nothing();
  for (const error of errors) outcome.failed.push(error.message ?? 'Playwright failed outside a test');
  const visit = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const { status, annotations } of spec.tests) {
        const name = [...path, spec.title].join(' › ');
        const skips = annotations.filter(({ type }) => type === 'skip' || type === 'fixme');
        const skip = skips.find(({ description }) => description);
        if (status === 'expected') outcome.passed++;
        else if (status === 'flaky') outcome.flaky.push(name);
        else if (status === 'skipped') outcome.skipped.push({ name, reason: skip?.description ?? '' });
        else outcome.failed.push(name);
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title]);
  };
  for (const suite of suites) visit(suite, [suite.title]);
  return outcome;
}

/** @param {Outcome[]} outcomes @returns {Outcome} */
export function sum(outcomes) {
  return {
    passed: outcomes.reduce((count, { passed }) => count + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    flaky: outcomes.flatMap(({ flaky }) => flaky),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/**
 * The end of the output; its last line is read by programs: `N passed, N failed`, and `, N skipped` when some were.
 * @param {Outcome} outcome
 */
export function summary({ passed, failed, flaky, skipped }) {
  const lines = [];
  for (const reason of new Set(skipped.map(({ reason }) => reason))) {
    const names = skipped.filter((test) => test.reason === reason).map(({ name }) => `  ${name}`);
    const ways = HOW_TO_GET.filter(([what]) => reason.includes(what)).map(([, way]) => ` (${way})`);
    lines.push(`Skipped, ${reason || 'no reason given'}${ways.join('')}:`, ...names);
  }
  if (failed.length > 0) lines.push('Failed:', ...failed.map((name) => `  ${name}`));
  lines.push(
    flaky.length > 0
      ? `${flaky.length} flaky (passed on the second try only; not counted below):`
      : '0 flaky',
    ...flaky.map((name) => `  ${name}`),
    countsLine({ passed, failed, skipped }),
  );
  return lines.join('\n');
}

/** @param {Pick<Outcome, 'passed' | 'failed' | 'skipped'>} outcome */
export function countsLine({ passed, failed, skipped }) {
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${rest}`;
}
