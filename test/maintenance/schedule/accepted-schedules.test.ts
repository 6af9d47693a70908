// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references as schedules write them.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { isZone } from './iana-zones.ts';

function accepted(text: string) {
  const result = parseSchedule(text, { file: 'schedule.yaml', isZone });
  if (!result.ok) expect.unreachable(JSON.stringify(result.diagnostics));
  return result;
}

const regions = 'regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }';
const least = `version: 1\n${regions}\njobs: { nightly: { action: restart, targets: { region: beijing, names: ["*"] } } }\n`;

describe('a schedule', () => {
  test('that ships as the example has neither errors nor warnings', () => {
    const example = readFileSync(new URL('../../../config/schedule.yaml', import.meta.url), 'utf8');
    const { schedule, warnings, references } = accepted(example);
    expect(warnings).toEqual([]);
    expect(schedule.jobs.map(({ name, action }) => [name, action])).toEqual([
      ['nightly-soft-restart', 'soft_restart'],
      ['weekly-cache-reset', 'flush'],
    ]);
    expect(references.map(({ name }) => name)).toEqual([
      'BEIJING_PROJECT_ID',
      'OPS_WEBHOOK_URL',
      'OPS_WEBHOOK_SECRET',
      'AUDIT_WEBHOOK_URL',
      'AUDIT_WEBHOOK_SECRET',
    ]);
  });

  test('that says the least has the defaults for the rest', () => {
    const { schedule } = accepted(least);
    expect(schedule).toMatchObject({
      timezone: 'UTC',
      tickMs: 300_000,
      notify: {},
      calendars: {},
      overrides: [],
    });
    expect(schedule.jobs).toEqual([
      {
        name: 'nightly',
        action: 'restart',
        timezone: 'UTC',
        cron: undefined,
        enabled: true,
        inMaintenanceWindow: false,
        targets: { region: 'beijing', names: ['*'] },
        rollout: { concurrency: { count: 10 }, ramp: false },
        retry: { attempts: 3, backoff: 30_000, maxBackoff: 300_000 },
        settle: { timeout: 1_800_000, poll: 10_000, acceptance: 60_000, inFunction: 60_000 },
        dst: { gap: 'run-after', overlap: 'first' },
        skipOn: [],
        onlyOn: [],
        onSkip: 'skip',
        overlap: 'skip',
        otherwise: 'skip',
        noData: 'refuse',
        backup: { mode: 'none', maxAge: 86_400_000, timeout: 1_800_000 },
        notify: [],
      },
    ]);
  });

  test('gives its time zone to the jobs that have none of their own', () => {
    const { schedule } = accepted(`version: 1
timezone: Asia/Shanghai
${regions}
jobs:
  here: { action: restart, targets: { region: beijing, names: ["*"] } }
  there: { action: restart, timezone: Europe/Berlin, targets: { region: beijing, names: ["*"] } }
`);
    expect(schedule.jobs.map(({ timezone }) => timezone)).toEqual(['Asia/Shanghai', 'Europe/Berlin']);
  });

  test('may have values of its own repeated by alias', () => {
    const { schedule } = accepted(`version: 1
${regions}
jobs:
  one: { action: restart, targets: &all { region: beijing, names: &names ["a-*", "b-*"] } }
  two: { action: restart, targets: *all }
  three: { action: restart, targets: { region: beijing, names: *names } }
`);
    expect(schedule.jobs.map(({ targets }) => targets.names)).toEqual([
      ['a-*', 'b-*'],
      ['a-*', 'b-*'],
      ['a-*', 'b-*'],
    ]);
  });

  test('may be named like a member of every object', () => {
    const { schedule } = accepted(least.replaceAll('beijing', 'constructor').replace('nightly', 'toString'));
    expect(schedule.jobs.map(({ name, targets }) => [name, targets.region])).toEqual([
      ['toString', 'constructor'],
    ]);
  });

  test('may begin with a byte order mark and end its lines as Windows does', () => {
    expect(accepted(`\uFEFF${least.replaceAll('\n', '\r\n')}`).schedule.jobs).toHaveLength(1);
  });

  test('that waits for maintenance windows is told where it waits too long, or not long enough', () => {
    const waiting = least.replace(
      'action: restart,',
      'action: restart, cron: "30 3 * * *", inMaintenanceWindow: true,',
    );
    const codesOf = (text: string) => accepted(text).warnings.map(({ code, path }) => `${code} ${path}`);
    const [window, journal] = ['window', 'journal'].map(
      (what) => `maintenance.${what} jobs.nightly.inMaintenanceWindow`,
    );
    expect(codesOf(waiting)).toEqual([window, journal]);
    expect(codesOf(waiting.replace('inMain', 'window: 2h, inMain'))).toEqual([journal]);
    expect(codesOf(`${waiting}journal: obs://nightshift-journal\n`)).toEqual([window]);
    expect(codesOf(waiting.replace('true', 'false'))).toEqual([]);
  });

  test('that flushes without a word on the data or a backup is warned about', () => {
    const { warnings } = accepted(least.replace('restart', 'flush'));
    expect(warnings.map(({ code, line, column, path }) => [code, line, column, path])).toEqual([
      ['flush.unacknowledged', 3, 9, 'jobs.nightly'],
      ['flush.backup', 3, 9, 'jobs.nightly'],
    ]);
  });

  test('with a webhook written out is warned about, but not for trying things out on this machine', () => {
    const ops = '{ kind: webhook, url: "https://hooks.example.com/s3cret" }';
    const trial = '{ kind: webhook, url: "http://[::1]:9000/inbox", allowLoopback: true }';
    const { warnings } = accepted(`${least}notify:\n  ops-room: ${ops}\n  trial: ${trial}\n`);
    expect(warnings.map(({ path, severity }) => [path, severity])).toEqual([
      ['notify.ops-room.url', 'warning'],
    ]);
    expect(warnings[0]?.message).toContain('"${OPS_ROOM_URL}"');
    expect(warnings[0]?.message).not.toContain('s3cret');
  });
});

