import { dayMs, hourMs } from '../../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../../maintenance/schedule/calendars/build-calendars.ts';
import type { ScheduledFire } from '../../../maintenance/schedule/fires/fire.ts';
import { timesOf } from '../../../maintenance/schedule/fires/job-dates.ts';
import { scheduledFires } from '../../../maintenance/schedule/fires/scheduled-fires.ts';
import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';

/** A stretch of time that is played: the fires whose runs it is about, and the jobs that somebody runs by hand. */
export type Night = {
  /** Milliseconds since 1970. */
  readonly startAt: number;
  readonly expected: readonly { readonly run: string; readonly job: string; readonly startsAt: number }[];
  readonly byHand: readonly string[];
};

/** The nights that show what a schedule does next, and what they leave out. */
type Choice = { readonly nights: readonly Night[]; readonly leftOut: readonly string[] };

/** Whoever wants to see more names a job. */
const most = { nights: 6, firesOfNight: 40, fires: 100 } as const;
/** Fires no further apart are of one night. */
const nightMs = hourMs;
/** How far the first fire of a job is looked for, step by step. */
const reaches = [2 * hourMs, dayMs, 8 * dayMs, 40 * dayMs, 400 * dayMs];
/** A night begins shortly before its first fire, so that its tick is the one that finds it. */
const beforeMs = 20_000;

/** What is asked for. */
type Asked = {
  readonly from: number;
  /** All fires until then; where it is left out the next one of each job. */
  readonly until: number | undefined;
  readonly jobs: readonly Job[];
  readonly zoneOffset: ZoneOffset;
  readonly calendars: Calendars;
};

/** Chooses the next fire of each job, those of other jobs close to them, and what nothing but a person runs. */
export function chooseNights(schedule: Schedule, asked: Asked): Choice {
  const { from, until, zoneOffset, calendars } = asked;
  const firesOf = (jobs: readonly Job[], upTo: number) =>
    scheduledFires({ ...schedule, jobs: [...jobs] }, { after: from, upTo }, zoneOffset, calendars);
  const leftOut: string[] = [];
  const { jobs } = asked;
  const timed = jobs.filter((job) => timesOf(job) && job.enabled);
  const byHand = until === undefined ? jobs.filter((job) => !timesOf(job) || !job.enabled) : [];

  const first = new Map<string, ScheduledFire>();
  const skipped = new Map<string, string>();
  const all: ScheduledFire[] = [];
  if (until !== undefined)
    for (let at = from; at < until; at += dayMs) {
      if (all.length >= most.fires) {
        leftOut.push(`what comes after ${new Date(at).toISOString()}`);
        break;
      }
      const day = { after: at, upTo: Math.min(at + dayMs, until) };
      const found = scheduledFires({ ...schedule, jobs: [...timed] }, day, zoneOffset, calendars);
      all.push(...found.filter((fire) => !fire.skipped));
    }
  else
    for (const reach of reaches) {
      const missing = timed.filter(({ name }) => !first.has(name));
      if (missing.length === 0) break;
      for (const fire of firesOf(missing, from + reach)) {
        const { name } = fire.job;
        if (fire.skipped) skipped.set(name, skipped.get(name) ?? fire.skipped.reason);
        else if (!first.has(name)) first.set(name, fire);
      }
    }
  for (const { name } of until === undefined ? timed : [])
    if (!first.has(name))
      leftOut.push(
        `${name}: it does not come within 400 days${skipped.has(name) ? `, ${skipped.get(name)}` : ''}`,
      );
  for (const [name, reason] of skipped)
    if (first.has(name)) leftOut.push(`${name}: fires before its first one here are skipped, ${reason}`);

  const wanted = (until === undefined ? [...first.values()] : all).toSorted(
    (a, b) => a.startsAt - b.startsAt,
  );
  const nights: Night[] =
    byHand.length > 0 ? [{ startAt: from, expected: [], byHand: byHand.map(({ name }) => name) }] : [];
  const covered = new Set<string>();
  const beyond: string[] = [];
  for (const fire of wanted) {
    if (covered.has(fire.id)) continue;
    if (nights.length >= most.nights) {
      beyond.push(fire.job.name);
      continue;
    }
    const near = wanted.filter(
      ({ id, startsAt }) =>
        !covered.has(id) && startsAt >= fire.startsAt && startsAt <= fire.startsAt + nightMs,
    );
    const expected = near.slice(0, most.firesOfNight);
    for (const { id } of near) covered.add(id);
    if (near.length > expected.length)
      leftOut.push(`${near.length - expected.length} fires within an hour of ${fire.id}`);
    nights.push({
      startAt: fire.startsAt - beforeMs,
      expected: expected.map(({ id, job, startsAt }) => ({ run: id, job: job.name, startsAt })),
      byHand: [],
    });
  }
  if (beyond.length > 0)
    leftOut.push(`${beyond.length} later fires, the first of ${beyond[0]}: --job plays those of one job`);
  return { nights, leftOut };
}
