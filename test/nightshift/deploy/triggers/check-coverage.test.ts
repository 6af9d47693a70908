import { describe, expect, test } from 'vitest';
import { writePath } from '../../../../functions/maintenance/document/path.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import type { Timer } from '../../../../functions/nightshift/deploy/serverless/deployment.ts';
import { checkCoverage } from '../../../../functions/nightshift/deploy/triggers/check-coverage.ts';
import { planTriggers } from '../../../../functions/nightshift/deploy/triggers/trigger-plan.ts';
import { scheduleOf } from '../schedule-of.ts';

/** Monday, 23 November 2026. */
const time = { now: Date.UTC(2026, 10, 23), zoneOffset };
const nightly = 'nightly: { cron: "30 3 * * *" }';
const weekly = 'weekly: { cron: "0 4 * * 1" }';
const journal = ['journal: obs://nightshift-journal'];

const timer = (changes: Partial<Timer> = {}): Timer => ({
  status: 'ACTIVE',
  name: 'nightly',
  scheduleType: 'Cron',
  schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 * * ?',
  userEvent: '{"job":"nightly"}',
  ...changes,
});
const tick = (changes: Partial<Timer> = {}): Timer =>
  timer({ name: 'tick', schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?', userEvent: '', ...changes });

/** Each finding in a line, shortened to what was found. */
const found = (timers: readonly Timer[], jobs: readonly string[], sections: readonly string[] = []) =>
  checkCoverage(timers, ['functions', 'nightshift'], scheduleOf(jobs, sections), time).map(
    ({ path, severity, code, message }) =>
      `${severity} ${code} ${writePath(path).replace('functions.nightshift.', '')}: ${message}`,
  );

describe('the triggers that a schedule is given cover it', () => {
  test.each([
    ['one job', [nightly], []],
    ['jobs of different times', [nightly, weekly, 'again: { cron: "30 3 * * *" }'], []],
    ['a cron that no timer can say', ['a: { cron: "0 4 L * *" }', nightly], []],
    ['a journal', [nightly], journal],
    ['a journal and no cron', ['a: { }'], journal],
    ['a zone whose clock changes', ['a: { cron: "30 2 * * *" }'], ['timezone: Europe/Berlin']],
    [
      'a zone off the grid',
      ['a: { cron: "30 2 * * *", jitter: 5m }'],
      ['timezone: Asia/Kolkata', 'tick: 1h'],
    ],
    ['no cron at all', ['a: { }'], []],
    ['a time for once', ['a: { at: "2026-12-12T03:00" }', nightly], []],
    ['dates', ['a: { cron: "30 3 * * *", from: 2026-12-01, until: 2026-12-24 }'], []],
    [
      'only what is over',
      ['a: { at: "2026-10-12T03:00" }', 'b: { cron: "0 3 * * *", until: 2026-11-01 }'],
      [],
    ],
  ])('with %s', (_, jobs, sections) => {
    for (const options of [{}, { tick: true }]) {
      const { triggers } = planTriggers(scheduleOf(jobs, sections), time, options);
      const timers = triggers.map(
        ({ jobs: _, ...wanted }): Timer => ({
          ...wanted,
          status: 'ACTIVE',
          scheduleType: 'Cron',
        }),
      );
      expect(found(timers, jobs, sections)).toEqual([]);
    }
  });
});

describe('also covered is a schedule', () => {
  test.each<[string, readonly Timer[]]>([
    ['in another spelling', [timer({ schedule: 'CRON_TZ=Asia/Shanghai 00 30 03 ? JAN-DEC *' })]],
    ['without the weekday, which may be left out', [timer({ schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 * *' })]],
    ['by a list of one', [timer({ userEvent: '{ "jobs": ["nightly"] }' })]],
    ['by a tick as a rate', [tick({ scheduleType: 'Rate', schedule: '5m' })]],
    ['by a tick as a period', [tick({ schedule: '@every 5m' })]],
    ['by a tick in another zone on its grid', [tick({ schedule: 'CRON_TZ=UTC 0 */5 * * * *' })]],
    ['by a tick with an empty object', [tick({ userEvent: '{}' })]],
    [
      'beside a timer that only looks',
      [tick(), timer({ name: 'look', userEvent: '{"job":"nightly","dryRun":true}' })],
    ],
  ])('%s', (_, timers) => {
    expect(found(timers, [nightly])).toEqual([]);
  });

  test('beside a timer that gives a job without a cron its times', () => {
    const own = timer({ name: 'own', userEvent: '{"job":"by-hand"}', schedule: 'CRON_TZ=UTC 0 0 1 1 * ?' });
    expect(found([tick(), own], [nightly, 'by-hand: { }'])).toEqual([]);
  });
});

describe('refused', () => {
  const remedy = 'nightshift triggers --write puts in what the schedule needs';

  test.each<[string, readonly Timer[], string]>([
    [
      'is a job that no timer comes for',
      [],
      `error timer.missing events: no timer comes for nightly (cron "30 3 * * *") - expected one at its time, or the tick; ${remedy}`,
    ],
    [
      'is one whose timer is switched off',
      [timer({ status: 'DISABLED' })],
      `error timer.missing events: no timer that is ACTIVE comes for nightly (cron "30 3 * * *") - expected one at its time, or the tick; ${remedy}`,
    ],
    [
      'is one whose timer only looks',
      [timer({ userEvent: '{"job":"nightly","dryRun":true}' })],
      `error timer.missing events: no timer comes for nightly (cron "30 3 * * *") - expected one at its time, or the tick; ${remedy}`,
    ],
    [
      'is another time',
      [timer({ schedule: 'CRON_TZ=Asia/Shanghai 0 30 4 * * ?' })],
      `error timer.time events[0].eventData.schedule: CRON_TZ=Asia/Shanghai 0 30 4 * * ? is not when nightly is to run (cron "30 3 * * *") - expected CRON_TZ=Asia/Shanghai 0 30 3 * * ?; ${remedy}`,
    ],
    [
      'is another zone',
      [timer({ schedule: 'CRON_TZ=UTC 0 30 3 * * ?' })],
      `error timer.time events[0].eventData.schedule: CRON_TZ=UTC 0 30 3 * * ? is not when nightly is to run (cron "30 3 * * *") - expected CRON_TZ=Asia/Shanghai 0 30 3 * * ?; ${remedy}`,
    ],
    [
      'is a time without a zone',
      [timer({ schedule: '0 30 3 * * ?' })],
      'error timer.schedule events[0].eventData.schedule: a cron expression without a zone, which FunctionGraph reads in the zone of its region - expected CRON_TZ= and a zone before it, such as CRON_TZ=Asia/Shanghai 0 30 3 * * ?',
    ],
    [
      'is our own cron, whose minutes would be seconds',
      [timer({ schedule: 'CRON_TZ=Asia/Shanghai 30 3 * * *' })],
      'error timer.schedule events[0].eventData.schedule: seconds 30 - expected 0, as the first of its fields is seconds',
    ],
    [
      'is a Sunday that FunctionGraph does not know',
      [timer({ schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 ? * 1-5,7' })],
      'error timer.schedule events[0].eventData.schedule: weekday 1-5,7 - expected 0-6 or SUN-SAT: to FunctionGraph Sunday is 0',
    ],
    [
      'is an expression that FunctionGraph does not document',
      [timer({ schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 13 * FRI' })],
      'error timer.schedule events[0].eventData.schedule: CRON_TZ=Asia/Shanghai 0 30 3 13 * FRI: it gives days of the month and of the week, and a timer takes one - expected an expression that FunctionGraph documents',
    ],
    [
      'is a job that comes twice',
      [timer(), timer({ name: 'again' })],
      'error timer.twice events[1].eventData.userEvent: a second timer comes for nightly - expected one',
    ],
    [
      'is a job that comes by the tick, too',
      [timer(), tick()],
      'error timer.twice events[0].eventData.userEvent: nightly is also started by the tick, and would run twice - expected either the tick or this timer',
    ],
    [
      'are two ticks',
      [tick(), tick({ name: 'tock' })],
      'error timer.twice events[1].eventData.userEvent: a second timer that names no job: everything would run twice - expected one',
    ],
    [
      'is a tick of another period',
      [tick({ schedule: 'CRON_TZ=Asia/Shanghai 0 */10 * * * ?' })],
      `error timer.tick events[0].eventData.schedule: CRON_TZ=Asia/Shanghai 0 */10 * * * ? does not fire once per tick of the schedule, which is 5m - expected CRON_TZ=Asia/Shanghai 0 */5 * * * ?; ${remedy}`,
    ],
    [
      'is a tick as another rate',
      [tick({ scheduleType: 'Rate', schedule: '1h' })],
      `error timer.tick events[0].eventData.schedule: 1h does not fire once per tick of the schedule, which is 5m - expected CRON_TZ=Asia/Shanghai 0 */5 * * * ?; ${remedy}`,
    ],
  ])('%s', (_, timers, line) => {
    expect(found(timers, [nightly])).toEqual([line]);
  });

  test('is a job that is misspelt, and so is not there', () => {
    expect(found([timer({ userEvent: '{"job":"nigthly"}' })], [nightly])).toEqual([
      'error timer.job events[0].eventData.userEvent: no job of the schedule is called "nigthly" - expected nightly; did you mean "nightly"?',
      expect.stringContaining('error timer.missing'),
    ]);
  });

  test.each([
    'nightly',
    '{"job":"nightly","at":"03:30"}',
    '{"job":"nightly","jobs":["nightly"]}',
    '{"jobs":[]}',
    '[]',
  ])('is the user event %s', (userEvent) => {
    expect(found([tick(), timer({ userEvent })], [nightly])).toEqual([
      expect.stringMatching(
        /^error timer\.event events\[1\]\.eventData\.userEvent: .* which the function does not understand/,
      ),
    ]);
  });

  test('is an exact timer for what only a tick can do', () => {
    const sections = [
      'overrides: [{ job: nightly, move: "05:00", until: 2026-12-03, by: li.wei, reason: load }]',
    ];
    expect(found([timer()], [nightly], sections)).toEqual([
      `error timer.inexact events[0].eventData.userEvent: nightly: an override moves its fires to times that the cron does not have - expected the tick in its place; ${remedy}`,
    ]);
  });

  test('is a time for once without the tick, whatever timer names its job', () => {
    const once = 'nightly: { at: "2026-12-12T03:30" }';
    expect(found([], [once])).toEqual([
      `error timer.missing events: no timer comes for nightly (at "2026-12-12T03:30") - expected the tick; ${remedy}`,
    ]);
    expect(found([timer({ schedule: 'CRON_TZ=Asia/Shanghai 0 30 3 12 12 ?' })], [once])).toEqual([
      `error timer.inexact events[0].eventData.userEvent: nightly: at "2026-12-12T03:30": a timer has no year, and would come every year - expected the tick in its place; ${remedy}`,
    ]);
  });

  test('is a journal without a tick', () => {
    expect(found([timer()], [nightly], journal)).toEqual([
      `error timer.none events: no tick (a timer without a job), and the schedule has a journal: nothing would continue open runs - expected the tick; ${remedy}`,
    ]);
  });
});

describe('advised against', () => {
  test('is a tick in a zone whose clock changes', () => {
    const berlin = tick({ schedule: 'CRON_TZ=Europe/Berlin 0 */5 * * * ?' });
    expect(found([berlin], [nightly], ['timezone: Europe/Berlin'])).toEqual([
      'warning timer.clock events[0].eventData.schedule: what a timer does when the clocks of Europe/Berlin change is not documented - expected CRON_TZ=UTC, whose clock never changes',
    ]);
  });

  test('is a timer for a job that is over', () => {
    for (const job of [
      'nightly: { at: "2026-11-12T03:30" }',
      'nightly: { cron: "30 3 * * *", until: 2026-11-20 }',
    ])
      expect(found([timer()], [job])).toEqual([
        'warning timer.over events[0].eventData.userEvent: nightly is over by its dates, and is skipped each time - expected no timer for it',
      ]);
  });

  test('is a timer for a job that is disabled', () => {
    const jobs = ['nightly: { cron: "30 3 * * *", enabled: false }'];
    expect(found([timer()], jobs)).toEqual([
      'warning timer.disabled events[0].eventData.userEvent: nightly is disabled in the schedule, and is skipped each time - expected no timer for it',
    ]);
  });
});
