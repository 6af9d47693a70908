import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import {
  dueFires,
  fireAfter,
  fireBefore,
} from '../../../../functions/maintenance/schedule/fires/due-fires.ts';
import { isOver } from '../../../../functions/maintenance/schedule/fires/job-dates.ts';
import { parseOneTime } from '../../../../functions/maintenance/schedule/one-time.ts';
import type { Job } from '../../../../functions/maintenance/schedule/schedule.ts';
import type { DstPolicy } from '../../../../functions/maintenance/schedule/schema.ts';
import { intlTransitions, intlWall } from '../intl-wall.ts';
import { jobWith } from '../job-fixture.ts';
import { lineOf, stage } from '../schedule-fixture.ts';
import { readWall, wanted } from '../wall-rule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** With a change of an hour, of half an hour, of two hours, at midnight, for Ramadan, and without one. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/Nuuk',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Africa/Casablanca',
  'Pacific/Chatham',
  'Asia/Shanghai',
] as const;

const policies: readonly DstPolicy[] = [
  { gap: 'run-after', overlap: 'first' },
  { gap: 'skip', overlap: 'last' },
  { gap: 'run-after', overlap: 'both' },
];

const written = (wall: number) => new Date(wall).toISOString().slice(0, 16);

function jobAt(wall: number, timezone: string, dst: Partial<DstPolicy> = {}): Job {
  const read = parseOneTime(written(wall));
  if (!read.ok) expect.unreachable(read.found);
  return { ...jobWith(undefined, { name: written(wall), timezone, dst }), at: read.time };
}

describe('a time for once comes when the wall of its zone shows it, by the policies of crons', () => {
  test.each(zones)('in %s, around every change of six years and within them', (zone) => {
    const [from, to] = [Date.UTC(2024, 0, 1), Date.UTC(2030, 0, 1)];
    const changes = intlTransitions(zone, from, to);
    for (const change of changes.length > 0 ? changes : [Date.UTC(2026, 2, 29, 1)]) {
      const wall = readWall(zone, change);
      const first = Math.min(intlWall(zone, change - minuteMs), intlWall(zone, change)) - 3 * hourMs;
      const times = Array.from({ length: 40 }, (_, index) => first + index * 10 * minuteMs);
      for (const dst of policies) {
        const jobs = times.map((time) => jobAt(time, zone, dst));
        const due = dueFires(jobs, { after: change - 30 * hourMs, upTo: change + 30 * hourMs }, zoneOffset);
        const found = jobs.map(({ name }) => [
          name,
          ...due.filter(({ job }) => job.name === name).map(({ at }) => written(at)),
        ]);
        expect(found).toEqual(
          times.map((time) => [written(time), ...wanted(time, wall, dst).map((at) => written(at))]),
        );
      }
    }
  });
});

test('it comes in one year only, and is found from anywhere before it and after it', () => {
  const job = jobAt(Date.UTC(2026, 11, 12, 3), 'Asia/Shanghai');
  const id = '2026-12-12T03:00@2026-12-12T03:00:00+08:00';
  const years = { after: Date.UTC(2020, 0, 1), upTo: Date.UTC(2032, 0, 1) };
  expect(dueFires([job], years, zoneOffset).map((fire) => fire.id)).toEqual([id]);
  const instant = Date.UTC(2026, 11, 11, 19);
  for (const back of [1, dayMs, 400 * dayMs, 60 * 366 * dayMs]) {
    expect(fireAfter(job, instant - back, zoneOffset)?.id).toBe(id);
    expect(fireBefore(job, instant - back, zoneOffset)).toBeUndefined();
    expect(fireBefore(job, instant + back, zoneOffset)?.id).toBe(back > 40 * 366 * dayMs ? undefined : id);
    expect(fireAfter(job, instant + back, zoneOffset)).toBeUndefined();
  }
  expect(fireBefore(job, instant, zoneOffset)?.id).toBe(id);
  expect(fireAfter(job, instant, zoneOffset)).toBeUndefined();
});

test('it is not over before it comes, though a clock puts it past midnight', () => {
  const job = jobAt(Date.UTC(2026, 2, 28, 23, 30), 'America/Nuuk');
  const [fire] = dueFires([job], { after: Date.UTC(2026, 2, 28), upTo: Date.UTC(2026, 2, 30) }, zoneOffset);
  if (!fire) expect.unreachable('it never comes');
  expect(isOver(job, fire.at - 1, zoneOffset)).toBe(false);
  expect(isOver(job, fire.at + dayMs, zoneOffset)).toBe(true);
});

test.each(['0001-01-01T00:00', '9999-12-31T23:59'])('%s is found as any other', (text) => {
  const read = parseOneTime(text);
  if (!read.ok) expect.unreachable(read.found);
  const job = { ...jobWith(undefined), at: read.time };
  const instant = Date.parse(`${text}Z`);
  expect(fireAfter(job, instant - 1, zoneOffset)?.at).toBe(instant);
  expect(fireBefore(job, instant, zoneOffset)?.at).toBe(instant);
});

