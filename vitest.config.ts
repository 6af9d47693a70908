import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { noSkippedTests } from './test/house/no-skipped-tests.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Forks, not threads: zone offsets are read by setting TZ, which a worker thread cannot do.
    pool: 'forks',
    // Of two processors Vitest would leave one idle.
    maxWorkers: availableParallelism(),
    // A guard against what never ends; nothing here is about how fast the machine is.
    testTimeout: 60_000,
    // A test file that has no test is a mistake, never a pass.
    passWithNoTests: false,
    reporters: ['default', noSkippedTests()],
  },
});
