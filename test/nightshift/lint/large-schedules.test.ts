import { describe, expect, test } from 'vitest';
import { lintsOf } from './lint-fixture.ts';

const job = (name: string, names: string, cron = '30 3 * * *') =>
  `  ${name}: { action: restart, cron: "${cron}", targets: { region: beijing, names: [${names}] } }\n`;
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** What once took minutes; without end, these would not end. */
describe('a schedule of any size is looked through', () => {
  test('with many patterns in one list, of which those that are there twice are told', async () => {
    const lints = await lintsOf(
      `jobs:\n${job('a', `"x-*", ${many(15_000, (index) => `"a${index}-*", `)}"x-*"`)}`,
    );
    expect(lints).toEqual([
      'targets.repeated jobs.a.targets.names[15001]: "x-*" repeats "x-*" - expected each instance to be selected once',
    ]);
  });

  test('with patterns longer than any name', async () => {
    const [one, other] = ['*a'.repeat(50_000), '*b'.repeat(50_000)];
    expect(await lintsOf(`jobs:\n${job('a', `"${one}", "${other}", "${one}"`)}`)).toHaveLength(1);
  });

  test('with many jobs that do the same every minute', async () => {
    const lints = await lintsOf(`jobs:\n${many(2_000, (index) => job(`j${index}`, '"*"', '* * * * *'))}`);
    expect(lints.filter((line) => line.startsWith('jobs.same'))).toHaveLength(1_999);
  });
});
