import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

/** With the job that ships turned off. */
const example = readFileSync('config/schedule.yaml', 'utf8').replace(/ *enabled: false.*\n/, '');
const serverless = readFileSync('serverless.yml', 'utf8');
const journaled = example.replace('regions:', 'journal: obs://nightshift-journal\nregions:');

const exact = `2 exact TIMER triggers: one for each time of the jobs
the function runs at these times and at no others, and every time has a trigger

TRIGGER               SCHEDULE                             USER EVENT
nightly-soft-restart  CRON_TZ=Asia/Shanghai 0 30 3 * * ?   {"job":"nightly-soft-restart"}
weekly-cache-reset    CRON_TZ=Asia/Shanghai 0 0 4 ? * MON  {"job":"weekly-cache-reset"}
`;

describe('nightshift triggers', () => {
  test('shows exact triggers, and why these', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      expect(await nightshift(['triggers'])).toEqual({ code: 0, stderr: '', stdout: exact });
    });
  });

  test('shows the tick, and every reason for it', async () => {
    const text = journaled.replace('"0 4 * * 1"', '"0 4 L * *"');
    await withFiles({ 'schedule.yaml': text }, async (nightshift) => {
      const { stdout } = await nightshift(['triggers']);
      expect(stdout).toBe(`1 TIMER trigger, the tick: it names no job, and the function works out what is due
  - with a journal, ticks continue runs that were left, and notice missed fires
  - weekly-cache-reset: cron "0 4 L * *": a timer has no L, the last day of the month

TRIGGER  SCHEDULE                             USER EVENT
tick     CRON_TZ=Asia/Shanghai 0 */5 * * * ?  (none)
`);
    });
  });

  test('gives the same as JSON', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      const { stdout } = await nightshift(['triggers', '--tick', '--json']);
      expect(JSON.parse(stdout)).toEqual({
        kind: 'tick',
        triggers: [
          {
            name: 'tick',
            schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?',
            userEvent: '',
            jobs: ['nightly-soft-restart', 'weekly-cache-reset'],
          },
        ],
        reasons: [{ job: null, code: 'tick.asked', reason: 'a tick was asked for' }],
      });
    });
  });

  test('--write puts them into serverless.yml, once', async () => {
    const files = { 'schedule.yaml': example, 'serverless.yml': serverless };
    await withFiles(files, async (nightshift, folder) => {
      const read = () => readFileSync(join(folder, 'serverless.yml'), 'utf8');
      expect((await nightshift(['triggers', '--write'])).stdout).toBe(`${exact}\nserverless.yml: written\n`);
      const written = read();
      expect(written).toContain(
        `schedule: CRON_TZ=Asia/Shanghai 0 30 3 * * ?\n          userEvent: '{"job":"nightly-soft-restart"}'`,
      );
      expect(written).toContain('# Seconds; FunctionGraph');
      const again = await nightshift(['triggers', '--write']);
      expect(again.stdout).toBe(`${exact}\nserverless.yml: has them already, nothing is changed\n`);
      expect(read()).toBe(written);
      expect((await nightshift(['validate'])).stdout).toContain(
        'serverless.yml: its triggers cover the schedule\n',
      );
    });
  });

  test('--write writes nothing into what has mistakes, or is not there', async () => {
    const broken = serverless.replace('timeout: 7200', 'timeout: 3');
    const files = { 'schedule.yaml': example, 'broken.yml': broken };
    await withFiles(files, async (nightshift, folder) => {
      const absent = await nightshift(['triggers', '--write']);
      expect(absent).toMatchObject({
        code: 1,
        stderr:
          'nightshift: there is no serverless.yml here - expected one (nightshift init writes it), or --serverless FILE\n',
      });
      const refused = await nightshift(['triggers', '--write', '--serverless', 'broken.yml']);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/^broken\.yml:\d+:12 provider\.timeout: the number 3 - expected/);
      expect(readFileSync(join(folder, 'broken.yml'), 'utf8')).toBe(broken);
    });
  });
});

describe('nightshift validate, beside a serverless.yml', () => {
  test('refuses triggers that do not cover the schedule, with their places', async () => {
    const text = serverless
      .replace('*/5 * * * ?', '*/10 * * * ?')
      .replace('timeout: 7200', 'timeout: 900')
      .replace('maxInstanceNum: 1', 'maxInstanceNum: 10')
      .replace('maxAsyncRetryAttempts: 0', 'maxAsyncRetryAttempts: 3');
    const line = text.split('\n').findIndex((each) => each.includes(' schedule: ')) + 1;
    await withFiles({ 'schedule.yaml': journaled, 'serverless.yml': text }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(1);
      expect(
        stdout,
      ).toBe(`serverless.yml:${line}:21 functions.nightshift.events[0].eventData.schedule: CRON_TZ=Asia/Shanghai 0 */10 * * * ? does not fire once per tick of the schedule, which is 5m - expected CRON_TZ=Asia/Shanghai 0 */5 * * * ?; nightshift triggers --write puts in what the schedule needs
  error timer.tick

schedule.yaml: nothing is wrong
serverless.yml: 1 error
2 jobs: nightly-soft-restart, weekly-cache-reset
5 variables (--env looks for them in this environment): BEIJING_PROJECT_ID, OPS_WEBHOOK_URL, OPS_WEBHOOK_SECRET,
AUDIT_WEBHOOK_URL, AUDIT_WEBHOOK_SECRET
`);
    });
  });

  test('gives them as JSON among the others', async () => {
    const text = serverless.replace('status: ACTIVE', 'status: DISABLED');
    await withFiles({ 'schedule.yaml': example, 'deploy/fn.yml': text }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate', '--json', '--serverless', 'deploy/fn.yml']);
      expect(code).toBe(1);
      const { diagnostics } = JSON.parse(stdout);
      expect(diagnostics.map((each: { file: string; code: string }) => [each.file, each.code])).toEqual([
        ['deploy/fn.yml', 'timer.missing'],
        ['deploy/fn.yml', 'timer.missing'],
      ]);
    });
  });

  test('refuses one that is not there although it was named', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      expect(await nightshift(['validate', '--serverless', 'no.yml'])).toMatchObject({
        code: 1,
        stderr: 'nightshift: no.yml: there is no such file - expected a serverless.yml there\n',
      });
    });
  });

  test('shows no value of a variable, whatever is wrong with it', async () => {
    const text = serverless.replace(
      'OPS_WEBHOOK_SECRET: ${env:OPS_WEBHOOK_SECRET}',
      'OPS_WEBHOOK_SECRET: 90210',
    );
    await withFiles({ 'schedule.yaml': example, 'serverless.yml': text }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(1);
      expect(stdout).toContain('functions.nightshift.encryptedUserData.OPS_WEBHOOK_SECRET');
      expect(stdout).not.toContain('90210');
    });
  });
});
