import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { withFiles } from './run-nightshift.ts';

const sound = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}" }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops]
`;
const odd = `${sound.replace('cron:', 'window: 20m\n    cron:').replace('"cache-*"', '"缓存-*", "缓存-1"')}  again:
    action: restart
    cron: "30 3 * * 1"
    targets: { region: beijing, names: ["缓存-1", "缓存-*"] }
`;
const broken = odd.replace('soft_restart', 'softrestart').replace('"30 3 * * 1"', '"30 3 * *"');

const diagnosticsSchema = z.strictObject({
  diagnostics: z.array(
    z.strictObject({
      file: z.string(),
      line: z.int(),
      column: z.int(),
      path: z.string(),
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      message: z.string(),
    }),
  ),
});

test('says of a sound schedule what it holds, and which variables it will need', async () => {
  await withFiles({ 'schedule.yaml': sound }, async (nightshift) => {
    expect(await nightshift(['validate'])).toEqual({
      code: 0,
      stderr: '',
      stdout: `schedule.yaml: nothing is wrong
1 job: nightly
3 variables (--env looks for them in this environment): PROJECT_ID, OPS_URL, OPS_SECRET
`,
    });
  });
});

test('names the first of many jobs', async () => {
  const job = '{ action: restart, targets: { region: beijing, names: ["*"] }, notify: [ops] }';
  const jobs = Array.from({ length: 20 }, (_, index) => `  job-${index}: ${job}\n`).join('');
  await withFiles({ 'schedule.yaml': sound.replace(/jobs:.*/s, `jobs:\n${jobs}`) }, async (nightshift) => {
    const { stdout } = await nightshift(['validate']);
    expect(stdout).toMatch(/\n20 jobs: job-0, job-1, .*, job-14,\njob-15 and 4 more\n/);
  });
});

describe('what is legal but hardly meant', () => {
  test('is shown with its line and a caret, and does not fail', async () => {
    await withFiles({ 'schedule.yaml': odd }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(0);
      expect(stdout.replace(/next on [\dT:-]+Z/, 'next on some night')).toBe(
        `schedule.yaml:10:5 jobs.nightly.window: a window of 20m closes before settle.timeout (30m): one slow instance, and nothing else starts - expected at least 30m
  10 |     window: 20m
     |     ^ warning window.settle

schedule.yaml:12:49 jobs.nightly.targets.names[1]: "缓存-1" repeats "缓存-*" - expected each instance to be selected once
  12 |     targets: { region: beijing, names: ["缓存-*", "缓存-1"] }
     |                                                   ^ warning targets.repeated

schedule.yaml:16:5 jobs.again.cron: the same targets at the same time as nightly, next on some night - expected another time, other targets, or one job
  16 |     cron: "30 3 * * 1"
     |     ^ warning jobs.same

schedule.yaml:17:41 jobs.again.targets.names[0]: "缓存-1" repeats "缓存-*" - expected each instance to be selected once
  17 |     targets: { region: beijing, names: ["缓存-1", "缓存-*"] }
     |                                         ^ warning targets.repeated

schedule.yaml: 4 warnings
2 jobs: nightly, again
3 variables (--env looks for them in this environment): PROJECT_ID, OPS_URL, OPS_SECRET
`,
      );
    });
  });

  test('fails with --strict', async () => {
    await withFiles({ 'schedule.yaml': odd }, async (nightshift) => {
      expect((await nightshift(['validate', '--strict'])).code).toBe(1);
      expect((await nightshift(['validate', '--strict', '--json'])).code).toBe(1);
    });
  });

  test('is a flush without a backup', async () => {
    const flush = sound
      .replace('soft_restart', 'flush')
      .replace('cron:', 'destroysData: acknowledged\n    cron:');
    await withFiles({ 'schedule.yaml': flush }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(0);
      expect(stdout).toContain('a flush without backup - expected backup: required, or an explicit none');
    });
  });
});

describe('what is wrong', () => {
  test('is shown with its line and a caret, all of it, and fails', async () => {
    await withFiles({ 'schedule.yaml': broken }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(1);
      expect(stdout).toBe(
        `schedule.yaml:9:13 jobs.nightly.action: "softrestart" - expected restart, soft_restart or flush
  9 |     action: softrestart
    |             ^ error value.form

