import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { dayMs, formatDuration, minuteMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { defaultDeadline } from '../../maintenance/schedule/fires/deadline.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';

/** Jobs whose fires the tick finds so late that they are skipped. */
export function lintLateTicks({ jobs, tickMs }: Schedule, now: number, zoneOffset: ZoneOffset): Finding[] {
  return jobs.flatMap((job) => {
    const { name, startDeadline, window } = job;
    const deadline = Math.min(startDeadline ?? window ?? defaultDeadline, window ?? Number.POSITIVE_INFINITY);
    const late = latestFound(job, tickMs, now, zoneOffset);
    if (late < deadline) return [];
    const key = startDeadline === deadline ? 'startDeadline' : window === deadline ? 'window' : 'cron';
    const found = `the tick of ${formatDuration(tickMs)} finds a fire up to ${formatDuration(late)} late, when it may not start any more (${formatDuration(deadline)})`;
    const expected = 'minutes on the grid of the tick, a shorter tick, or more time';
    return [advice(['jobs', name, key], 'tick.late', found, expected)];
  });
}

/** Milliseconds from a fire to the tick that answers for it, at worst. Ticks stand on a grid of UTC. */
function latestFound(
  { cron, enabled, timezone, jitter = 0 }: Job,
  tickMs: number,
  now: number,
  zoneOffset: ZoneOffset,
): number {
  if (!cron || !enabled) return 0;
  // Summer and winter: a zone may change by half an hour.
  const offsets = [now, now + 182 * dayMs].map((instant) => zoneOffset(timezone, instant) ?? 0);
  const lateness = offsets.flatMap((offset) =>
    cron.minutes.map((minute) => {
      const beyondGrid = (offset - minute * minuteMs) % tickMs;
      const late = (beyondGrid + tickMs) % tickMs;
      // Put off beyond the next tick by some seconds, it waits for the one after.
      return jitter > late ? tickMs - secondMs : late;
    }),
  );
  return Math.max(...lateness);
}

const secondMs = 1_000;
