import { mayHoldReference } from '../../document/environment-reference.ts';
import { describeValue, type Finding, wrongKey, wrongValue } from '../../document/finding.ts';
import { mostLooked, oneOf } from '../../document/nearest-name.ts';
import { entriesOf, isMapping, type ValueAt, valuesAt } from '../../document/path.ts';
import { endpointFlaw } from './address-flaws.ts';

/** Where names of other parts of the schedule stand, and in which section they are defined. */
const uses = [
  { pattern: ['jobs', '*', 'targets', 'region'], section: 'regions', what: 'region' },
  { pattern: ['jobs', '*', 'notify'], section: 'notify', what: 'channel' },
  { pattern: ['jobs', '*', 'skipOn'], section: 'calendars', what: 'calendar' },
  { pattern: ['jobs', '*', 'onlyOn'], section: 'calendars', what: 'calendar' },
  { pattern: ['overrides', '*', 'job'], section: 'jobs', what: 'job' },
] as const;

/** Names that nothing has, and names given twice in one list. */
export function checkNames(tree: unknown): Finding[] {
  return uses.flatMap(({ pattern, section, what }) => {
    const defined = isMapping(tree) ? tree[section] : undefined;
    const known = new Set(isMapping(defined) ? Object.keys(defined) : []);
    let looked = 0;
    const expected = (name: string) => {
      looked += 1;
      return known.size === 0 || looked > mostLooked
        ? `one defined under ${section}`
        : oneOf([...known], name);
    };
    return valuesAt(tree, pattern).flatMap((use) => checkUse(use, known, expected, what));
  });
}

function checkUse(
  use: ValueAt,
  known: ReadonlySet<string>,
  expected: (name: string) => string,
  what: string,
): Finding[] {
  const names = Array.isArray(use.value)
    ? entriesOf(use.value).map(([index, value]) => ({ path: [...use.path, index], value }))
    : [use];
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { path, value } of names) {
    if (typeof value !== 'string') continue;
    const found = describeValue(value, path, undefined);
    if (seen.has(value)) {
      findings.push(wrongValue(path, 'name.twice', `${found} is in the list twice`, 'it once'));
    } else if (!known.has(value)) {
      findings.push(
        wrongValue(path, 'name.unknown', `${found} is no ${what} of this schedule`, expected(value)),
      );
    }
    seen.add(value);
  }
  return findings;
}

/** Two names for one project: its instances would be counted, and touched, once for each. */
export function checkRegions(tree: unknown): Finding[] {
  const nameOf = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { path, value } of valuesAt(tree, ['regions', '*'])) {
    const { region, projectId, endpoint }: Readonly<Record<string, unknown>> = isMapping(value) ? value : {};
    if (typeof region !== 'string' || typeof projectId !== 'string') continue;
    const at = typeof endpoint === 'string' ? endpoint : undefined;
    if (at !== undefined && !mayHoldReference(at) && endpointFlaw(at)) continue;
    const name = String(path.at(-1));
    // The same variable is the same project, whatever its value.
    const project = projectKey({ region, projectId, endpoint: at });
    const first = nameOf.get(project);
    if (first === undefined) nameOf.set(project, name);
    else
      findings.push(
        wrongValue(
          [...path, 'projectId'],
          'regions.twice',
          `the project that "${first}" has already`,
          `one name for each project: take "${name}" out, and name "${first}" where it is used`,
        ),
      );
  }
  return findings;
}

/** What tells one project from another: Huawei's cloud is one whatever the way to it, a local one is another on each port. */
export function projectKey({ region, projectId, endpoint = '' }: Place): string {
  return `${region} ${projectId} ${endpoint.startsWith('http://') ? endpoint : ''}`;
}

type Place = { readonly region: string; readonly projectId: string; readonly endpoint?: string | undefined };

/** What the journal needs of the rest of the schedule: a region for its bucket, and for a hand-over a journal. */
export function checkJournal(tree: unknown): Finding[] {
  if (!isMapping(tree)) return [];
  const findings: Finding[] = [];
  if (tree['handOver'] !== undefined && tree['journal'] === undefined)
    findings.push(
      wrongKey(
        ['handOver'],
        'handover.journal',
        'a hand-over without a journal',
        'journal: obs://BUCKET/PREFIX, from which a fresh invocation learns what is left to do',
      ),
    );
  const { journal } = tree;
  const url = isMapping(journal) ? journal['url'] : journal;
  const region = isMapping(journal) ? journal['region'] : undefined;
  const regions = new Set([...valuesAt(tree, ['regions', '*', 'region'])].map(({ value }) => value));
  if (typeof url === 'string' && !url.startsWith('file:') && region === undefined && regions.size > 1)
    findings.push(
      wrongKey(
        ['journal'],
        'journal.region',
        'a bucket, and regions of several kinds',
        'journal: { url: …, region: … } with the region that the bucket is in',
      ),
    );
  return findings;
}
