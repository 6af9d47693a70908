import { expect, test } from 'vitest';
import { withCloud } from './cloud-beside.ts';
import { manualSchedule, project, serverless, withFunctionGraph } from './functiongraph-beside.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const esc = '\u001b';
/** Colours, a title, a hyperlink, C1, a bell, a carriage return, and what turns or hides text. */
const hostile = `${esc}[31mred${esc}]0;owned\u0007${esc}]8;;http://x\u0007 \u009b31m\u0085\u0007\u202egnp\u2066\u200b\u061c`;
/** What no terminal may be shown: controls but line breaks and tabs, and invisible signs but joiners. */
const harmful = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const yaml = JSON.stringify(hostile);

function expectHarmless({ stdout, stderr }: Ended): void {
  expect(stdout).not.toMatch(harmful);
  expect(stderr).not.toMatch(harmful);
  // But where the line of a file is shown as it is written, with its own escapes.
  expect(stdout + stderr).not.toMatch(/(?<!u001b)(\[31m|\]0;)/);
}

test('a key of a schedule, in every command that reads it, on both streams', async () => {
  const schedule = `${manualSchedule}${yaml}: 1\n`;
  await withFiles({ 'schedule.yaml': schedule, 'serverless.yml': serverless() }, async (nightshift) => {
    for (const args of ['validate', 'next', 'plan by-hand', 'policy', 'triggers', 'deploy', 'doctor']) {
      const ended = await nightshift(args.split(' '), { HOOK: 'https://hooks.example.com/a' });
      expect(ended.code).toBe(1);
      // What a terminal wraps may have a line break for a blank.
      expect(ended.stdout + ended.stderr).toMatch(/with\s+a\s+control\s+character\s+\(U\+001B\)/);
      expectHarmless(ended);
    }
  });
});

test('a line break in a key forges no line', async () => {
  const schedule = `${manualSchedule}"a\\nschedule.yaml: nothing is wrong": 1\n`;
  await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
    for (const args of [['validate'], ['next']]) {
      const { stdout, stderr } = await nightshift(args);
      expect(stdout + stderr).not.toMatch(/^schedule\.yaml: nothing is wrong/m);
    }
  });
});

test('a key of serverless.yml, the name of a file, an argument and a variable of the environment', async () => {
  const files = { 'schedule.yaml': manualSchedule, 'serverless.yml': `${serverless()}${yaml}: 1\n` };
  await withFiles(files, async (nightshift) => {
    expectHarmless(await nightshift(['validate']));
    expectHarmless(await nightshift(['next', '--schedule', `${hostile}.yaml`]));
    expectHarmless(await nightshift(['plan', hostile]));
    expectHarmless(await nightshift([hostile]));
    expectHarmless(await nightshift(['next', `--${hostile}`]));
    expectHarmless(await nightshift(['next'], { NIGHTSHIFT_SCHEDULE: `${hostile}.yaml` }));
  });
});

test('reasons and titles of calendars', async () => {
  const ics = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z'],
    ...['DTSTART;VALUE=DATE:20261210', `SUMMARY:${hostile}`, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
  const schedule = `version: 1
regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }
calendars: { free: [{ ics: free.ics }, { from: 2026-12-11, to: 2026-12-11, reason: ${yaml} }] }
jobs:
  a: { action: restart, cron: "0 4 * * *", targets: { region: beijing, names: ["a"] }, skipOn: [free] }
`;
  await withFiles({ 'schedule.yaml': schedule, 'free.ics': ics }, async (nightshift) => {
    const ended = await nightshift(['next', '--from', '2026-12-09', '--days', '4']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('2 skipped');
    expectHarmless(ended);
  });
});

test('names of instances and answers of the cloud', async () => {
  const jobs = '  all: { action: restart, targets: { region: beijing, names: ["*"] } }\n';
  await withCloud({ jobs, instances: [{ name: `cache ${hostile}` }] }, async ({ plan, cloud }) => {
    const shown = await plan(['all']);
    expect(shown.stdout).toContain('cache red');
    expectHarmless(shown);
    const json = await plan(['all', '--json']);
    expect(json.stdout).not.toMatch(harmful);
    expect(JSON.parse(json.stdout).plans[0].instances[0].name).toContain('red');
    cloud.accessKey = 'SOMEBODYELSESKEY0001';
    expectHarmless(await plan(['all']));
  });
  await withFunctionGraph({}, async (around) => {
    around.cloud.mount(`/v2/${project}/fgs/functions/`, async () => ({
      ...{ status: 403, headers: {} },
      body: JSON.stringify({ error_code: 'FSS.0403', error_msg: `no ${hostile}` }),
    }));
    const refused = await around.run(['deploy', '--yes']);
    expect(refused.stderr).toContain('FSS.0403 no red');
    expectHarmless(refused);
  });
});

test('JSON keeps what it is, escaped', async () => {
  await withFiles({ 'schedule.yaml': `${manualSchedule}${yaml}: 1\n` }, async (nightshift) => {
    const { stdout } = await nightshift(['validate', '--json']);
    expect(stdout).not.toMatch(harmful);
    expect(JSON.parse(stdout).diagnostics[0].path).toBe(hostile);
  });
});
