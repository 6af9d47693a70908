import { describe, expect, test } from 'vitest';
import { calendarDay, dayIsIn, skipReason } from '../../functions/schedule/calendar.ts';
import { parseSchedule } from '../../functions/schedule/parse-schedule.ts';
import { isZone } from './iana-zones.ts';

function day(text: string) {
  const read = calendarDay(text);
  if (!read) expect.unreachable(`${text} is no day`);
  return read;
}

const parsed = parseSchedule(
  `version: 1
regions: { beijing: { region: cn-north-4, projectId: p } }
calendars:
  freeze:
    - { from: 2026-11-10, to: 2026-11-12, reason: Double 11 }
    - { date: 2026-12-31, reason: closing of the books }
  unused:
    - { date: 2026-11-20, reason: no job asks }
overrides:
  - { job: nightly, skip: true, until: 2026-10-01, by: wang.min, reason: long over }
  - { job: nightly, skip: true, until: 2026-11-12, by: li.wei, reason: load test }
jobs:
  nightly: { action: restart, skipOn: [freeze], targets: { region: beijing, names: ["*"] } }
  other: { action: restart, targets: { region: beijing, names: ["*"] } }
`,
  { file: 'schedule.yaml', isZone },
);

function skipped(name: string, on: string) {
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.diagnostics));
  const job = parsed.schedule.jobs.find((candidate) => candidate.name === name);
  if (!job) expect.unreachable(`there is no job ${name}`);
  return skipReason(job, day(on), parsed.schedule);
}

describe('a day of a calendar', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
  ])('is not %s', (text) => {
    expect(calendarDay(text)).toBeUndefined();
  });

  test('may be the 29th of February in a leap year', () => {
    expect(calendarDay('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
  });

  test.each([
    ['2026-11-09', false],
    ['2026-11-10', true],
    ['2026-11-12', true],
    ['2026-11-13', false],
    ['2025-11-11', false],
  ])('%s is in a span from 10 to 12 November 2026: %s', (text, expected) => {
    expect(dayIsIn({ from: '2026-11-10', to: '2026-11-12', reason: 'Double 11' }, day(text))).toBe(expected);
  });

  test('is in an entry of that day only', () => {
    const entry = { date: '2026-01-02', reason: 'stocktaking' };
    expect(['2026-01-01', '2026-01-02', '2026-01-03'].map((text) => dayIsIn(entry, day(text)))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('a job', () => {
  test('is skipped before the day of an override, and the reason names who and why', () => {
    expect(skipped('nightly', '2026-11-09')).toEqual({
      code: 'override',
      reason: 'skipped by li.wei until 2026-11-12: load test',
    });
  });

  test('is skipped by the override rather than by a calendar when both hold', () => {
    expect(skipped('nightly', '2026-11-11')?.code).toBe('override');
  });

  test('runs again on the day of the override, unless a calendar holds', () => {
    expect(skipped('nightly', '2026-11-12')).toEqual({
      code: 'calendar',
      reason: 'calendar freeze: Double 11',
    });
    expect(skipped('nightly', '2026-11-13')).toBeUndefined();
  });

  test('is skipped by the calendars it names and no others', () => {
    expect(skipped('nightly', '2026-12-31')?.reason).toBe('calendar freeze: closing of the books');
    expect(skipped('nightly', '2026-11-20')).toBeUndefined();
    expect(skipped('other', '2026-12-31')).toBeUndefined();
  });

  test('is not skipped by the override of another', () => {
    expect(skipped('other', '2026-11-09')).toBeUndefined();
  });
});
