/** Unit tests: pure code in Node, beside the file it tests. Browser things are Playwright's (e2e/). */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'core/**/*.test.ts',
      'workers/**/*.test.ts',
      'src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'archive/**/*.test.ts',
      'bench/**/*.test.mjs',
    ],
    environment: 'node',
    // One fewer is the default, which on two cores leaves one idle.
    maxWorkers: availableParallelism(),
    // A machine that does other things besides takes ten times as long for the same numbers.
    testTimeout: 30_000,
  },
});
