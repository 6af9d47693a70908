import * as z from 'zod/mini';
import { calendarDay } from '../foundation/time/day.ts';
import { durationPattern, parseDuration } from '../foundation/time/duration.ts';
import { parseCron } from './cron/parse-cron.ts';
import { parseOneTime } from './one-time.ts';
import { parsePercent, percentPattern, type Share, somePercentPattern } from './share.ts';

// Every error text of the schema is the second half of a diagnostic: what was expected. The first half, what
// was found, comes from the document: see `document/check-shape.ts`.

/** Keys and their values, no others. The error text for an unknown key is the list of the known ones. */
export function mapping<Shape extends z.core.$ZodShape>(shape: Shape, expected: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : expected),
  });
}

/** A list that is not empty. */
export function listOf<Item extends z.core.SomeType>(item: Item, expected: string) {
  return z.array(item, expected).check(z.minLength(1, expected));
}

const named = 'a name of at most 64 letters, digits, - and _, starting with a letter or digit';
/** A name people give to a job, region, channel or calendar; it stands in run ids and file names. */
export const name = z.string(named).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, named));

/** Entries under names of their own. */
export function namedEntries<Entry extends z.core.SomeType>(entry: Entry, expected: string, least = 0) {
  return z
    .record(name, entry, expected)
    .check(z.refine((entries) => Object.keys(entries).length >= least, expected));
}

/** Text that is not empty; `expected` says of what. */
export function text(expected: string) {
  return z
    .string({
      error: ({ input }) =>
        typeof input === 'number' || typeof input === 'boolean' ? `${expected}, in quotes` : expected,
    })
    .check(z.minLength(1, expected));
}

/** A whole number between two, both included. */
export function wholeNumber(expected: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return z.number(expected).check(z.int(expected), z.gte(least, expected), z.lte(most, expected));
}

const lasting = 'a duration: a number and a unit, such as 90s, 30m, 2h or 7d';
/** `90s`, `30m`, `2h`, `7d`; read into milliseconds. */
export const duration = z.pipe(
  z.string(lasting).check(z.regex(durationPattern, lasting)),
  z.transform((value) => parseDuration(value) ?? 0),
);

const wandering = 'a duration of at most 12h, such as 20m';
const isHalfADay = (value: string) => (parseDuration(value) ?? Number.NaN) <= 12 * 3_600_000;
/** How far fires may be spread; half a day at most, beyond which it would be another day's fire. */
export const jitter = z.pipe(
  z.string(wandering).check(z.regex(durationPattern, wandering), z.refine(isHalfADay, wandering)),
  z.transform((value) => parseDuration(value) ?? 0),
);

const gridded = 'whole minutes that divide an hour: 1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m or 1h';
const isGrid = (value: string) => {
  const minutes = (parseDuration(value) ?? Number.NaN) / 60_000;
  return Number.isInteger(minutes) && 60 % minutes === 0;
};
/** A duration that the hours of every zone's clock are made of; a grid that did not would drift over the day. */
export const tick = z.pipe(
  z.string(gridded).check(z.regex(durationPattern, gridded), z.refine(isGrid, gridded)),
  z.transform((value) => parseDuration(value) ?? 0),
);

function share(expected: string, leastCount: number, percents: RegExp) {
  const counted = z.pipe(
    wholeNumber(expected, leastCount),
    z.transform((value): Share => ({ count: value })),
  );
  const parted = z.pipe(
    z.string(expected).check(z.regex(percents, expected)),
    z.transform((value): Share => parsePercent(value)),
  );
  return z.union([counted, parted], expected);
}

/** A count from 1, or a percentage from 1%. */
export const someShare = share('a number from 1, or a percentage such as 25%', 1, somePercentPattern);
/** A count from 0, or a percentage from 0%. */
export const shareOrNone = share('a number from 0, or a percentage such as 10%', 0, percentPattern);

const dated = 'a day that exists, such as 2026-11-10';
/** A day, kept as it was written. */
export const day = z.string(dated).check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/, dated),
  z.refine((value) => calendarDay(value) !== undefined, dated),
);

const clocked = 'a time of day from 00:00 to 23:59, in quotes, such as "05:00"';
/** A time as a clock shows it, kept as it was written. */
export const timeOfDay = z.string(clocked).check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, clocked));

const icsNamed =
  'the path of an .ics file in the folder of the schedule or below, with /, such as ./holidays.ics';
/** Where an iCalendar file lies, seen from the schedule: beside or below it, for the function has nothing else. */
export const icsPath = z
  .string(icsNamed)
  .check(z.regex(/^(?!\/|[A-Za-z][A-Za-z0-9+.-]*:|(?:.*\/)?\.\.\/)[^\\]+\.[iI][cC][sS]$/, icsNamed));

const scheduled = 'five fields in quotes: minute hour day month weekday, such as "30 3 * * *"';
/** A cron expression, read into its fields. */
export const cron = z.pipe(
  z.string(scheduled),
  z.transform((value, context) => {
    const read = parseCron(value);
    return read.ok ? read.fields : refuse(read, value, context);
  }),
);

const once = 'a day and a time in quotes, such as "2026-12-12T03:00"';
/** A day and a time of it, read into the fields of a cron expression that comes once. */
export const oneTime = z.pipe(
  z.string(once),
  z.transform((value, context) => {
    const read = parseOneTime(value);
    return read.ok ? read.time : refuse(read, value, context);
  }),
);

type Refusal = { readonly code: string; readonly found: string; readonly expected: string };

/** To zod, `code` is the kind of issue; the parser's own travels among the parameters. */
function refuse(
  { code, found, expected }: Refusal,
  input: string,
  { issues }: Pick<z.core.$RefinementCtx, 'issues'>,
): never {
  issues.push({ code: 'custom', input, message: expected, params: { code, found } });
  return z.NEVER;
}
