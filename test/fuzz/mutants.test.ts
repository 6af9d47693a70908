import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { tryMutants } from './try-mutants.ts';

// Of schedules fewer, which are linted as well: `npm run fuzz` tries as many as are asked for.
test.each([
  ['events', 2_000],
  ['schedules', 400],
  ['serverless', 1_000],
] as const)(
  'mutants of %s are read, or refused with a place and what was expected (%d)',
  async (name, count) => {
    const kind = (await kinds[name]?.()) ?? expect.unreachable();
    const { tried, refused, findings } = await tryMutants(kind, 1, count);
    expect(findings).toEqual([]);
    expect(tried).toBe(count);
    expect(refused).toBeGreaterThan(count / 4);
  },
);