describe('a job', () => {
  const parsedJob = (keys: string) =>
    accepted(least.replace('action: restart,', `action: restart, ${keys},`)).schedule.jobs[0];

  test('takes a backup rule as one word or as a mapping, and always has the mapping', () => {
    expect(parsedJob('backup: required')?.backup).toEqual({
      mode: 'required',
      maxAge: 86_400_000,
      timeout: 1_800_000,
    });
    expect(parsedJob('backup: { mode: if-possible, maxAge: 7d }')?.backup).toEqual({
      mode: 'if-possible',
      maxAge: 604_800_000,
      timeout: 1_800_000,
    });
  });

  test('takes rules for its time and its waves', () => {
    const job = parsedJob(
      'startDeadline: 20m, jitter: 12h, overlap: queue, rollout: { ramp: true, order: "tag:tier", pauseBetween: 5m }',
    );
    expect(job).toMatchObject({
      startDeadline: 1_200_000,
      jitter: 43_200_000,
      overlap: 'queue',
      rollout: { ramp: true, order: 'tag:tier', pauseBetween: 300_000 },
    });
  });

  test('is skipped, paused or moved by an override, which says so in one word', () => {
    const because = 'until: 2026-12-03, by: li.wei, reason: load test';
    const { schedule } = accepted(
      `${least}overrides:\n${['skip: true', 'pause: true', 'move: "05:00"']
        .map((effect) => `  - { job: nightly, ${effect}, ${because} }\n`)
        .join('')}`,
    );
    const who = { job: 'nightly', until: '2026-12-03', by: 'li.wei', reason: 'load test' };
    expect(schedule.overrides).toEqual([
      { ...who, kind: 'skip' },
      { ...who, kind: 'pause' },
      { ...who, kind: 'move', to: '05:00' },
    ]);
  });
});
