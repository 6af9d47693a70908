import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { dayMs, formatDuration, minuteMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { inMask } from '../../maintenance/schedule/cron/cron-fields.ts';
import { defaultDeadline } from '../../maintenance/schedule/fires/deadline.ts';
import { isOver, timesOf } from '../../maintenance/schedule/fires/job-dates.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import { shareAtOnce } from '../../maintenance/schedule/share.ts';

/**
 * Windows that close before the work in them can be done: before one instance has had its time to settle, or
 * before the last one could start even if every instance came back at once.
 */
export function lintShortWindows({ jobs }: Schedule): Finding[] {
  return jobs.flatMap((job) => {
    const { name, window, settle } = job;
    if (window === undefined) return [];
    const path = ['jobs', name, 'window'];
    const lastStart = earliestLastStart(job);
    if (lastStart >= window) {
      const found = `a window of ${formatDuration(window)} for instances of which the last starts after ${formatDuration(lastStart)} at best`;
      return [
        advice(path, 'window.waves', found, `more than ${formatDuration(lastStart)}, or more concurrency`),
      ];
    }
    if (window >= settle.timeout) return [];
    const found = `a window of ${formatDuration(window)} closes before settle.timeout (${formatDuration(settle.timeout)}): one slow instance, and nothing else starts`;
    return [advice(path, 'window.settle', found, `at least ${formatDuration(settle.timeout)}`)];
  });
}

/**
 * Milliseconds from the start of a job to that of its last instance, if every one is back at the first look; 0 where
 * only DCS knows how many there are, and for several regions, which go side by side.
 */
function earliestLastStart({ targets, rollout, settle }: Job): number {
  const { canary, concurrency, pauseBetween = 0 } = rollout;
  const total = new Set(targets.ids).size;
  if (total === 0 || [targets.region].flat().length > 1) return 0;
  const canaries = canary ? Math.min(total, shareAtOnce(canary, total)) : 0;
  const rounds = Math.ceil((total - canaries) / shareAtOnce(concurrency, total));
  const settlings = Math.max(0, rounds + Math.min(1, canaries) - 1);
  return settlings * settle.poll + Math.max(0, rounds - 1) * pauseBetween;
}

/**
 * Jobs that wait for their conditions beyond their next fires: those are skipped, and people are told of each. A run that
 * waits ends with the first tick after its window.
 */
export function lintWaitsBeyondFires({ jobs, tickMs }: Schedule): Finding[] {
  return jobs.flatMap((job) => {
    const { name, cron, enabled, onlyIf, otherwise, overlap, window } = job;
    if (!enabled || !onlyIf || otherwise !== 'wait' || overlap === 'queue') return [];
    if (!cron || window === undefined) return [];
    const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => inMask(cron.hourMask, hour));
    const minutes = hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
    const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? minute));
    const gap = Math.min(...gaps) * minuteMs;
    if (gap >= window + tickMs) return [];
    const found = `waits for its conditions for a window of ${formatDuration(window)} and fires again after ${formatDuration(gap)}: what comes due meanwhile is skipped (overlap)`;
    const shorter = gap > tickMs ? `, or a window of at most ${formatDuration(gap - tickMs)}` : '';
    const expected = `one fire a window${shorter}`;
    return [advice(['jobs', name, 'window'], 'condition.overlap', found, expected)];
  });
}

/** Waits of a job of which one makes another pointless. */
export function lintContradictingWaits({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, retry, settle }) => {
    const above = (
      section: 'retry' | 'settle',
      key: string,
      [ms, limit]: readonly [number, number],
      other: string,
    ) =>
      ms <= limit
        ? []
        : [
            advice(
              ['jobs', name, section, key],
              `${section}.${key}`,
              `${key} (${formatDuration(ms)}) is above ${other} (${formatDuration(limit)})`,
              `at most ${formatDuration(limit)}`,
            ),
          ];
    return [
      ...above('retry', 'backoff', [retry.backoff, retry.maxBackoff], 'maxBackoff'),
      ...above('settle', 'poll', [settle.poll, settle.timeout], 'timeout'),
      ...above('settle', 'acceptance', [settle.acceptance, settle.timeout], 'timeout'),
    ];
  });
}

/** Jobs whose fires the tick finds so late that they are skipped. */
export function lintLateTicks({ jobs, tickMs }: Schedule, now: number, zoneOffset: ZoneOffset): Finding[] {
  return jobs.flatMap((job) => {
    const { name, startDeadline, window } = job;
    const deadline = Math.min(startDeadline ?? window ?? defaultDeadline, window ?? Number.POSITIVE_INFINITY);
    const late = latestFound(job, tickMs, now, zoneOffset);
    if (late < deadline) return [];
    const own = job.at ? 'at' : 'cron';
    const key = startDeadline === deadline ? 'startDeadline' : window === deadline ? 'window' : own;
    const found = `the tick of ${formatDuration(tickMs)} finds a fire up to ${formatDuration(late)} late, when it may not start any more (${formatDuration(deadline)})`;
    const expected = 'minutes on the grid of the tick, a shorter tick, or more time';
    return [advice(['jobs', name, key], 'tick.late', found, expected)];
  });
}

/** Milliseconds from a fire to the tick that answers for it, at worst. Ticks stand on a grid of UTC. */
function latestFound(job: Job, tickMs: number, now: number, zoneOffset: ZoneOffset): number {
  const { at, enabled, timezone, jitter = 0 } = job;
  const times = timesOf(job);
  if (!times || !enabled || isOver(job, now, zoneOffset)) return 0;
  // Summer and winter: a zone may change by half an hour.
  const seasons = at ? [at.wall] : [now, now + 182 * dayMs];
  const offsets = seasons.map((instant) => zoneOffset(timezone, instant) ?? 0);
  const lateness = [...new Set(offsets)].flatMap((offset) =>
    times.minutes.map((minute) => {
      const beyondGrid = (offset - minute * minuteMs) % tickMs;
      const late = (beyondGrid + tickMs) % tickMs;
      // Put off beyond the next tick by some seconds, it waits for the one after.
      return jitter > late ? tickMs - secondMs : late;
    }),
  );
  return Math.max(...lateness);
}

const secondMs = 1_000;
