import { describe, expect, test } from 'vitest';
import { ownSpan, ownTasks } from '../../../functions/maintenance/invocation/answer-tick.ts';
import type { Request } from '../../../functions/maintenance/invocation/request.ts';
import type { Task } from '../../../functions/maintenance/invocation/task.ts';
import { type Runnable, tasksOf } from '../../../functions/maintenance/invocation/tasks-of-request.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { stillClock } from '../notify/still-clock.ts';
import { scheduleOf } from '../runtime/schedule-fixture.ts';

const schedule = scheduleOf(`
tick: 5m
calendars:
  freeze:
    - { from: 2026-11-10, to: 2026-11-12, reason: Double 11 }
overrides:
  - { job: nightly, skip: true, until: 2026-11-05, by: li.wei, reason: load test }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    skipOn: [freeze]
    targets: { region: beijing, names: ["*"] }
  twin: { action: restart, cron: "30 3 * * *", targets: { region: shanghai, names: ["*"] } }
  weekly: { action: restart, cron: "0 4 * * 1", timezone: Europe/Berlin, targets: { region: beijing, names: ["*"] } }
  resting: { action: restart, cron: "0 5 * * *", enabled: false, targets: { region: beijing, names: ["*"] } }
  by-timer: { action: restart, targets: { region: beijing, names: ["*"] } }
`);

type Asked = Runnable | Extract<Request, { kind: 'tick' }>;

const now = Date.parse('2026-11-23T10:00:00+08:00');
const { journal, register } = createMemoryRecords();
const calendars = () => buildCalendars(schedule, {}, zoneOffset);
/** Timers are delivered at their own time here; what comes too late has tests of its own. */
async function tasksAsked(request: Asked) {
  const inUse = {
    schedule,
    calendars,
    zoneOffset,
    journal,
    register,
    requestId: 'r-1',
    remainingMs: () => 900_000,
    clock: stillClock('at' in request ? request.at : now),
  };
  return request.kind === 'tick'
    ? { tasks: await ownTasks(ownSpan(request.at, inUse), inUse) }
    : tasksOf(request, inUse);
}

async function ask(request: Asked): Promise<readonly Task[]> {
  const found = await tasksAsked(request);
  if ('refusal' in found) expect.unreachable(found.refusal);
  return found.tasks;
}

async function refusal(request: Asked): Promise<string> {
  const found = await tasksAsked(request);
  return 'refusal' in found ? found.refusal : expect.unreachable('it was not refused');
}

const tick = (time: string): Asked => ({ kind: 'tick', at: Date.parse(time) });
const timer = (time: string, ...jobs: string[]): Asked => ({
  kind: 'timer-jobs',
  at: Date.parse(time),
  jobs,
  dryRun: false,
});
const byHand = (job: string): Asked => ({ kind: 'job', job, dryRun: false, confirm: undefined });
const runs = async (request: Asked) => (await ask(request)).map(({ run }) => run);

describe('a tick', () => {
  test('notes in its run that a calendar keeps the job from no day any more', async () => {
    const [nightly] = await ask(tick('2026-11-23T03:30:00+08:00'));
    expect([nightly?.run, nightly?.notes]).toEqual([
      'nightly@2026-11-23T03:30:00+08:00',
      ['calendar freeze has no day after 2026-11-12'],
    ]);
  });

  test('is the tasks of every fire since the tick before, under the fire times', async () => {
    const tasks = await ask(tick('2026-11-23T03:30:00+08:00'));
    expect(tasks).toMatchObject([
      {
        run: 'nightly@2026-11-23T03:30:00+08:00',
        scheduledFor: Date.parse('2026-11-23T03:30:00+08:00'),
        windowEnd: Date.parse('2026-11-23T05:30:00+08:00'),
        skipped: undefined,
      },
      { run: 'twin@2026-11-23T03:30:00+08:00', windowEnd: null, skipped: undefined },
    ]);
  });

  test.each(['03:27:30', '03:29:15', '03:30:00', '03:30:45', '03:32:29'])(
    'at %s is the same: timers are early and late',
    async (time) => {
      expect(await runs(tick(`2026-11-23T${time}+08:00`))).toEqual([
        'nightly@2026-11-23T03:30:00+08:00',
        'twin@2026-11-23T03:30:00+08:00',
      ]);
    },
  );

  test('that comes before or after has nothing to do with it', async () => {
    expect(await runs(tick('2026-11-23T03:25:10+08:00'))).toEqual([]);
    expect(await runs(tick('2026-11-23T03:35:10+08:00'))).toEqual([]);
  });

  test('finds jobs in their own zones, and none that is disabled', async () => {
    expect(await runs(tick('2026-11-23T11:00:00+08:00'))).toEqual(['weekly@2026-11-23T04:00:00+01:00']);
    expect(await runs(tick('2026-11-23T05:00:00+08:00'))).toEqual([]);
  });
});

