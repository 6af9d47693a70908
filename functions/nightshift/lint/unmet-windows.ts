import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { groupBy } from '../../maintenance/foundation/group-by.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import { readZoneClock, type ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import {
  dailyWindowOf,
  type MaintenanceWindow,
  meetsWindow,
  nameWindow,
} from '../../maintenance/plan/maintenance-window.ts';
import { dueFires } from '../../maintenance/schedule/fires/due-fires.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';

const weekMs = 7 * dayMs;
const yearMs = 365 * dayMs;

/** An instance, as far as its window is concerned. */
type Owner = { readonly name: string; readonly maintenance?: MaintenanceWindow | undefined };

/** Names enough to find the others by. */
const mostNames = 5;

/**
 * The maintenance windows that no fire of a job comes in for a year, and whose they are, a text each. Week by week, as
 * what meets mostly meets soon; a clock that is set forward or back may do it only then.
 */
export function unmetWindows(
  job: Job,
  instances: readonly Owner[],
  now: number,
  zoneOffset: ZoneOffset,
): readonly string[] {
  if (!job.inMaintenanceWindow || !job.enabled) return [];
  // Without a window of the job, each instance is waited for until its own has come.
  const { window, timezone } = job;
  if (window === undefined) return [];
  const known = instances.flatMap(({ name, maintenance }) => {
    const own = dailyWindowOf(maintenance);
    return 'fault' in own ? [] : [{ name, own }];
  });
  const unmet = new Map(groupBy(known, ({ own }) => `${own.begin} ${own.end}`));
  let fires = 0;
  for (let after = now; after < now + yearMs && unmet.size > 0; after += weekMs)
    for (const { at } of dueFires([job], { after, upTo: after + weekMs }, zoneOffset)) {
      fires += 1;
      for (const [key, [first]] of unmet)
        if (first && meetsWindow(first.own, at, at + window)) unmet.delete(key);
    }
  // Whoever never comes is told so elsewhere, and is perhaps run by hand.
  if (fires === 0) return [];
  const clock = readZoneClock(timezone, now - dayMs, now + 2 * dayMs, zoneOffset);
  return [...unmet.values()].flatMap((its) => {
    const [first] = its;
    if (!first) return [];
    const names = firstNames(
      its.map(({ name }) => name),
      mostNames,
    );
    const named = nameWindow(first.own, now, { zone: timezone, clock });
    const own = job.cron ? 'its cron' : 'the job';
    return [`${own} never comes in the maintenance window of ${names}, ${named}, within the year to come`];
  });
}
