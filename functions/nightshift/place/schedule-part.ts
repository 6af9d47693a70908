import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { type ResolvedSchedule, resolveEnvironment } from '../../maintenance/schedule/resolve-environment.ts';
import type { Lookup } from './environment.ts';

/** What of a schedule is of interest by itself. */
type Part =
  | { readonly region: string }
  | { readonly channel: string }
  /** What is asked for a plan of it: its regions, its targets, and what keeps it from running. */
  | { readonly job: string }
  /** Whom a job is for, and nothing of where they are. */
  | { readonly targets: string }
  | 'journal'
  | 'handOver';

/** Fills in the variables of a part, so that one which another part lacks is nothing to this one. */
export function resolvePart(parsed: ParsedSchedule, part: Part, lookup: Lookup): ResolvedSchedule {
  const { schedule, references } = parsed;
  const { journal, handOver, regions, notify } = schedule;
  const none = { journal: undefined, handOver: undefined, regions: {}, notify: {} };
  const bare = { ...schedule, ...none, calendars: {}, overrides: [], jobs: [] };
  const resolve = (kept: Partial<typeof schedule>, isOf: (path: string) => boolean) =>
    resolveEnvironment(
      {
        ...parsed,
        schedule: { ...bare, ...kept },
        references: references.filter(({ path }) => isOf(path)),
      },
      lookup,
    );
  // A journal is in the region of the schedule where it names none.
  if (part === 'journal') {
    const places = Object.entries(regions).map(
      ([name, { region }]) => [name, { region, projectId: '' }] as const,
    );
    return resolve({ journal, regions: Object.fromEntries(places) }, (path) =>
      /^(journal\b|regions\.[^.]+\.region$)/.test(path),
    );
  }
  if (part === 'handOver') return resolve({ handOver }, (path) => /^handOver\b/.test(path));
  if ('job' in part) {
    const { calendars, overrides, jobs } = schedule;
    const kept = jobs.filter(({ name }) => name === part.job);
    const wanted = kept.flatMap(({ targets }) => targets.region);
    const own = [...wanted.map((name) => `regions.${name}.`), `jobs.${part.job}.`];
    return resolve(
      { regions: only(regions, wanted), calendars, overrides, jobs: kept },
      (path) => /^(calendars|overrides)\b/.test(path) || own.some((above) => path.startsWith(above)),
    );
  }
  if ('targets' in part)
    return resolve({ jobs: schedule.jobs.filter(({ name }) => name === part.targets) }, (path) =>
      path.startsWith(`jobs.${part.targets}.targets.`),
    );
  const [section, name] = 'region' in part ? ['regions', part.region] : ['notify', part.channel];
  const narrowed =
    section === 'regions' ? { regions: only(regions, [name]) } : { notify: only(notify, [name]) };
  return resolve(narrowed, (path) => path.startsWith(`${section}.${name}.`));
}

function only<Entry>(all: Readonly<Record<string, Entry>>, names: readonly string[]): Record<string, Entry> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => names.includes(key)));
}
