import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { tryMutants } from './try-mutants.ts';

test.each(['events', 'schedules', 'serverless'])(
  'two thousand mutants of %s are read, or refused with a place and what was expected',
  async (name) => {
    const kind = (await kinds[name]?.()) ?? expect.unreachable();
    const { tried, refused, findings } = await tryMutants(kind, 1, 2_000);
    expect(findings).toEqual([]);
    expect(tried).toBe(2_000);
    expect(refused).toBeGreaterThan(500);
  },
);
