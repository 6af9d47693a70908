import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { dueFires } from '../../maintenance/schedule/fires/due-fires.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import type { Selectors, Targets } from '../../maintenance/schedule/schema.ts';

/** Jobs that come to the same instances at the same instant as an earlier one, within a year. */
export function lintSameWork({ jobs }: Schedule, now: number, zoneOffset: ZoneOffset): Finding[] {
  const byTargets = new Map<string, Job[]>();
  for (const job of jobs) {
    if (!job.enabled || !job.cron) continue;
    const key = canonical(job.targets);
    byTargets.set(key, [...(byTargets.get(key) ?? []), job]);
  }
  return [...byTargets.values()].flatMap((alike) => meetings(alike, now, zoneOffset));
}

const weekMs = 7 * dayMs;
const weeksAhead = 53;

/** Week by week, because jobs that meet mostly meet soon, and each has to be told of once only. */
function meetings(alike: readonly Job[], now: number, zoneOffset: ZoneOffset): Finding[] {
  let left = alike;
  const findings: Finding[] = [];
  for (let week = 0; week < weeksAhead && left.length > 1; week++) {
    const after = now + week * weekMs;
    const firstAt = new Map<number, Job>();
    for (const { job, at } of dueFires(left, { after, upTo: after + weekMs }, zoneOffset)) {
      const other = firstAt.get(at);
      if (other === undefined) firstAt.set(at, job);
      else if (left.includes(job)) {
        findings.push(tell(job, other, at));
        left = left.filter((each) => each !== job);
      }
    }
  }
  return findings;
}

function tell(job: Job, other: Job, at: number): Finding {
  const when = new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
  const found = `the same targets at the same time as ${other.name}, next on ${when}Z`;
  return advice(['jobs', job.name, 'cron'], 'jobs.same', found, 'another time, other targets, or one job');
}

/** A text that is the same for targets that mean the same. */
function canonical({ region, exclude, ...selectors }: Targets): string {
  return JSON.stringify([
    [region].flat().sort(),
    sorted(selectors),
    exclude === undefined ? null : sorted(exclude),
  ]);
}

function sorted({ ids, names, tags, engineVersions }: Selectors) {
  const lists = [ids, names, engineVersions].map((list) => (list ? [...new Set(list)].sort() : null));
  const pairs = Object.entries(tags ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return [...lists, pairs];
}
