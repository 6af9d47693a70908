import { availableParallelism } from 'node:os';
import { defineConfig, type TestUserConfig } from 'vitest/config';
import { noSkippedTests } from './test/house/no-skipped-tests.ts';

const zone = process.env['TZ'] ?? 'UTC';

/**
 * What takes long and shows nothing that a zone could change, or sets zones of its own: under UTC only, or the three
 * runs would take longer than anybody waits. Like `test/share-of-zone.ts`, which is for parts of a file.
 */
const sameInEveryZone = [
  'test/bench/bench-smoke.test.ts',
  'test/nightshift/commands/{deploy-interrupted,deploy-refused,doctor-faults,doctor-function}.test.ts',
  'test/nightshift/deploy/reproducible-zip.test.ts',
  'test/e2e/{bad-receivers,canary,canary-command-line,canary-schedules}.test.ts',
  'test/e2e/{crash-flush,damaged-journal,deliveries,thousand-instances,unreliable-network}.test.ts',
];

const everywhere: TestUserConfig = {
  // Forks, not threads: zone offsets are read by setting TZ, which a worker thread cannot do.
  pool: 'forks',
  // A guard against what never ends; nothing here is about how fast the machine is.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // A test file that has no test is a mistake, never a pass.
  passWithNoTests: false,
  reporters: ['default', noSkippedTests()],
};

/** With `--mode pages` the tests of pages, apart from all others because they need Chromium. */
export default defineConfig(({ mode }) =>
  mode === 'pages'
    ? { test: { ...everywhere, include: ['test/pages/*.pages.ts'] } }
    : {
        test: {
          ...everywhere,
          include: ['test/**/*.test.ts'],
          exclude: zone === 'UTC' ? [] : sameInEveryZone,
          // One more than processors, as many files wait for a cloud whose clock they only scale.
          maxWorkers: availableParallelism() + 1,
        },
      },
);
