import { expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

const sound = `version: 1
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
jobs:
  nightly: { action: soft_restart, cron: "30 3 * * *", targets: { region: beijing, names: ["cache-*"] } }
`;

test('shows the first hundred of many findings, and counts them all', async () => {
  const keys = Array.from({ length: 3_000 }, (_, index) => `key${index}: 1\n`).join('');
  await withFiles({ 'schedule.yaml': sound + keys }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout.match(/ error key\.unknown/g)).toHaveLength(100);
    expect(stdout).toContain('schedule.yaml:106:1: 2900 errors more, from here on - expected');
    expect(stdout).toContain('\nschedule.yaml: 3000 errors\n');
    const shown = JSON.parse((await nightshift(['validate', '--json'])).stdout);
    expect(shown.diagnostics).toHaveLength(101);
    const { stderr } = await nightshift(['next']);
    expect(stderr.trim().split('\n')).toHaveLength(101);
  });
});

test('tells what crons hardly mean beside mistakes elsewhere, and not twice what is wrong with one', async () => {
  const jobs = `  monthly: { action: restrt, cron: "0 4 1-7 * MON", targets: { region: beijing, names: ["*"] } }
  wrong: { action: restart, cron: "0 4 */15 * 9", targets: { region: beijing, names: ["*"] } }
`;
  await withFiles({ 'schedule.yaml': sound + jobs }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout.match(/(?:error|warning) [a-z.-]+/g)).toEqual([
      'error value.form',
      'warning cron.either',
      'error cron.range',
    ]);
  });
});
