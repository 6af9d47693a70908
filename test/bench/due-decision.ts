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

/** How long it takes to decide which of so many jobs are due at a tick. */
export type DueDecision = {
  readonly jobs: number;
  /** The median of several ticks, each of a month of its own, so that nothing read for one serves another. */
  readonly medianMs: number;
  /** What cron-parser takes for the same jobs and ticks: parse and prev. `null` where it was not measured. */
  readonly baselineMs: number | null;
};

const tickMs = 300_000;
const someTick = Date.UTC(2025, 5, 15, 19, 30);
const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Sydney',
  'UTC',
];
const days = ['* * *', '* * MON-FRI', 'L * *', '* * SUN#1', '1,15 * *'];

/**
 * Decides as a tick does for 1,000 jobs, beside cron-parser, and for 10,000. The jobs have neither calendars nor
 * jitter, of which cron-parser knows nothing. Throws when the two do not decide the same.
 */
export async function measureDueDecision(): Promise<DueDecision[]> {
  const [thousand, tenThousand] = [jobsInZones(1_000), jobsInZones(10_000)];
  const empty = emptySchedule();
  const calendars = await buildCalendars(empty, {}, zoneOffset);
  const decide = (jobs: readonly Job[]) => decideTick({ ...empty, jobs }, calendars);
  deepStrictEqual(new Set(decide(thousand)(someTick)), new Set(ask(thousand)(someTick)));
  return [
    {
      jobs: thousand.length,
      medianMs: medianOf(11, decide(thousand)),
      baselineMs: medianOf(3, ask(thousand)),
    },
    { jobs: tenThousand.length, medianMs: medianOf(11, decide(tenThousand)), baselineMs: null },
  ];
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

function ask(jobs: readonly Job[]): (instant: number) => Job[] {
  return (instant) => {
    const { after, upTo } = tickSpan(instant, tickMs);
    // prev() looks strictly before its date, and a tick owns its own instant.
    const currentDate = new Date(upTo + 1_000);
    return jobs.filter(({ cron, timezone: tz }) => {
      return cron && CronExpressionParser.parse(cron.text, { tz, currentDate }).prev().getTime() > after;
    });
  };
}

function medianOf(runs: number, run: (instant: number) => Job[]): number {
  const times = Array.from({ length: runs }, (_, index) => {
    const instant = Date.UTC(2026, index, 15, 19, 30);
    const begun = performance.now();
    run(instant);
    return performance.now() - begun;
  });
  return times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
}
