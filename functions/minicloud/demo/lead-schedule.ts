import { Document } from 'yaml';
import { mayHoldReference, readTemplate } from '../../maintenance/document/environment-reference.ts';
import { isMapping } from '../../maintenance/document/path.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { readDocument } from '../../maintenance/schedule/read-document.ts';
import { checkSchedule } from '../../nightshift/place/schedule-file.ts';
import { resolvePart } from '../../nightshift/place/schedule-part.ts';
import { uuidOf } from '../dcs/instance-seed.ts';

/** A key of a schedule that is another one on this machine. */
export type LocalChange = { readonly path: string; readonly to: string; readonly why: string };

/** A channel of the schedule as a local receiver takes it in its place: what is set in it, and how that is told. */
export type LocalChannel = {
  readonly set: Readonly<Record<string, unknown>>;
  readonly to: string;
  readonly why: string;
};

type Lookup = (name: string) => string | undefined;

/** Where the local cloud is, and what it has in place of things of the schedule. */
type Local = {
  readonly endpoint: string;
  readonly channel: (name: string, kind: string) => LocalChannel | undefined;
  /** What the function's environment has for a variable. */
  readonly fillIn: Lookup;
  /** The names of the jobs that are played. */
  readonly jobs: ReadonlySet<string>;
  /** A job that is played beside them. */
  readonly added?: LocalJob | undefined;
};

/** A job that the schedule does not have, as it would be written, and how that is told. */
export type LocalJob = {
  readonly name: string;
  readonly job: Readonly<Record<string, unknown>>;
  readonly to: string;
  readonly why: string;
};

/** Where the schedule leads to: the projects of the regions, by Huawei's ids, and the bucket of its journal. */
export type Places = {
  readonly projects: Readonly<Record<string, string>>;
  /** Huawei's id of a region, by the name of the schedule. */
  readonly regions: ReadonlyMap<string, string>;
  readonly bucket: string | undefined;
  /** Where the function is. */
  readonly home: string;
};

/** What is written where it holds no variable. */
function plainOr(written: string | undefined, otherwise: string): string {
  return written === undefined || mayHoldReference(written) ? otherwise : written;
}

/** The places of a schedule: as they are, where they are known, and made up where a variable is missing. */
export function placesOf(parsed: ParsedSchedule, lookup: Lookup, home: string | undefined): Places {
  const projects = new Map<string, string>();
  const regions = new Map<string, string>();
  for (const name of Object.keys(parsed.schedule.regions)) {
    const resolved = resolvePart(parsed, { region: name }, lookup);
    const known = resolved.ok ? resolved.schedule.regions[name] : undefined;
    const written = parsed.schedule.regions[name]?.region ?? name;
    const own = known?.region ?? plainOr(written, 'cn-north-4');
    // A local cloud has one project a region.
    const region = projects.has(own) ? `${own}-${regions.size + 1}` : own;
    projects.set(
      region,
      known?.projectId ?? plainOr(parsed.schedule.regions[name]?.projectId, uuidOf(name).replaceAll('-', '')),
    );
    regions.set(name, region);
  }
  const journal = resolvePart(parsed, 'journal', lookup);
  const url = journal.ok ? journal.schedule.journal?.url : undefined;
  const bucket = /^obs:\/\/([^/]+)/.exec(url ?? '')?.[1] ?? 'nightshift-try';
  const asked = resolvePart(parsed, 'handOver', lookup);
  const wanted = (asked.ok ? asked.schedule.handOver?.region : undefined) ?? home;
  const [first = 'cn-north-4'] = regions.values();
  const place = wanted ?? first;
  if (!projects.has(place)) projects.set(place, uuidOf(place).replaceAll('-', ''));
  return {
    projects: { [place]: projects.get(place) ?? '', ...Object.fromEntries(projects) },
    ...{ regions, home: place },
    bucket: parsed.schedule.journal === undefined ? undefined : bucket,
  };
}

/**
 * A schedule that is led to a local cloud, with every value that had to be another one. Nothing else in it is: its
 * times, targets and rules are those that are deployed.
 */
