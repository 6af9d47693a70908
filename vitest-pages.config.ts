import { defineConfig } from 'vitest/config';
import { noSkippedTests } from './test/house/no-skipped-tests.ts';

/** The tests of pages, apart from all others because they need Chromium. */
export default defineConfig({
  test: {
    include: ['test/pages/*.pages.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    reporters: ['default', noSkippedTests()],
  },
});
