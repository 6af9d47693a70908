import { expect, test } from 'vitest';
import { bundleTests } from './bundle.ts';
import { loadPlay } from './playing.ts';

test('a file of tests is played outside of vitest, also one that asks where it stands', async () => {
  const path = 'test/maintenance/run/older-record.test.ts';
  const { code, packages, mutants } = await bundleTests([path], ['functions/maintenance/run/lease.ts']);
  const playing = (await loadPlay(code, packages))(undefined);
  const found = await playing.open(path);
  if (typeof found === 'string') expect.unreachable(found);
  const faults = [];
  for (const each of found) faults.push(await playing.run(each, 100_000));
  expect(faults).toEqual(found.map(() => undefined));
  expect(mutants.length).toBeGreaterThan(0);
});
