import { availableParallelism } from 'node:os';
import { defineConfig, type TestUserConfig } from 'vitest/config';
import { LongestFirst } from './test/house/longest-first.ts';
import { noSkippedTests } from './test/house/no-skipped-tests.ts';
import { readsZone } from './test/house/zone-rooms.ts';

const everywhere: TestUserConfig = {
  // Forks, not threads: zone offsets are read by setting TZ, which a worker thread cannot do.
  pool: 'forks',
  // One process goes from file to file of its zone; that a file leaves nothing behind is looked after.
  isolate: false,
  setupFiles: ['test/house/leaves-nothing.ts'],
  // Only against what never ends: how long a test takes is the machine's affair.
  testTimeout: 3_600_000,
  hookTimeout: 3_600_000,
  // A test file that has no test is a mistake, never a pass.
  passWithNoTests: false,
  // A text on record that is missing is a mistake everywhere, not only in CI; `vitest run -u` writes it.
  update: 'none',
  reporters: ['default', noSkippedTests()],
  // One more than processors, as many files wait for a cloud whose clock they only scale.
  maxWorkers: availableParallelism() + 1,
};

/** The tests in a process whose own zone is this one. */
function inZone(
  zone: string,
  include: readonly string[],
): { readonly extends: true; readonly test: TestUserConfig } {
  return { extends: true, test: { name: zone, include: [...include], env: { TZ: zone } } };
}

/**
 * Everything under UTC; what can read the zone of its process under two more. With `--mode pages` the tests of pages,
 * apart from all others because they need Chromium.
 */
export default defineConfig(({ mode }) =>
  mode === 'pages'
    ? { test: { ...everywhere, include: ['test/pages/*.pages.ts'] } }
    : {
        test: {
          ...everywhere,
          sequence: { sequencer: LongestFirst },
          projects: [
            inZone('UTC', ['test/**/*.test.ts']),
            inZone('Asia/Shanghai', readsZone),
            inZone('America/New_York', readsZone),
          ],
        },
      },
);