export function leadSchedule(
  parsed: ParsedSchedule,
  { projects, regions, bucket, home }: Places,
  { endpoint, channel, fillIn, jobs, added }: Local,
): { readonly parsed: ParsedSchedule; readonly changes: readonly LocalChange[] } {
  const reading = readDocument(parsed.text);
  const tree = reading.ok ? structuredClone(reading.document.tree) : undefined;
  if (!isMapping(tree)) throw new TypeError('a schedule that was checked is a mapping');
  const root: Record<string, unknown> = { ...tree };
  // What it gives is in the jobs by now.
  delete root['defaults'];
  const changes: LocalChange[] = [];
  const here = 'it is the local cloud';
  const madeUp = 'what its variable has, or made up';
  const change = (
    at: Record<string, unknown>,
    [key, path, to]: readonly [string, string, string],
    why: string,
  ) => {
    // Also of a variable that has it: what need not be another one stays as it is written.
    if (filledIn(at[key], fillIn) === to) return;
    at[key] = to;
    changes.push({ path, to, why });
  };
  for (const [name, at] of sectionsOf(root['regions'])) {
    const region = regions.get(name) ?? '';
    const isOpen = typeof at['region'] === 'string' && mayHoldReference(at['region']);
    const why = isOpen ? madeUp : 'a local cloud has one project a region';
    change(at, ['region', `regions.${name}.region`, region], why);
    change(at, ['projectId', `regions.${name}.projectId`, projects[region] ?? ''], madeUp);
    change(at, ['endpoint', `regions.${name}.endpoint`, endpoint], here);
  }
  if (bucket !== undefined) {
    const written = root['journal'];
    const journal: Record<string, unknown> = isMapping(written) ? { ...written } : { url: written };
    root['journal'] = journal;
    const isObs = typeof journal['url'] === 'string' && journal['url'].startsWith(`obs://${bucket}`);
    if (!isObs)
      change(journal, ['url', 'journal.url', `obs://${bucket}/nightshift`], 'a bucket of the local cloud');
    if (regions.size > 1 || journal['region'] !== undefined)
      change(journal, ['region', 'journal.region', home], 'a bucket of the local cloud');
    change(journal, ['endpoint', 'journal.endpoint', endpoint], here);
    if (delete journal['movedFrom'] && isMapping(written) && 'movedFrom' in written)
      changes.push({ path: 'journal.movedFrom', to: 'nothing', why: 'runs from before are not looked at' });
  }
  const [handOver] = sectionsOf({ handOver: root['handOver'] });
  if (handOver) {
    change(handOver[1], ['region', 'handOver.region', home], madeUp);
    change(handOver[1], ['endpoint', 'handOver.endpoint', endpoint], here);
  }
  for (const [name, at] of sectionsOf(root['notify'])) {
    const found = channel(name, String(at['kind']));
    if (!found) continue;
    Object.assign(at, found.set);
    const [key = '', ...more] = Object.keys(found.set);
    const path = more.length === 0 ? `notify.${name}.${key}` : `notify.${name}: ${[key, ...more].join(', ')}`;
    changes.push({ path, to: found.to, why: found.why });
  }
  const others = sectionsOf(root['jobs']).filter(([name, at]) => !jobs.has(name) && at['enabled'] !== false);
  for (const [, at] of others) at['enabled'] = false;
  if (others.length > 0) {
    const [[name] = ['']] = others;
    const path =
      others.length === 1
        ? `jobs.${name}.enabled`
        : `jobs.*.enabled of ${name} and ${others.length - 1} more`;
    changes.push({ path, to: 'false', why: 'they are not played' });
  }
  if (added) {
    root['jobs'] = { ...(isMapping(root['jobs']) ? root['jobs'] : {}), [added.name]: added.job };
    changes.push({ path: `jobs.${added.name}`, to: added.to, why: added.why });
  }
  const text = new Document(root, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
  return { parsed: { ...checkSchedule(parsed.file, text) }, changes };
}

/** The mappings of a section, which may be written into. */
function sectionsOf(section: unknown): readonly (readonly [string, Record<string, unknown>])[] {
  if (!isMapping(section)) return [];
  return Object.entries(section).flatMap(([name, at]) =>
    isMapping(at) ? [[name, at as Record<string, unknown>] as const] : [],
  );
}

/** A value as the function reads it, with its variables filled in. */
function filledIn(written: unknown, lookup: Lookup): unknown {
  const read = typeof written === 'string' ? readTemplate(written) : undefined;
  if (!read?.ok) return written;
  return read.template.map((part) => (typeof part === 'string' ? part : (lookup(part.name) ?? ''))).join('');
}
