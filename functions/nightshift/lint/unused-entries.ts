import { advice, type Finding } from '../../maintenance/document/finding.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

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
    ...unused('regions', regions, 'a region that no job is for', "it in a job's targets, or no such region"),
    ...unused(
      'notify',
      notify,
      'a channel that no job tells, so that it only hears of invocations that fail',
      "it in a job's notify, or no such channel",
    ),
    ...unused(
      'calendars',
      calendars,
      'a calendar that no job goes by',
      "it in a job's skipOn or onlyOn, or no such calendar",
    ),
  ];
}
