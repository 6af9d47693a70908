import * as z from 'zod/mini';
import {
  day,
  duration,
  icsPath,
  listOf,
  mapping,
  name,
  text,
  timeOfDay,
  wholeNumber,
} from './value-schema.ts';

/** Huawei's region, the project in it, and the endpoint of DCS where it is not the public one. */
export const region = mapping(
  {
    region: text("Huawei's id of a region, such as cn-north-4"),
    projectId: text('the id of a project'),
    endpoint: z.optional(text('a URL')),
  },
  'a mapping with region and projectId',
);

const why = text('text that says why');
const entered =
  'a mapping with date and reason, with from, to and reason, with ics: a path, with china: holidays or workdays, or with year and holidays or ics';
const titles = listOf(
  text('a title of events, in which * stands for anything'),
  'a list of at least one title of events, such as ["*休*"]',
);
const year = wholeNumber('a year such as 2027', 2_000, 2_100);
const offDays = 'a list of days and of spans with from and to';
const offDay = z.union([day, mapping({ from: day, to: day, reason: z.optional(why) }, offDays)], offDays);
/**
 * An entry of a calendar: a day or a span of days, both ends included; the events of an iCalendar file, or of some
 * titles; the days off of China's public holidays, or the days worked there, the weekends worked in exchange included;
 * a year of these that is not known, which holds for all calendars.
 */
export const calendarEntry = z.union(
  [
    mapping({ date: day, reason: why }, entered),
    mapping({ from: day, to: day, reason: why }, entered),
    mapping({ ics: icsPath, only: z.optional(titles), except: z.optional(titles) }, entered),
    mapping({ china: z.enum(['holidays', 'workdays'], 'holidays or workdays') }, entered),
    mapping(
      {
        year,
        holidays: listOf(offDay, offDays),
        workdays: z._default(z.array(day, 'a list of days'), []),
      },
      entered,
    ),
    mapping({ year, ics: icsPath }, entered),
  ],
  entered,
);

const overriding = 'one of skip: true, pause: true and move: "05:00"';
/** A job that does not run, or runs at another time, before a day. */
export const override = z.pipe(
  mapping(
    {
      job: name,
      skip: z.optional(z.literal(true, 'true')),
      pause: z.optional(z.literal(true, 'true')),
      move: z.optional(timeOfDay),
      until: day,
      by: text('who decided it'),
      reason: why,
    },
    'a mapping with job, skip, pause or move, until, by and reason',
  ),
  z.transform(({ skip, pause, move, ...rest }, context) => {
    const [effect, ...others] = [
      ...(skip ? [{ kind: 'skip' } as const] : []),
      ...(pause ? [{ kind: 'pause' } as const] : []),
      ...(move === undefined ? [] : [{ kind: 'move', to: move } as const]),
    ];
    if (effect && others.length === 0) return { ...rest, ...effect };
    const all = [effect, ...others].flatMap((each) => (each ? [each.kind] : []));
    const found = all.length === 0 ? 'neither skip nor pause nor move' : all.join(' and ');
    context.issues.push({
      code: 'custom',
      input: rest,
      message: overriding,
      params: { code: 'override.kind', found },
    });
    return z.NEVER;
  }),
);

const place = 'obs://BUCKET/PREFIX, or file:FOLDER for trying things out';
const recorded = `${place}, or a mapping with url, region, endpoint or keep`;
const journalRules = mapping(
  {
    url: text(place),
    region: z.optional(text("Huawei's id of a region, such as cn-north-4")),
    endpoint: z.optional(text('a URL')),
    movedFrom: z.optional(text(place)),
    keep: z.prefault(duration, '90d'),
  },
  recorded,
);
/** Where runs are recorded so that they outlive the function; a text alone is its URL. */
export const journal = z.union(
  [
    z.pipe(
      z.pipe(
        text(place),
        z.transform((url) => ({ url })),
      ),
      journalRules,
    ),
    journalRules,
  ],
  recorded,
);

/** Where the function itself is, when it may ask for a fresh invocation of itself. */
export const handOver = mapping(
  {
    region: text("Huawei's id of the region that the function is in, such as cn-north-4"),
    endpoint: z.optional(text('a URL')),
  },
  'a mapping with region',
);
