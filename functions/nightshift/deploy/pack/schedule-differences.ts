import { isDeepStrictEqual } from 'node:util';
import { mayHoldReference, readTemplate } from '../../../maintenance/document/environment-reference.ts';
import { isMapping, type Path, writePath } from '../../../maintenance/document/path.ts';
import { readYaml } from '../../../maintenance/document/read-yaml.ts';
import { isExtension } from '../../../maintenance/schedule/read-document.ts';
import { concealLooks } from '../../../maintenance/secrets/conceal-looks.ts';
import type { Difference } from '../function/difference.ts';

/**
 * What of one text of a schedule is not as in another, by the names of its jobs, channels and regions and as people
 * wrote it: `~ job nightly.cron: "30 3 * * *" -> "20 12 * * *"`. Both may be wrong as schedules: what was deployed
 * before may be of another version. No value is shown that is, or may be, a secret.
 */
export function scheduleDifferences(before: string, after: string): readonly Difference[] {
  if (before === after) return [];
  const what = 'schedule.yaml';
  const [from, to] = [readYaml(before), readYaml(after)];
  if (!from.ok || !to.ok) return [{ sign: '~', what, note: 'what is deployed is no YAML' }];
  const found = compare(from.yaml.value, to.yaml.value, []);
  return found.length > 0 ? found : [{ sign: '~', what, note: 'only its comments and its layout' }];
}

/** One of the values may be `undefined`, for what is only in the other. */
function compare(from: unknown, to: unknown, path: Path): readonly Difference[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (isMapping(from) && isMapping(to)) {
    const keys = new Set([...Object.keys(to), ...Object.keys(from)]);
    const telling = [...keys].filter((key) => path.length > 0 || !isExtension(key));
    return telling.flatMap((key) => compare(ownValue(from, key), ownValue(to, key), [...path, key]));
  }
  // Sections whose entries have names are told by them, also when all of them are new.
  if (path.length === 1 && named.has(path[0]) && (from === undefined || to === undefined))
    return compare(from ?? {}, to ?? {}, path);
  if (holdsMappings(from) || holdsMappings(to)) return compareEntries(entries(from), entries(to), path);
  return [told(from, to, path)];
}

/** Lists of days and of overrides: an entry has no name, so it is there or not. */
function compareEntries(from: readonly unknown[], to: readonly unknown[], path: Path): readonly Difference[] {
  const without = (these: readonly unknown[], those: readonly unknown[]) =>
    these.filter((each) => !those.some((other) => isDeepStrictEqual(each, other)));
  const [gone, made] = [without(from, to), without(to, from)];
  if (gone.length === 0 && made.length === 0)
    return [{ sign: '~', what: nameOf(path), note: 'its entries are in another order' }];
  return [
    ...made.map((entry) => told(undefined, entry, path)),
    ...gone.map((entry) => told(entry, undefined, path)),
  ];
}

function told(from: unknown, to: unknown, path: Path): Difference {
  const what = nameOf(path);
  if (from === undefined) return { sign: '+', what, ...optional('to', shownWhole(to, path)) };
  if (to === undefined) return { sign: '-', what, ...optional('from', shownWhole(from, path)) };
  const [old, fresh] = [shown(from, path), shown(to, path)];
  // Whoever may not see a value may know that it is another one.
  if (old === fresh) return { sign: '~', what, note: 'value not shown' };
  return { sign: '~', what, from: old, to: fresh };
}

const optional = (key: 'from' | 'to', value: string | undefined) =>
  value === undefined ? {} : { [key]: value };

/** What is added or taken away as a whole: of a job, what it does and when; of a channel, its kind. */
function shownWhole(value: unknown, path: Path): string | undefined {
  const isLarge = path.length === 2 && (path[0] === 'jobs' || path[0] === 'notify');
  if (!isLarge || !isMapping(value)) return shown(value, path);
  const telling = ['action', 'cron', 'at', 'kind'].filter((key) => Object.hasOwn(value, key));
  if (telling.length === 0) return undefined;
  return telling.map((key) => shown(value[key], [...path, key])).join(' ');
}

/** The sections whose entries have names, and what one of each is called. */
const named: ReadonlyMap<unknown, string> = new Map([
  ['jobs', 'job'],
  ['notify', 'channel'],
  ['regions', 'region'],
  ['calendars', 'calendar'],
]);

/** `job nightly.cron`, `channel ops.url`, `override`, `journal.url`. */
function nameOf(path: Path): string {
  const [section, ...rest] = path;
  const kind = named.get(section);
  if (kind !== undefined && rest.length > 0) return concealLooks(`${kind} ${writePath(rest)}`);
  return concealLooks(section === 'overrides' ? 'override' : writePath(path));
}

/** A value in a line, as YAML would have it between its braces. */
function shown(value: unknown, path: Path): string {
  if (typeof value === 'string') return JSON.stringify(isHidden(value, path) ? '***' : concealLooks(value));
  if (Array.isArray(value)) return `[${value.map((each, at) => shown(each, [...path, at])).join(', ')}]`;
  if (!isMapping(value)) return isHidden(String(value), path) ? '***' : String(value);
  const pairs = Object.entries(value).map(
    ([key, each]) => `${concealLooks(key)}: ${shown(each, [...path, key])}`,
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** Of channels only these settings are surely no secrets, and what is in the environment, as here is its name only. */
function isHidden(value: string, path: Path): boolean {
  if (path[0] !== 'notify') return false;
  const isOpen = path.length === 3 && /^(kind|language|when|allowLoopback)$/.test(String(path[2]));
  return !isOpen && !isReference(value);
}

function isReference(value: string): boolean {
  const reading = mayHoldReference(value) ? readTemplate(value) : undefined;
  return reading?.ok === true && reading.template.every((part) => typeof part !== 'string');
}

function ownValue(mapping: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

function holdsMappings(value: unknown): boolean {
  return Array.isArray(value) && value.some(isMapping);
}

function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
