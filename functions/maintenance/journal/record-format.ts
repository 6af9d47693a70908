import { createHash } from 'node:crypto';
import type { RunEvent } from '../run/event.ts';
import { JournalError } from '../run/journal-error.ts';

/**
 * The record of a run is text of one JSON object a line. Every line begins with the version of the format and a
 * checksum of that and of all that follows it, so that what is read is what a writer of that version wrote, and can be
 * trusted without looking at every field. The first line is a header; each of the others holds the events of one append and
 * the byte at which it stands (`at`), so that no line can be missing, doubled or out of its place.
 * Events that an older reader would not understand, or not as they were meant, make a new version; every version is
 * read for ever. 2: answers in doubt, and calls that failed as a whole and are sent again in parts. A reader of version
 * 1 would flush again what was answered "failed". 3: instances that wait for their maintenance windows, or must meet
 * conditions, to which a reader of version 2 would pay no heed.
 */
const version = 3;
const name = 'nightshift run record';

/** One append: what is in it, and where it will stand. */
type Batch = {
  readonly run: string;
  /** The byte at which the record ends so far; at 0 a header goes before the events. */
  readonly position: number;
  /** Tells this append from one of the same events by somebody else. */
  readonly batch: string;
  /** `nightshift 1.2.3`. */
  readonly writer: string;
  readonly events: readonly RunEvent[];
};

type Header = { readonly format: string; readonly run: string };
type Events = { readonly at: number; readonly events: readonly RunEvent[] };

/** The bytes of an append. */
export function encodeBatch({ run, position, batch, writer, events }: Batch): Uint8Array {
  const header = position === 0 ? lineOf({ format: name, run, writer }) : '';
  const at = position + Buffer.byteLength(header);
  return Buffer.from(header + lineOf({ batch, at, events }));
}

function lineOf(content: object): string {
  const rest = JSON.stringify(content).slice(1);
  return `{"v":${version},"sum":"${checksum(String(version), rest)}",${rest}\n`;
}

const linePrefix = new RegExp(`^\\{"v":([1-${version}]),"sum":"([0-9a-f]{16})",$`);
const prefixLength = lineOf({}).length - '}\n'.length;

/** Of parts one after another, which are not joined for it: a line may be as long as half a record. */
function checksum(...parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, 16);
}

/**
 * The appends of a record, one after another, so that a large one is never in memory as text. Throws `JournalError`
 * when the record is of another run, was damaged, or was written by a newer version; `key` is for its message.
 */
export function* decodeRecord(
  record: Uint8Array,
  { run, key }: { readonly run: string; readonly key: string },
): Generator<readonly RunEvent[]> {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  let line = 0;
  for (let start = 0, end: number; start < bytes.length; start = end + 1) {
    line += 1;
    const place = `${key}, line ${line}`;
    end = bytes.indexOf('\n', start);
    if (end < 0) throw corrupt(place, 'it does not end with a line feed');
    const { content, of } = readLine(bytes.subarray(start, end), place);
    if (line === 1) checkHeader(content as Header, run, place);
    // The checksum says that a writer of that version wrote the line.
    else yield eventsOfVersion(of, eventsAt(content as Events, start, place));
  }
  if (line < 2) throw corrupt(key, line === 0 ? 'it is empty' : 'nothing follows its header');
}

function readLine(line: Buffer, place: string): { readonly content: unknown; readonly of: number } {
  const prefix = line.toString('latin1', 0, prefixLength);
  const [, of, sum] = linePrefix.exec(prefix) ?? [];
  if (sum === undefined) throw wrongPrefix(prefix, place);
  const rest = line.subarray(prefixLength);
  // Version 1, and the first writers of version 2, summed up the rest alone.
  if (sum !== checksum(of ?? '', rest) && sum !== checksum(rest))
    throw corrupt(place, 'its checksum is not that of its content');
  return { content: JSON.parse(line.toString()), of: Number(of) };
}

function wrongPrefix(prefix: string, place: string): JournalError {
  const found = /^\{"v":([1-9]\d{0,8}),/.exec(prefix)?.[1];
  if (found === undefined || Number(found) <= version)
    return corrupt(
      place,
      `it begins with ${JSON.stringify(prefix.slice(0, 12))} and not with ${JSON.stringify(`{"v":${version},"sum"`)}`,
    );
  return new JournalError(
    'journal.format',
    `${place}: it is in version ${found} of the format, and this nightshift reads version ${version} - upgrade nightshift`,
  );
}

function checkHeader({ format, run: found }: Header, run: string, place: string): void {
  if (format !== name) throw corrupt(place, 'it is not the header of a record');
  if (found !== run)
    throw corrupt(
      place,
      `it is the record of the run ${JSON.stringify(found)}, not of ${JSON.stringify(run)}`,
    );
}

function eventsAt({ at, events }: Events, start: number, place: string): readonly RunEvent[] {
  if (at === start) return events;
  throw corrupt(
    place,
    `it was written at byte ${at} and stands at byte ${start}: lines are missing or double before it`,
  );
}

function corrupt(place: string, what: string): JournalError {
  return new JournalError('journal.corrupt', `${place}: ${what}`);
}

/**
 * The events of a line that an older version wrote, as today's say the same. A record is never rewritten: whoever goes
 * on with its run appends lines of his own version after it, which the older one leaves alone.
 *
 * Version 1 had no word for an answer in doubt: whatever was not `success` stood in `rejected`, in whatever spelling,
 * and was sent again. What it did then stands in the events that follow; where it did not live to do anything, nothing
 * is known but that it was not the word.
 */
function eventsOfVersion(version: number, events: readonly RunEvent[]): readonly RunEvent[] {
  return version === 1 ? events.map(sinceVersion1) : events;
}

function sinceVersion1(event: RunEvent): RunEvent {
  if (event.type !== 'answered' || event.rejected.length === 0) return event;
  const odd = event.rejected.map((id) => [id, 'something else than "success"'] as const);
  return { ...event, rejected: [], odd };
}
