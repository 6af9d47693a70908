import { deepStrictEqual } from 'node:assert/strict';
import { CronExpressionParser } from 'cron-parser';
import { zoneOffset } from '../../functions/maintenance/runtime/zone-offset.ts';
import {
  buildCalendars,
  type Calendars,
} from '../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { scheduledFires, tickSpan } from '../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import type { Job, Schedule } from '../../functions/maintenance/schedule/schedule.ts';
import { jobWith } from '../maintenance/schedule/job-fixture.ts';
import { cpuOf } from './cpu-of.ts';
import { type Figure, pairedFigure } from './figure.ts';

const tickMs = 300_000;
const ticks = [0, 1, 2, 3, 4].map((month) => Date.UTC(2026, month, 15, 19, 30));
const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Sydney',
  'UTC',
];
const days = ['* * *', '* * MON-FRI', 'L * *', '* * SUN#1', '1,15 * *'];

/** Of what cron-parser takes for the same. */
const mostOfParser = 0.05;

/** Of many jobs, what cron-parser takes is seconds: one tick of them tells as much. */
const sizes = [
  { count: 1_000, at: ticks },
  { count: 10_000, at: ticks.slice(0, 1) },
];

/**
 * The CPU of deciding which of 1,000 and of 10,000 jobs are due at a tick, beside what cron-parser takes for the same
 * jobs right after it. Every tick is in a month of its own, so that nothing read for one serves another. The jobs have
 * neither calendars nor jitter, of which cron-parser knows nothing. Throws when the two do not decide the same.
 */
export async function measureDueDecision(): Promise<Figure[]> {
  const empty = emptySchedule();
  const calendars = await buildCalendars(empty, {}, zoneOffset);
  return sizes.map(({ count, at }) => {
    const jobs = jobsInZones(count);
    const [decide, ask] = [decideTick({ ...empty, jobs }, calendars), askParser(jobs)];
    const pairs = at.map((tick) => {
      const own = cpuOf(() => decide(tick));
      const parser = cpuOf(() => ask(tick));
      deepStrictEqual(new Set(own.result), new Set(parser.result));
      return [own.cpuMs, parser.cpuMs] as const;
    });
    return pairedFigure(`due decision, ${count.toLocaleString('en')} jobs`, 'ms', pairs, mostOfParser);
  });
}

/** Jobs at times spread over the night, of several zones and kinds of days. */
function jobsInZones(count: number): Job[] {
  return Array.from({ length: count }, (_, index) => {
    const cron = `${(index * 7) % 60} ${index % 24} ${days[index % days.length]}`;
    return jobWith(cron, { name: `job-${index}`, timezone: zones[index % zones.length] ?? 'UTC' });
  });
}

function emptySchedule(): Schedule {
  const text = [
    'version: 1',
    'regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }',
    'jobs: { one: { action: restart, targets: { region: beijing, names: ["*"] } } }',
  ].join('\n');
  const parsed = parseSchedule(text, { file: 'schedule.yaml', isZone: (zone) => zone === 'UTC' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return { ...parsed.schedule, jobs: [] };
}

function decideTick(schedule: Schedule, calendars: Calendars): (instant: number) => Job[] {
  return (instant) =>
    scheduledFires(schedule, tickSpan(instant, tickMs), zoneOffset, calendars).map(({ job }) => job);
}

function askParser(jobs: readonly Job[]): (instant: number) => Job[] {
  return (instant) => {
    const { after, upTo } = tickSpan(instant, tickMs);
    // prev() looks strictly before its date, and a tick owns its own instant.
    const currentDate = new Date(upTo + 1_000);
    return jobs.filter(({ cron, timezone: tz }) => {
      return cron && CronExpressionParser.parse(cron.text, { tz, currentDate }).prev().getTime() > after;
    });
  };
}
