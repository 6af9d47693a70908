import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { type ResolvedSchedule, resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import type { Lookup } from './environment.ts';

/** What of a schedule is of interest by itself. */
type Part = { readonly region: string } | { readonly channel: string } | 'journal' | 'handOver';

/** Fills in the variables of a part, so that one which another part lacks is nothing to this one. */
export function resolvePart(parsed: ParsedSchedule, part: Part, lookup: Lookup): ResolvedSchedule {
  const { schedule, references } = parsed;
  const { journal, handOver, regions, notify } = schedule;
  const none = { journal: undefined, handOver: undefined, regions: {}, notify: {} };
  const bare = { ...schedule, ...none, calendars: {}, overrides: [], jobs: [] };
  const resolve = (kept: Partial<typeof schedule>, at: RegExp) =>
    resolveEnvironment(
      {
        ...parsed,
        schedule: { ...bare, ...kept },
        references: references.filter(({ path }) => at.test(path)),
      },
      lookup,
    );
  // A journal is in the region of the schedule where it names none.
  if (part === 'journal') {
    const places = Object.entries(regions).map(
      ([name, { region }]) => [name, { region, projectId: '' }] as const,
    );
    return resolve({ journal, regions: Object.fromEntries(places) }, /^(journal\b|regions\.[^.]+\.region$)/);
  }
  if (part === 'handOver') return resolve({ handOver }, /^handOver\b/);
  const [section, name] = 'region' in part ? ['regions', part.region] : ['notify', part.channel];
  const at = (path: string) => path.startsWith(`${section}.${name}.`);
  const kept = references.filter(({ path }) => at(path));
  const only = <Entry>(all: Readonly<Record<string, Entry>>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key === name));
  const narrowed = section === 'regions' ? { regions: only(regions) } : { notify: only(notify) };
  return resolveEnvironment({ ...parsed, schedule: { ...bare, ...narrowed }, references: kept }, lookup);
}
