import { advice, type Finding } from '../../maintenance/document/finding.ts';
import type { Path } from '../../maintenance/document/path.ts';
import { epochDayAt, writeEpochDay } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { mayStartFrom } from '../../maintenance/plan/gates.ts';
import { isVersionOf } from '../../maintenance/schedule/range.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import type { Selectors } from '../../maintenance/schedule/selector-schema.ts';
import { globCovers } from './selectors.ts';

/** Regions, channels and calendars that no job names. */
export function lintUnusedEntries({ regions, notify, calendars, jobs }: Schedule): Finding[] {
  const used = {
    regions: new Set(jobs.flatMap(({ targets }) => targets.region)),
    notify: new Set(jobs.flatMap((job) => job.notify)),
    calendars: new Set(jobs.flatMap(({ skipOn, onlyOn }) => [...skipOn, ...onlyOn])),
  };
  const unused = (section: keyof typeof used, entries: object, found: string, expected: string) =>
    Object.keys(entries)
      .filter((name) => !used[section].has(name))
      .map((name) => advice([section, name], `${section}.unused`, found, expected));
  return [
    ...unused('regions', regions, 'a region that no job uses', "it in a job's targets, or removed"),
    ...unused(
      'notify',
      notify,
      'a channel that no job uses, so it only gets failed invocations',
      "it in a job's notify, or removed",
    ),
    ...unused(
      'calendars',
      calendars,
      'a calendar that no job uses',
      "it in a job's skipOn or onlyOn, or removed",
    ),
  ];
}

/** Overrides whose last day is over in the job's zone: they do nothing any more. */
export function lintExpiredOverrides(
  { overrides, jobs, timezone }: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
): Finding[] {
  const zones = new Map(jobs.map((job) => [job.name, job.timezone]));
  return overrides.flatMap(({ job, until, by }, index) => {
    const zone = zones.get(job) ?? timezone;
    const today = writeEpochDay(epochDayAt(now, zoneOffset(zone, now) ?? 0));
    if (today < until) return [];
    const found = `the override of ${job} by ${by} ended on ${until} and does nothing`;
    return [advice(['overrides', index, 'until'], 'override.expired', found, 'it removed, or a later day')];
  });
}

/** Entries of a selection that select nothing which another entry of the same list does not select as well. */
export function lintRepeatedSelectors({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, targets }) => {
    const path = ['jobs', name, 'targets'];
    return [
      ...repeatsIn(targets, path),
      ...(targets.exclude ? repeatsIn(targets.exclude, [...path, 'exclude']) : []),
    ];
  });
}

/** Values of tags with a star: in names it stands for any text, in a tag for itself. */
export function lintTagStars({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, targets }) => {
    const path = ['jobs', name, 'targets'];
    return [...starsIn(targets, path), ...starsIn(targets.exclude ?? {}, [...path, 'exclude'])];
  });
}

/** Statuses that a job selects by and that its action cannot start from: whatever has one is refused every time. */
export function lintUnstartable({ jobs }: Schedule): Finding[] {
  return jobs.flatMap(({ name, action, targets }) =>
    (targets.statuses ?? []).flatMap((status, index) => {
      if (mayStartFrom(status, action)) return [];
      const found = `${JSON.stringify(status)}, from which ${action} never starts: such instances are refused every time`;
      const expected = action === 'flush' ? 'RUNNING' : 'RUNNING or ERROR';
      return [advice(['jobs', name, 'targets', 'statuses', index], 'targets.status', found, expected)];
    }),
  );
}

function starsIn({ tags = {} }: Selectors, path: Path): Finding[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    if (!value.includes('*')) return [];
    const found = `${JSON.stringify(value)}, in which the * stands for itself: only names may have a star for any text`;
    return [advice([...path, 'tags', key], 'targets.tag-star', found, 'the value of the tag in full')];
  });
}

/** Patterns that a job may have before those that others cover are no longer looked for. */
const longestList = 100;

const equal = (one: string, other: string) => one === other;

function repeatsIn(selectors: Selectors, path: Path): Finding[] {
  const { names = [], engineVersions = [] } = selectors;
  const plain = ['ids', 'enterpriseProjects', 'cacheModes', 'availabilityZones', 'statuses'] as const;
  return [
    ...repeats(names, [...path, 'names'], globCovers),
    ...repeats(engineVersions, [...path, 'engineVersions'], isVersionOf),
    ...plain.flatMap((key) => repeats(selectors[key] ?? [], [...path, key], equal)),
  ];
}

function repeats(
  list: readonly string[],
  path: Path,
  covers: (one: string, other: string) => boolean,
): Finding[] {
  if (list.length < 2) return [];
  const first = new Map<string, number>();
  for (const [index, entry] of list.entries()) if (!first.has(entry)) first.set(entry, index);
  // Of a longer list only what is there twice is told: to hold each against each takes too long.
  const wide = list.length > longestList ? [] : list;
  return list.flatMap((entry, index) => {
    // Of two that select the same, the second is the one too many.
    const wider =
      wide.find(
        (other, at) => at !== index && covers(other, entry) && (at < index || !covers(entry, other)),
      ) ?? (first.get(entry) === index ? undefined : entry);
    if (wider === undefined) return [];
    const found = `${JSON.stringify(entry)} repeats ${JSON.stringify(wider)}`;
    return [advice([...path, index], 'targets.repeated', found, 'each instance to be selected once')];
  });
}
