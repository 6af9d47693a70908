import type { EndedRun, OpenEntry, Said } from '../run/journal.ts';
import { type Outcome, outcomes } from '../run/outcome.ts';
import { decodeName, encodeName, keyOfRun } from './store-keys.ts';

/** What the keys of all that is not over begin with: one list tells of all of it. */
export const openPrefix = 'open/';
/** What the keys of ticks begin with. */
export const tickPrefix = `${openPrefix}tick/`;
/** What the keys of ended runs begin with; in their order the latest comes first. */
export const endedPrefix = 'ended/';
/** What the keys begin with that say something of a run. */
export const runPrefix = `${openPrefix}run/`;

/** The key that says that a run is not over, and since when: `open/run/<run>~<time>`. */
export function openRunKey(run: string, since: number): string {
  return keyOfRun(run, openRunKeys(run) + digitsOf(since));
}

/** The key that says that the record of a run could not be read at an instant: `open/run/<run>~<time>~unread`. */
export function unreadKey(run: string, at: number): string {
  return keyOfRun(run, `${openRunKey(run, at)}${unreadMark}`);
}

/** An instant in a key: always as long, so that keys are in the order of time. */
function digitsOf(instant: number): string {
  return String(Math.floor(instant)).padStart(13, '0');
}

/** What the keys begin with that say of a run that nobody may have come to begin it. */
export const duePrefix = `${openPrefix}due/`;

/**
 * The key that says that a run is to begin, and since when: `open/due/<run>~<time>`. Whoever begins it adds his own, so
 * that a list of those alone tells what has begun, however many are due.
 */
export function dueKey(run: string, since: number): string {
  return keyOfRun(run, dueKeys(run) + digitsOf(since));
}

/** What the keys begin with that say so of one run. */
export function dueKeys(run: string): string {
  return `${duePrefix}${encodeName(run)}~`;
}

/** What the keys begin with that say that people were told of a cause. */
export function saidKeys(cause: string): string {
  return `${saidPrefix}${encodeName(cause)}~`;
}

/** The key that says so, and since when: `open/said/<cause>~<time>`. */
export function saidKey({ cause, at }: Said): string {
  return saidKeys(cause) + digitsOf(at);
}

const saidPrefix = `${openPrefix}said/`;

/** An earlier version takes a key with such a mark for nobody's. */
const unreadMark = '~unread';
/** What an earlier version wrote instead of `duePrefix`. */
const dueMark = '~due';

/** What the keys begin with that say so of one run: it has more when it was entered more than once. */
export function openRunKeys(run: string): string {
  return `${runPrefix}${encodeName(run)}~`;
}

/** The key that says that all was entered that was due up to an instant. */
export function tickKey(at: number): string {
  return tickPrefix + encodeName(new Date(at).toISOString());
}

/** What a key under `openPrefix` says: of a run, of one that could not be read, of a tick, of what people were told. */
type OpenKey =
  | OpenEntry
  | { readonly unread: string; readonly at: number }
  | { readonly tick: number }
  | Said;

/** What a key under `openPrefix` says; `undefined` when it is not ours. */
export function readOpenKey(key: string): OpenKey | undefined {
  const mark = [unreadMark, dueMark].find((each) => key.endsWith(each)) ?? '';
  const entry = key.slice(0, key.length - mark.length);
  const [, own, since] = /^([^~]*)(?:~(\d{13}))?$/.exec(entry.slice(entry.lastIndexOf('/') + 1)) ?? [];
  const name = own === undefined ? undefined : decodeName(own);
  if (name === undefined) return undefined;
  if (key.startsWith(runPrefix)) {
    if (since === undefined) return undefined;
    if (mark === unreadMark) return { unread: name, at: Number(since) };
    return { run: name, since: Number(since), ...(mark === dueMark && { unbegun: true }) };
  }
  if (key.startsWith(duePrefix))
    return since === undefined ? undefined : { run: name, since: Number(since), unbegun: true };
  if (key.startsWith(saidPrefix)) return since === undefined ? undefined : { cause: name, at: Number(since) };
  const tick = key.startsWith(tickPrefix) ? Date.parse(name) : Number.NaN;
  return Number.isNaN(tick) ? undefined : { tick };
}

/**
 * All there is to tell of an ended run: `ended/<time>~<status>~<outcomes>~<job>~<run>`. A run id mostly begins with
 * its job, which then is not said twice: the names of files are no longer than 255 bytes.
 */
export function endedKey({ run, job, status, endedAt, outcomes: counts }: EndedRun): string {
  const counted = outcomes.flatMap((outcome) => {
    const count = counts[outcome];
    return count === undefined ? [] : [`${outcome}=${count}`];
  });
  const ofJob = `${job}@`;
  const id = run.startsWith(ofJob) ? `=${encodeName(run.slice(ofJob.length))}` : encodeName(run);
  const parts = [encodeName(status), counted.join('.'), encodeName(job), id];
  return keyOfRun(run, `${endedBefore(endedAt)}~${parts.join('~')}`);
}

/** Comes before the keys of the runs that ended at an instant or before it, and after those of all later ones. */
export function endedBefore(at: number): string {
  const left = endOfTime - Math.min(endOfTime, Math.max(0, Math.floor(at)));
  return endedPrefix + digitsOf(left);
}

/** The last instant of 13 digits, in 2286: the time that is left to it is the less the later it is. */
const endOfTime = 9_999_999_999_999;

/** The run that a key tells of; `undefined` when the key is not ours. */
export function readEndedKey(key: string): EndedRun | undefined {
  const [, left, ...parts] = /^ended\/(\d{13})~([^~]*)~([^~]*)~([^~]*)~([^~]*)$/.exec(key) ?? [];
  const [status, counted, job, id] = parts.map((part) => decodeName(part));
  if (left === undefined || status === undefined || counted === undefined) return undefined;
  if (job === undefined || id === undefined) return undefined;
  const run = id.startsWith('=') && parts[3]?.startsWith('=') ? `${job}@${id.slice(1)}` : id;
  return { run, job, status, endedAt: endOfTime - Number(left), outcomes: readCounts(counted) };
}

function readCounts(counted: string): EndedRun['outcomes'] {
  const written = new Map<string, number>();
  for (const part of counted.split('.')) {
    const [, name, count] = /^([^=]*)=(\d+)$/.exec(part) ?? [];
    if (name !== undefined && !written.has(name)) written.set(name, Number(count));
  }
  const counts: Partial<Record<Outcome, number>> = {};
  for (const outcome of outcomes) {
    const count = written.get(outcome);
    if (count !== undefined) counts[outcome] = count;
  }
  return counts;
}
