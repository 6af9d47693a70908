import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../../functions/maintenance/runtime/middleware/read-event.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import {
  planTriggers,
  type TriggerPlan,
} from '../../../../functions/nightshift/deploy/triggers/trigger-plan.ts';
import { scheduleOf } from '../schedule-of.ts';

/** Monday, 23 November 2026. */
const now = Date.UTC(2026, 10, 23);

const plan = (jobs: readonly string[], sections: readonly string[] = [], options = {}): TriggerPlan =>
  planTriggers(scheduleOf(jobs, sections), { now, zoneOffset }, options);
const scheduleFor = (cron: string, timezone = 'Asia/Shanghai') =>
  plan([`a: { cron: "${cron}", timezone: ${timezone} }`]).triggers[0]?.schedule;
const codesFor = (job: string, sections: readonly string[] = []) => {
  const { kind, reasons } = plan([job], sections);
  return kind === 'exact' ? [] : reasons.map(({ code }) => code);
};

describe('an exact trigger', () => {
  test.each([
    ['30 3 * * *', '0 30 3 * * ?'],
    ['0 4 * * 1', '0 0 4 ? * MON'],
    ['0 4 * * 7', '0 0 4 ? * SUN'],
    ['0 4 * * MON-FRI', '0 0 4 ? * MON-FRI'],
    ['0 4 * * 0,6', '0 0 4 ? * SUN,SAT'],
    ['0 4 ? * 1-3,5', '0 0 4 ? * MON-WED,FRI'],
    ['0 4 1,15 * ?', '0 0 4 1,15 * ?'],
    ['0 4 */10 * *', '0 0 4 1,11,21,31 * ?'],
    ['0 4 1-31 * *', '0 0 4 * * ?'],
    ['0 4 1-31 * 1', '0 0 4 * * ?'],
    ['0 4 13 * 0-6', '0 0 4 * * ?'],
    ['0 4 * JAN,3,6-8 *', '0 0 4 * 1,3,6-8 ?'],
    ['*/20 */6 * * *', '0 */20 */6 * * ?'],
    ['0,30 0,12 * * *', '0 0,30 0,12 * * ?'],
    ['5/20 3 * * *', '0 5,25,45 3 * * ?'],
    ['* * * * *', '0 * * * * ?'],
    ['*/7 3 * * *', '0 */7 3 * * ?'],
  ])('says %s as %s', (cron, expression) => {
    expect(scheduleFor(cron)).toBe(`CRON_TZ=Asia/Shanghai ${expression}`);
  });

  test('names its job, as the function reads it', async () => {
    const { kind, triggers, reasons } = plan(['nightly: { cron: "30 3 * * *" }']);
    expect({ kind, triggers, reasons }).toEqual({
      kind: 'exact',
      triggers: [
        {
          name: 'nightly',
          schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 * * ?',
          userEvent: '{"job":"nightly"}',
          jobs: ['nightly'],
        },
      ],
      reasons: [],
    });
    const event = {
      trigger_type: 'TIMER',
      time: '2026-11-23T03:30:00+08:00',
      user_event: triggers[0]?.userEvent,
    };
    expect(await readEvent(event)).toMatchObject({ kind: 'timer-jobs', jobs: ['nightly'], dryRun: false });
  });

  test('is shared by jobs of the same time and zone, however they are written', async () => {
    const { triggers } = plan([
      'a: { cron: "0 4 * * 1" }',
      'b: { cron: "0 4 ? * MON" }',
      'c: { cron: "0 4 * * 1", timezone: Asia/Tokyo }',
      'd: { cron: "00 4 * * mon" }',
    ]);
    expect(triggers.map(({ name, jobs }) => [name, jobs])).toEqual([
      ['a-and-2-more', ['a', 'b', 'd']],
      ['c', ['c']],
    ]);
    const event = {
      trigger_type: 'TIMER',
      time: '2026-11-23T04:00:00+08:00',
      user_event: triggers[0]?.userEvent,
    };
    expect(await readEvent(event)).toMatchObject({ kind: 'timer-jobs', jobs: ['a', 'b', 'd'] });
  });

  test('has a name that FunctionGraph takes, and that no other has', () => {
    const long = 'x'.repeat(63);
    const { triggers } = plan([
      '7days: { cron: "0 1 * * *" }',
      'job-7days: { cron: "0 2 * * *" }',
      `${long}a: { cron: "0 3 * * *" }`,
      `${long}b: { cron: "0 3 * * *" }`,
    ]);
    const names = triggers.map(({ name }) => name);
    expect(names).toEqual(['job-7days', 'job-7days-2', `${'x'.repeat(53)}-and-1-more`]);
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
  });

  test('is there neither for a disabled job nor for one without a cron', () => {
    const jobs = ['a: { cron: "0 1 * * *", enabled: false }', 'b: { }'];
    expect(plan(jobs)).toEqual({ kind: 'none', triggers: [], reasons: [] });
    expect(plan([...jobs, 'c: { cron: "0 1 * * *" }']).triggers.flatMap((each) => each.jobs)).toEqual(['c']);
  });

  test('is left alone by what skips fires, which the function itself tells of', () => {
    const sections = [
      'calendars: { freeze: [{ date: 2026-12-31, reason: books }] }',
      'overrides: [{ job: a, skip: true, until: 2026-12-03, by: li.wei, reason: load test }]',
    ];
    expect(codesFor('a: { cron: "0 1 * * *", skipOn: [freeze] }', sections)).toEqual([]);
  });
});

