import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import type { Schedule } from '../../../../functions/maintenance/schedule/schedule.ts';
import type { Deployment } from '../../../../functions/nightshift/deploy/serverless/deployment.ts';
import { parseServerless } from '../../../../functions/nightshift/deploy/serverless/parse-serverless.ts';
import {
  coverageOf,
  scheduledFunction,
} from '../../../../functions/nightshift/deploy/triggers/coverage-of.ts';
import { planTriggers } from '../../../../functions/nightshift/deploy/triggers/trigger-plan.ts';
import { writeTriggers } from '../../../../functions/nightshift/deploy/triggers/write-triggers.ts';
import { scheduleOf } from '../schedule-of.ts';

const time = { now: Date.UTC(2026, 10, 23), zoneOffset };
const ours = readFileSync('serverless.yml', 'utf8');
const two = scheduleOf(['nightly: { cron: "30 3 * * *" }', 'weekly: { cron: "0 4 * * 1" }']);
const other = scheduleOf(['nightly: { cron: "30 4 * * *" }', 'monthly: { cron: "0 5 1 * *" }']);

function deploymentOf(text: string): Deployment {
  const parsed = parseServerless(text, {
    file: 'serverless.yml',
    lookup: () => '0123456789abcdef0123456789abcdef',
    readFile: () => undefined,
  });
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  return parsed.deployment;
}

function write(text: string, schedule: Schedule, options = {}): string {
  const fn = scheduledFunction(deploymentOf(text));
  if (!fn) throw new Error('no function');
  const { triggers } = planTriggers(schedule, time, options);
  const byHand = new Set(schedule.jobs.filter(({ cron }) => !cron).map(({ name }) => name));
  return writeTriggers(text, fn, triggers, byHand);
}

const timersOf = (text: string) =>
  deploymentOf(text).functions[0]?.timers.map(({ name, schedule }) => `${name}: ${schedule}`);
const commentsOf = (text: string) => text.match(/#.*/g) ?? [];

describe('our serverless.yml', () => {
  test('gets exact triggers in the place of the tick, and covers the schedule then', () => {
    const written = write(ours, two);
    expect(timersOf(written)).toEqual([
      'nightly: CRON_TZ=Asia/Shanghai 0 30 3 * * ?',
      'weekly: CRON_TZ=Asia/Shanghai 0 0 4 ? * MON',
    ]);
    expect(coverageOf(deploymentOf(written), two, time)).toEqual([]);
  });

  test('keeps every line above and every comment outside the triggers', () => {
    const written = write(ours, two);
    const above = ours.slice(0, ours.indexOf('      - triggerTypeCode'));
    expect(above.length).toBeGreaterThan(1_000);
    expect(written.startsWith(above)).toBe(true);
    expect(commentsOf(written)).toEqual(commentsOf(above));
  });

  test('is changed once and no more', () => {
    const written = write(ours, two);
    expect(write(written, two)).toBe(written);
    expect(write(ours, two, { tick: true })).toBe(ours);
  });

  test('follows the schedule, and goes back to the tick', () => {
    const followed = write(write(ours, two), other);
    expect(timersOf(followed)).toEqual([
      'nightly: CRON_TZ=Asia/Shanghai 0 30 4 * * ?',
      'monthly: CRON_TZ=Asia/Shanghai 0 0 5 1 * ?',
    ]);
    const back = write(followed, other, { tick: true });
    expect(timersOf(back)).toEqual(['tick: CRON_TZ=Asia/Shanghai 0 */5 * * * ?']);
    expect(coverageOf(deploymentOf(back), other, time)).toEqual([]);
  });
});

describe('what stays', () => {
  const handmade = `service: s
provider: { name: huawei, region: cn-north-4, memorySize: 256, timeout: 900 }
functions:
  nightshift:
    handler: index.handler
    code: { codeUri: ./dist } # flow style
    events:
    # the first
    - triggerTypeCode: TIMER
      eventData:
        name: nightly # a comment of the trigger
        scheduleType: Cron
        schedule: CRON_TZ=Asia/Shanghai 0 30 4 * * ? # was earlier
        userEvent: '{"job":"nightly"}'
    # somebody's own
    - triggerTypeCode: TIMER
      eventData: { name: own, scheduleType: Rate, schedule: 1d, userEvent: '{"job":"by-hand"}' }
    - triggerTypeCode: TIMER
      eventData: { name: gone, scheduleType: Rate, schedule: 1d, userEvent: '{"job":"nightly"}' }
    # the end
`;
  const schedule = scheduleOf(['nightly: { cron: "30 3 * * *" }', 'by-hand: { }']);

  test('are timers of jobs that have no cron, and the comments of a trigger that is only set right', () => {
    expect(write(handmade, schedule)).toBe(
      handmade
        .replace('0 30 4', '0 30 3')
        .replace(/ {4}- triggerTypeCode: TIMER\n {6}eventData: \{ name: gone.*\n/, ''),
    );
  });

  test('are the line ends of Windows', () => {
    const written = write(handmade.replace(/\n/g, '\r\n'), schedule);
    expect(written.replace(/\r\n/g, '')).not.toContain('\n');
    expect(timersOf(written)).toHaveLength(2);
  });

  test('is a function without events, when there are some', () => {
    const bare = handmade.replace(/ {4}events:.*/s, '');
    expect(timersOf(write(bare, schedule))).toEqual(['nightly: CRON_TZ=Asia/Shanghai 0 30 3 * * ?']);
  });

  test('switches on again what the schedule needs', () => {
    const off = handmade.replace('TIMER\n', 'TIMER\n      status: DISABLED\n');
    expect(write(off, schedule)).toContain('status: ACTIVE');
  });

  test('events that stand elsewhere are not touched', () => {
    const elsewhere = handmade
      .replace(/ {4}events:.*/s, '    events: ${self:custom.events}\n')
      .replace('functions:', 'custom: { events: [] }\nfunctions:');
    expect(() => write(elsewhere, schedule)).toThrow(expect.objectContaining({ code: 'serverless.events' }));
  });
});

test('the function is the only one, or the one called nightshift', () => {
  const fn = '{ handler: index.handler, memorySize: 128, timeout: 60, code: { codeUri: ./dist } }';
  const functions = (...names: readonly string[]) =>
    deploymentOf(
      `service: s\nprovider: { name: huawei, region: cn-north-4 }\nfunctions:\n${names.map((name) => `  ${name}: ${fn}\n`).join('')}`,
    );
  expect(scheduledFunction(functions('other'))?.key).toBe('other');
  expect(scheduledFunction(functions('other', 'nightshift'))?.key).toBe('nightshift');
  expect(scheduledFunction(functions('other', 'another'))).toBeUndefined();
  expect(coverageOf(functions('other', 'another'), two, time)).toMatchObject([
    { code: 'serverless.function' },
  ]);
});
