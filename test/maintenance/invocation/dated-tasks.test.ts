import { describe, expect, test } from 'vitest';
import { ownSpan, ownTasks } from '../../../functions/maintenance/invocation/answer-tick.ts';
import type { Task } from '../../../functions/maintenance/invocation/task.ts';
import { type Runnable, tasksOf } from '../../../functions/maintenance/invocation/tasks-of-request.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { stillClock } from '../notify/still-clock.ts';
import { scheduleOf } from '../runtime/schedule-fixture.ts';

/** No deadline stands in for the dates: nothing of these jobs is ever late. */
const schedule = scheduleOf(`
tick: 5m
jobs:
  once: { action: restart, at: "2026-12-12T03:00", startDeadline: 999d, targets: { region: beijing, names: ["*"] } }
  some-days: { action: restart, cron: "0 6 * * *", from: 2026-12-20, until: 2026-12-22, startDeadline: 999d, targets: { region: beijing, names: ["*"] } }
  timed: { action: restart, from: 2026-12-20, until: 2026-12-22, targets: { region: beijing, names: ["*"] } }
`);

const inUse = (at: number) => ({
  schedule,
  calendars: () => buildCalendars(schedule, {}, zoneOffset),
  zoneOffset,
  requestId: 'r-1',
  remainingMs: () => 900_000,
  clock: stillClock(at),
});

async function ask(request: Runnable, at: number): Promise<readonly Task[]> {
  const found = await tasksOf(request, { ...inUse(at), ...createMemoryRecords() });
  return 'refusal' in found ? expect.unreachable(found.refusal) : found.tasks;
}

const timer = (time: string, job: string) => {
  const at = Date.parse(time);
  return ask({ kind: 'timer-jobs', at, jobs: [job], dryRun: false }, at);
};

async function ticked(time: string): Promise<readonly string[]> {
  const at = Date.parse(time);
  const tasks = await ownTasks(ownSpan(at, inUse(at)), inUse(at));
  return tasks.map(({ run }) => run);
}

describe('a tick', () => {
  test('finds what comes once, and jobs with dates within them', async () => {
    expect(await ticked('2026-12-12T03:00:00+08:00')).toEqual(['once@2026-12-12T03:00:00+08:00']);
    expect(await ticked('2027-12-12T03:00:00+08:00')).toEqual([]);
    const days = ['2026-12-19', '2026-12-20', '2026-12-21', '2026-12-22'];
    const found = await Promise.all(days.map((day) => ticked(`${day}T06:00:00+08:00`)));
    expect(found.flat()).toEqual([
      'some-days@2026-12-20T06:00:00+08:00',
      'some-days@2026-12-21T06:00:00+08:00',
    ]);
  });
});

describe('a timer that names a job', () => {
  test.each([
    ['once', '2026-12-12T03:00', undefined],
    ['once', '2026-12-12T08:00', undefined],
    ['once', '2026-12-12T02:55', 'the job comes once, at 2026-12-12 03:00'],
    ['once', '2026-11-23T03:00', 'the job comes once, at 2026-12-12 03:00'],
    ['once', '2026-12-13T03:00', 'the job comes once, at 2026-12-12 03:00'],
    ['once', '2027-12-12T03:00', 'the job comes once, at 2026-12-12 03:00'],
    ['some-days', '2026-12-19T06:00', 'the job has not begun, by its from: 2026-12-20'],
    ['some-days', '2026-12-20T06:00', undefined],
    ['some-days', '2026-12-21T06:00', undefined],
    ['some-days', '2026-12-22T00:00', 'the job has ended, by its until: 2026-12-22'],
    ['some-days', '2026-12-22T06:00', 'the job has ended, by its until: 2026-12-22'],
    ['timed', '2026-12-19T23:59', 'the job has not begun, by its from: 2026-12-20'],
    ['timed', '2026-12-20T00:00', undefined],
    ['timed', '2026-12-22T00:00', 'the job has ended, by its until: 2026-12-22'],
  ])('%s at %s goes by the dates of the job: %s', async (job, time, reason) => {
    const [task] = await timer(`${time}:00+08:00`, job);
    expect(task?.skipped).toEqual(reason === undefined ? undefined : { code: 'dates', reason });
  });

  test('comes to the run of an at, however often, under its one name', async () => {
    const runs = async (time: string) => (await timer(time, 'once')).map(({ run }) => run);
    expect(await runs('2026-12-12T03:00:10+08:00')).toEqual(['once@2026-12-12T03:00:00+08:00']);
    expect(await runs('2026-12-12T04:00:00+08:00')).toEqual(['once@2026-12-12T03:00:00+08:00']);
  });
});

test.each(['once', 'some-days', 'timed'])('people run %s on any day', async (job) => {
  const now = Date.parse('2026-11-23T10:00:00+08:00');
  expect(await ask({ kind: 'job', job, dryRun: false, confirm: undefined }, now)).toMatchObject([
    { run: `${job}@by-hand-r-1`, scheduledFor: now, skipped: undefined },
  ]);
});