test('ticks of any length find it once', () => {
  const job = jobAt(Date.UTC(2026, 9, 25, 2, 30), 'Europe/Berlin');
  for (const tickMs of [minuteMs, 7 * minuteMs, hourMs]) {
    const found: number[] = [];
    const [first, end] = [Date.UTC(2026, 9, 23), Date.UTC(2026, 9, 27)];
    for (let after = first; after < end; after += tickMs)
      found.push(...dueFires([job], { after, upTo: after + tickMs }, zoneOffset).map(({ at }) => at));
    expect(found.map(written)).toEqual(['2026-10-25T00:30']);
  }
});

describe('a job with dates', () => {
  test('comes from its first day until the day before its last, by its zone', async () => {
    const { fires } = await stage({
      jobs: ['a: { cron: "30 3 * * *", from: 2026-11-10, until: 2026-11-12 }'],
    });
    expect(fires('2026-11-01', '2026-11-30').map(lineOf)).toEqual([
      'a@2026-11-10T03:30 11-10 03:30',
      'a@2026-11-11T03:30 11-11 03:30',
    ]);
  });

  test('by the day that its own clock shows, not that of UTC', async () => {
    const { schedule, fires } = await stage({
      jobs: ['a: { cron: "0 22 * * *", timezone: America/New_York, from: 2026-11-10, until: 2026-11-11 }'],
    });
    expect(schedule.jobs[0]?.timezone).toBe('America/New_York');
    expect(fires('2026-11-01', '2026-11-30').map(({ id }) => id)).toEqual(['a@2026-11-10T22:00:00-05:00']);
  });

  test('with a time that the clock puts after midnight, by the day that it was meant for', () => {
    const job = {
      ...jobWith('30 23 * * *', { timezone: 'America/Nuuk' }),
      from: '2026-03-28',
      until: '2026-03-29',
    };
    const span = { after: Date.UTC(2026, 2, 26), upTo: Date.UTC(2026, 3, 2) };
    expect(dueFires([job], span, zoneOffset).map(({ id }) => id)).toEqual([
      'nightly@2026-03-29T00:30:00-01:00',
    ]);
  });

  test('has a next and a latest fire between them only', () => {
    const job = { ...jobWith('0 0 29 2 *'), from: '2028-03-01', until: '2032-03-01' };
    const day = (year: number) => Date.UTC(year, 0, 1);
    expect(fireAfter(job, day(2026), zoneOffset)?.id).toBe('nightly@2032-02-29T00:00:00+00:00');
    expect(fireAfter(job, day(2033), zoneOffset)).toBeUndefined();
    expect(fireBefore(job, day(2060), zoneOffset)?.id).toBe('nightly@2032-02-29T00:00:00+00:00');
    expect(fireBefore(job, day(2032), zoneOffset)).toBeUndefined();
  });

  test('is put off to none of the days from until on', async () => {
    const parts = {
      jobs: [
        'a: { cron: "30 3 * * WED", until: 2026-11-12, skipOn: [freeze], onSkip: next-allowed-day }',
        'b: { cron: "30 3 * * WED", until: 2026-11-14, skipOn: [freeze], onSkip: next-allowed-day }',
        'c: { at: "2026-11-11T03:30", until: 2026-11-13, skipOn: [freeze], onSkip: next-allowed-day }',
      ],
      calendars: ['freeze: [{ from: 2026-11-10, to: 2026-11-12, reason: Double 11 }]'],
    };
    const { fires } = await stage(parts);
    expect(fires('2026-11-10', '2026-11-30').map(lineOf)).toEqual([
      'a@2026-11-11T03:30 11-11 03:30 calendar: calendar freeze: Double 11; no day is left before 2026-11-12, its until',
      'c@2026-11-11T03:30 11-11 03:30 calendar: calendar freeze: Double 11; no day is left before 2026-11-13, its until',
      'b@2026-11-11T03:30 11-13 03:30',
    ]);
  });
});

describe('overrides and calendars hold for a time for once', () => {
  const jobs = ['a: { at: "2026-11-11T03:30" }', 'b: { at: "2026-11-11T03:30", skipOn: [freeze] }'];
  const because = 'by: li.wei, reason: load test';

  test('that is skipped, moved, put off or left alone', async () => {
    const calendars = ['freeze: [{ from: 2026-11-10, to: 2026-11-12, reason: Double 11 }]'];
    const skip = `- { job: a, skip: true, until: 2026-11-12, ${because} }`;
    const skipped = await stage({ jobs, calendars, overrides: [skip] });
    expect(skipped.fires('2026-11-01', '2026-12-31').map(lineOf)).toEqual([
      'a@2026-11-11T03:30 11-11 03:30 override: skipped by li.wei until 2026-11-12: load test',
      'b@2026-11-11T03:30 11-11 03:30 calendar: calendar freeze: Double 11',
    ]);
    const move = `- { job: a, move: "05:00", until: 2026-11-12, ${because} }`;
    const later = jobs.map((job) => job.replace('[freeze]', '[freeze], onSkip: next-allowed-day'));
    const moved = await stage({ jobs: later, calendars, overrides: [move] });
    expect(moved.fires('2026-11-01', '2026-12-31').map(lineOf)).toEqual([
      'a@2026-11-11T03:30 11-11 05:00',
      'b@2026-11-11T03:30 11-13 03:30',
    ]);
    const over = await stage({ jobs: jobs.slice(0, 1), overrides: [move.replace('-12,', '-11,')] });
    expect(over.fires('2026-11-01', '2026-12-31').map(lineOf)).toEqual(['a@2026-11-11T03:30 11-11 03:30']);
  });
});
