import { isMapping } from '../document/path.ts';
import { readYaml } from '../document/read-yaml.ts';
import { parseJson } from '../foundation/parse-json.ts';
import { endpointFlaw, journalUrlFlaw, regionIdFlaw } from './check/address-flaws.ts';
import { filled } from './salvage-channels.ts';

/** Where a journal is kept, and the region that its bucket is in where that was told. */
type SalvagedJournal = {
  readonly url: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
};

/**
 * Where the journal is by a schedule that may be wrong everywhere else, so that it can be looked up there what people were
 * told. A text that is no YAML tells it no more: then by the parsed form of the last good one, where that lies beside it.
 * `undefined` where neither tells, or not in a form that could be used. Never throws.
 */
export function salvageJournal(
  text: string,
  lookup: (name: string) => string | undefined,
  lastGood?: string,
): SalvagedJournal | undefined {
  const schedule = treeOf(text) ?? lastTree(lastGood);
  if (!schedule) return undefined;
  const { journal, regions } = schedule;
  const settings = typeof journal === 'string' ? { url: journal } : journal;
  if (!isMapping(settings)) return undefined;
  const textOf = (value: unknown) => (typeof value === 'string' ? filled(value, lookup) : undefined);
  const [first] = isMapping(regions) ? Object.values(regions) : [];
  const url = textOf(settings['url']);
  const region = textOf(settings['region']) ?? (isMapping(first) ? textOf(first['region']) : undefined);
  const endpoint = textOf(settings['endpoint']);
  if (url === undefined || journalUrlFlaw(url)) return undefined;
  if (endpoint !== undefined && endpointFlaw(endpoint)) return undefined;
  if (url.startsWith('obs:') && (region === undefined || regionIdFlaw(region))) return undefined;
  return { url, region, endpoint };
}

type Tree = Readonly<Record<'journal' | 'regions', unknown>>;

function treeOf(text: string): Tree | undefined {
  const reading = readYaml(text);
  return reading.ok ? partsOf(reading.yaml.value) : undefined;
}

function lastTree(json: string | undefined): Tree | undefined {
  const written = json === undefined ? undefined : parseJson(json);
  return isMapping(written) ? partsOf(written['schedule']) : undefined;
}

function partsOf(schedule: unknown): Tree | undefined {
  return isMapping(schedule) ? { journal: schedule['journal'], regions: schedule['regions'] } : undefined;
}
