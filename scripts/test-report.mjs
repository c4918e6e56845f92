/**
 * What `npm test` says at its end: what did not run and why, what passed on the second try only, and the last line.
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ passed: number, failed: string[], flaky: string[], skipped: Skipped[] }} Outcome
 *   flaky: failed first and passed when tried again; neither passed nor failed
 */

/** @returns {Outcome} */
export const nothing = () => ({ passed: 0, failed: [], flaky: [], skipped: [] });

/** What vitest's JSON reporter found. The reason of a skipped test is in its name, in brackets at the end. */
export function readVitest({ testResults }) {
  const outcome = nothing();
  for (const { name: file, status, message, assertionResults } of testResults) {
    for (const { fullName, status } of assertionResults) {
      if (status === 'passed') outcome.passed++;
      else if (status === 'failed') outcome.failed.push(fullName);
      else outcome.skipped.push({ name: fullName, reason: fullName.match(/\(([^()]*)\)[^()]*$/)?.[1] ?? '' });
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
    lines.push(`Skipped, ${reason || 'no reason given'}:`, ...names);
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