describe('a tick takes their place', () => {
  test.each([
    ['0 4 13 * FRI', 'it gives days of the month and of the week, and a timer takes one'],
    ['0 4 L * *', 'a timer has no L, the last day of the month'],
    ['0 4 * * MON#2', 'a timer has no weekday of the month, such as MON#2 or FRIL'],
    ['0 4 * * FRIL', 'a timer has no weekday of the month, such as MON#2 or FRIL'],
  ])('where a timer cannot say the cron %s', (cron, why) => {
    const { kind, reasons, triggers } = plan([`a: { cron: "${cron}" }`, 'b: { cron: "0 1 * * *" }']);
    expect({ kind, reasons }).toEqual({
      kind: 'tick',
      reasons: [{ job: 'a', code: 'cron', reason: `cron "${cron}": ${why}` }],
    });
    expect(triggers).toEqual([
      { name: 'tick', schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?', userEvent: '', jobs: ['a', 'b'] },
    ]);
  });

  test.each([
    ['30 2 * * *', '02:30 is left out when the clocks of Europe/Berlin change (2027-03-28)'],
    ['0 */4 * * *', undefined],
    ['0 */2 * * *', '02:00 is left out when the clocks of Europe/Berlin change (2027-03-28)'],
    ['0 3 * * 1', undefined],
    ['59 1 * * *', undefined],
    ['0 * * * *', '02:00 is left out'],
  ])('of Berlin’s cron %s where a change of the clock touches it', (cron, why) => {
    const { kind, reasons } = plan([`a: { cron: "${cron}", timezone: Europe/Berlin }`]);
    expect(kind).toBe(why === undefined ? 'exact' : 'tick');
    if (why === undefined) expect(reasons).toEqual([]);
    else expect(reasons[0]).toMatchObject({ code: 'clock-change', reason: expect.stringContaining(why) });
  });

  test.each([
    ['jitter', 'a: { cron: "0 1 * * *", jitter: 20m }', []],
    [
      'next-allowed-day',
      'a: { cron: "0 1 * * *", skipOn: [freeze], onSkip: next-allowed-day }',
      ['calendars: { freeze: [{ date: 2026-12-31, reason: books }] }'],
    ],
    [
      'override.move',
      'a: { cron: "0 1 * * *" }',
      ['overrides: [{ job: a, move: "05:00", until: 2026-11-24, by: li.wei, reason: load test }]'],
    ],
    ['overlap.queue', 'a: { cron: "0 1 * * *", overlap: queue }', []],
    ['at', 'a: { at: "2026-11-23T08:00" }', []],
    ['dates', 'a: { cron: "0 1 * * *", from: 2026-11-24 }', []],
    ['dates', 'a: { cron: "0 1 * * *", until: 2026-11-24 }', []],
    ['journal', 'a: { cron: "0 1 * * *" }', ['journal: obs://nightshift-journal']],
  ])('for %s', (code, job, sections) => {
    expect(codesFor(job, sections)).toEqual([code]);
  });

  test('no longer when a move is over, and not because of a calendar that is not used', () => {
    const over = ['overrides: [{ job: a, move: "05:00", until: 2026-11-23, by: li.wei, reason: load test }]'];
    expect(codesFor('a: { cron: "0 1 * * *", onSkip: next-allowed-day }', over)).toEqual([]);
  });

  test('for what waits for maintenance windows, where a journal lets ticks go on with it', () => {
    const job = 'a: { cron: "0 1 * * *", window: 2h, inMaintenanceWindow: true }';
    expect(codesFor(job, [])).toEqual([]);
    expect(codesFor(job, ['journal: obs://nightshift-journal'])).toEqual(['journal', 'maintenance-window']);
  });

  test('with a journal also where no job has a cron: runs by hand are gone on with', () => {
    expect(plan(['a: { }'], ['journal: obs://nightshift-journal'])).toMatchObject({
      kind: 'tick',
      triggers: [{ name: 'tick', jobs: [] }],
    });
  });

  test('where it is asked for', () => {
    expect(plan(['a: { cron: "0 1 * * *" }'], [], { tick: true })).toMatchObject({
      kind: 'tick',
      reasons: [{ job: null, code: 'tick.asked' }],
    });
  });

  test('where there are more than ten times', () => {
    const at = (hours: number) =>
      Array.from({ length: hours }, (_, hour) => `j${hour}: { cron: "0 ${hour} * * *" }`);
    expect(plan(at(10))).toMatchObject({ kind: 'exact', triggers: { length: 10 } });
    expect(plan([...at(10), 'again: { cron: "0 9 * * *" }'])).toMatchObject({ kind: 'exact' });
    expect(plan(at(11))).toMatchObject({
      kind: 'tick',
      triggers: [{ name: 'tick' }],
      reasons: [
        {
          code: 'triggers.many',
          reason: 'the jobs have 11 different times, and a function has at most 10 triggers',
        },
      ],
    });
  });

  test('where the names of jobs do not fit into 2 KB', () => {
    const jobs = (count: number) =>
      Array.from({ length: count }, (_, index) => `${'n'.repeat(60)}${100 + index}: { cron: "0 4 * * *" }`);
    expect(plan(jobs(30)).kind).toBe('exact');
    expect(plan(jobs(31))).toMatchObject({ kind: 'tick', reasons: [{ code: 'triggers.names' }] });
  });
});

describe('the tick', () => {
  const tickOf = (sections: readonly string[]) =>
    plan(['a: { cron: "0 1 * * *" }'], sections, { tick: true }).triggers[0]?.schedule;

  test.each([
    ['1m', 'CRON_TZ=Asia/Shanghai 0 * * * * ?'],
    ['5m', 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?'],
    ['30m', 'CRON_TZ=Asia/Shanghai 0 */30 * * * ?'],
    ['1h', 'CRON_TZ=Asia/Shanghai 0 0 * * * ?'],
  ])('comes every %s', (tick, schedule) => {
    expect(tickOf([`tick: ${tick}`])).toBe(schedule);
  });

  test.each([
    ['Europe/Berlin', '5m', 'UTC', 'its clock changes'],
    ['Asia/Kolkata', '1h', 'UTC', 'it is half an hour off the grid'],
    ['Asia/Kolkata', '30m', 'Asia/Kolkata', 'it is a whole number of ticks from UTC'],
  ])('of a schedule in %s with a tick of %s is in %s, as %s', (timezone, tick, zone) => {
    expect(tickOf([`timezone: ${timezone}`, `tick: ${tick}`])).toMatch(new RegExp(`^CRON_TZ=${zone} `));
  });
});