schedule.yaml:16:11 jobs.again.cron: "30 3 * *" has 4 fields - expected 5 (minute hour day month weekday)
  16 |     cron: "30 3 * *"
     |           ^ error cron.fields

schedule.yaml: 2 errors
`,
      );
    });
  });

  test('may be the grammar of YAML itself', async () => {
    await withFiles({ 'schedule.yaml': 'version: 1\njobs: { a: [1, 2 }\n' }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(1);
      expect(stdout).toBe(
        `schedule.yaml:2:18: a bracket above that is never closed - expected ]
  2 | jobs: { a: [1, 2 }
    |                  ^ error yaml.syntax

schedule.yaml: 1 error
`,
      );
    });
  });

  test('may be an iCalendar file that a job relies on', async () => {
    const text = sound
      .replace('jobs:', 'calendars: { moving: [{ ics: ./moving.ics }] }\njobs:')
      .replace('cron:', 'skipOn: [moving]\n    cron:');
    await withFiles({ 'schedule.yaml': text }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate']);
      expect(code).toBe(1);
      expect(stdout).toContain(
        `schedule.yaml:7:23 calendars.moving[0]: ./moving.ics: there is no such file - expected an .ics file in the folder of the schedule or below
  7 | calendars: { moving: [{ ics: ./moving.ics }] }
    |                       ^ error calendar.unreadable

schedule.yaml: 1 error
`,
      );
    });
  });
});

describe('--json', () => {
  test.each([
    ['nothing', sound, 0, []],
    ['warnings', odd, 0, ['window.settle', 'targets.repeated', 'jobs.same', 'targets.repeated']],
    ['errors', broken, 1, ['value.form', 'cron.fields']],
  ])('gives %s in one document', async (_, text, code, codes) => {
    await withFiles({ 'schedule.yaml': text }, async (nightshift) => {
      const ended = await nightshift(['validate', '--json']);
      expect(ended).toMatchObject({ code, stderr: '' });
      const { diagnostics } = diagnosticsSchema.parse(JSON.parse(ended.stdout));
      expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(codes);
    });
  });

  test('has the keys of a diagnostic in their order', async () => {
    await withFiles({ 'schedule.yaml': odd }, async (nightshift) => {
      const { stdout } = await nightshift(['validate', '--json']);
      expect(JSON.parse(stdout).diagnostics[0]).toEqual({
        file: 'schedule.yaml',
        line: 10,
        column: 5,
        path: 'jobs.nightly.window',
        severity: 'warning',
        code: 'window.settle',
        message: expect.stringContaining('a window of 20m closes before settle.timeout (30m)'),
      });
    });
  });
});

describe('--env', () => {
  const whole = {
    PROJECT_ID: '0123456789abcdef0123456789abcdef',
    OPS_URL: 'https://hooks.example.com/x',
    OPS_SECRET: `whsec_${'QUJD'.repeat(10)}`,
  };

  test('fails where a variable is missing, and names it', async () => {
    await withFiles({ 'schedule.yaml': sound }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate', '--env'], { ...whole, OPS_SECRET: '' });
      expect(code).toBe(1);
      expect(stdout).toContain('environment variable OPS_SECRET is missing or empty');
      expect(stdout).not.toContain('PROJECT_ID is missing');
    });
  });

  test('checks what the variables hold, and shows none of it', async () => {
    await withFiles({ 'schedule.yaml': sound }, async (nightshift) => {
      const { code, stdout } = await nightshift(['validate', '--env'], {
        ...whole,
        OPS_SECRET: 'hunter2-hunter2',
      });
      expect(code).toBe(1);
      expect(stdout).toContain('from the environment: a secret without whsec_');
      expect(stdout).not.toContain('hunter2');
    });
  });

  test('is content with all of them', async () => {
    await withFiles({ 'schedule.yaml': sound }, async (nightshift) => {
      expect(await nightshift(['validate', '--env'], whole)).toMatchObject({ code: 0, stderr: '' });
    });
  });
});
