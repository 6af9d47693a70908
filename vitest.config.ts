import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Forks, not threads: zone offsets are read by setting TZ, which a worker thread cannot do.
    pool: 'forks',
    testTimeout: 20_000,
    // A test file that has no test is a mistake, never a pass.
    passWithNoTests: false,
  },
});
