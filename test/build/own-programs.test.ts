import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { notCounted } from './read-arguments.ts';

const run = (program: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [`dist/local/${program}.mjs`, ...args], { encoding: 'utf8' });

test('a program tells how it is used when it is asked', () => {
  const { status, stdout, stderr } = run('bench', '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('npm run bench');
});

test.each([
  [['bench', '--only', 'surely-not'], 'there is no measure surely-not'],
  [['simulate', '--surely-not'], "Unknown option '--surely-not'"],
  [['mutate', '--only', 'surely-not'], 'no file of functions/maintenance/plan or functions/maintenance/run'],
  [['fuzz', 'surely-not'], 'there is no kind surely-not'],
] as const)('%j is refused, with why and how the program is used', ([program, ...args], why) => {
  const { status, stdout, stderr } = run(program, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.startsWith(why)).toBe(true);
  expect(stderr).toContain(`npm run ${program}`);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('a number of cases, seeds or processes is a whole one from 1 on', () => {
  expect(notCounted({ cases: '1', from: undefined })).toBeUndefined();
  expect(notCounted({ cases: '0', from: '7', show: 'x', steps: '1.5' })).toBe(
    '--cases "0" and --show "x" and --steps "1.5" - expected a whole number from 1 on',
  );
});