describe('a timer that names jobs', () => {
  test('runs them under their fire time nearest before it', async () => {
    expect(await runs(timer('2026-11-23T12:34:00+08:00', 'nightly', 'weekly'))).toEqual([
      'nightly@2026-11-23T03:30:00+08:00',
      'weekly@2026-11-23T04:00:00+01:00',
    ]);
  });

  test.each(['03:29:31', '03:30:00', '03:30:29', '03:30:58'])('at %s is the run of 03:30', async (time) => {
    expect(await runs(timer(`2026-11-23T${time}+08:00`, 'nightly'))).toEqual([
      'nightly@2026-11-23T03:30:00+08:00',
    ]);
  });

  test('gives its own time, to the minute, to a job without a cron', async () => {
    expect(await ask(timer('2026-11-23T12:34:20+08:00', 'by-timer'))).toMatchObject([
      { run: 'by-timer@2026-11-23T12:34:00+08:00', scheduledFor: Date.parse('2026-11-23T12:34:00+08:00') },
    ]);
  });

  test('runs a job that it names twice once', async () => {
    expect(await runs(timer('2026-11-23T03:30:00+08:00', 'nightly', 'nightly'))).toHaveLength(1);
  });

  test('skips a job that is disabled, under its fire time', async () => {
    expect(await ask(timer('2026-11-23T06:00:00+08:00', 'resting'))).toMatchObject([
      { run: 'resting@2026-11-23T05:00:00+08:00', skipped: { code: 'disabled' } },
    ]);
  });

  test('is refused as a whole when it names a job that is not there, and told which there are', async () => {
    expect(await refusal(timer('2026-11-23T03:30:00+08:00', 'nightly', 'nightli'))).toBe(
      'there is no job "nightli" - expected nightly, twin, weekly, resting, by-timer',
    );
  });
});

describe('a fire that is not to run', () => {
  test.each([
    [
      '2026-11-04T03:30:00+08:00',
      { code: 'override', reason: 'skipped by li.wei until 2026-11-05: load test' },
    ],
    ['2026-11-05T03:30:00+08:00', undefined],
    ['2026-11-10T03:30:00+08:00', { code: 'calendar', reason: 'calendar freeze: Double 11' }],
    ['2026-11-12T03:30:00+08:00', { code: 'calendar', reason: 'calendar freeze: Double 11' }],
    ['2026-11-13T03:30:00+08:00', undefined],
  ])('of %s, by tick and by timer, is skipped: %j', async (time, skipped) => {
    const nightly = (tasks: readonly Task[]) => tasks.find(({ job }) => job.name === 'nightly')?.skipped;
    expect(nightly(await ask(tick(time)))).toEqual(skipped);
    expect(nightly(await ask(timer(time, 'nightly')))).toEqual(skipped);
  });

  test('does not keep the other jobs of the same minute', async () => {
    const tasks = await ask(tick('2026-11-11T03:30:00+08:00'));
    expect(tasks.map(({ job, skipped }) => [job.name, skipped?.code])).toEqual([
      ['nightly', 'calendar'],
      ['twin', undefined],
    ]);
  });
});

describe('a request by hand', () => {
  test.each(['nightly', 'resting', 'by-timer'])('runs %s now, as the request it is', async (job) => {
    expect(await ask(byHand(job))).toMatchObject([
      { run: `${job}@by-hand-r-1`, scheduledFor: now, windowEnd: null, skipped: undefined },
    ]);
  });

  test('of instances is a job of its own: their ids, the defaults, nobody to tell', async () => {
    const request = { action: 'restart', region: 'beijing', instances: ['a', 'b', 'a'] } as const;
    const [task] = await ask({ kind: 'instances', dryRun: false, confirm: undefined, ...request });
    expect(task?.run).toBe('by-hand@by-hand-r-1');
    expect(task?.job).toMatchObject({
      name: 'by-hand',
      action: 'restart',
      timezone: 'Asia/Shanghai',
      targets: { region: 'beijing', ids: ['a', 'b'] },
      retry: { attempts: 3 },
      notify: [],
    });
  });

  test.each(['nowhere', 'constructor', 'toString', '__proto__'])(
    'for the region %s is refused',
    async (region) => {
      const request = { kind: 'instances', action: 'restart', region, instances: ['a'] } as const;
      expect(await refusal({ ...request, dryRun: false, confirm: undefined })).toBe(
        `there is no region "${region}" - expected beijing, shanghai`,
      );
    },
  );

  test('for an unknown job is refused', async () => {
    expect(await refusal(byHand('nobody'))).toContain('there is no job "nobody"');
    expect(await refusal(byHand('constructor'))).toContain('there is no job "constructor"');
  });
});
