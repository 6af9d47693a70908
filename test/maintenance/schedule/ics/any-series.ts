import fc from 'fast-check';
import {
  readEpochDay,
  wallDay,
  writeEpochDay,
} from '../../../../functions/maintenance/foundation/time/day.ts';
import { dayMs, hourMs } from '../../../../functions/maintenance/foundation/time/duration.ts';
import type { WallTime } from '../../../../functions/maintenance/foundation/time/wall-time.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { clockIn } from '../../../../functions/maintenance/schedule/ics/ics-clocks.ts';
import { recur } from '../../../../functions/maintenance/schedule/ics/recurrence.ts';
import { readRule } from '../../../../functions/maintenance/schedule/ics/recurrence-rule.ts';

/** What the times of a series are: days, those of a zone, or UTC. */
type Kind = 'day' | 'utc' | 'Europe/Berlin' | 'America/New_York';

const pick = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const weekday = pick('SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA');
const some = (each: fc.Arbitrary<number | string>, most = 3) =>
  fc.uniqueArray(each, { minLength: 1, maxLength: most }).map(String);
const seldom = (part: fc.Arbitrary<string>) => fc.option(part, { nil: '', freq: 2 });
const part = (name: string, value: fc.Arbitrary<number | string>) => value.map((text) => `;${name}=${text}`);

const joined = (...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const none = fc.constant('');

const interval = fc.oneof(none, none, part('INTERVAL', fc.integer({ min: 2, max: 5 })));
const day = fc.integer({ min: 1, max: 31 });
/** That every month has: from others ical.js runs over into the next. */
const usualDay = fc.integer({ min: 1, max: 28 });
const signedDay = fc.oneof(day, fc.integer({ min: -31, max: -1 }));
const month = fc.integer({ min: 1, max: 12 });
/** Each weekday once, some with a number. */
const weekdays = fc
  .uniqueArray(fc.tuple(pick('', '', '-5', '-2', '-1', '1', '2', '3', '4', '5'), weekday), {
    minLength: 1,
    maxLength: 3,
    selector: ([, name]) => name,
  })
  .map((each) => `;BYDAY=${each.map((parts) => parts.join('')).join()}`);
const position = some(pick(-2, -1, 1, 2, 3), 2);

const rule = fc.oneof(
  joined(
    fc.constant('FREQ=DAILY'),
    interval,
    seldom(part('BYMONTH', some(month))),
    seldom(part('BYDAY', some(weekday))),
    seldom(part('BYMONTHDAY', some(day))),
  ),
  joined(
    fc.constant('FREQ=WEEKLY'),
    interval,
    seldom(part('BYMONTH', some(month))),
    seldom(part('BYDAY', some(weekday))),
    seldom(part('WKST', weekday)),
  ),
  joined(
    fc.constant('FREQ=MONTHLY'),
    interval,
    fc.oneof(
      none,
      part('BYMONTHDAY', some(signedDay)),
      weekdays,
      joined(part('BYMONTHDAY', some(usualDay)), part('BYDAY', some(weekday))),
      joined(part('BYDAY', some(weekday)), part('BYSETPOS', position)),
    ),
  ),
  joined(
    fc.constant('FREQ=YEARLY'),
    interval,
    fc.oneof(
      none,
      part('BYMONTH', some(month)),
      joined(part('BYMONTH', some(month)), part('BYMONTHDAY', some(usualDay))),
      joined(part('BYMONTH', some(month)), weekdays),
      weekdays,
      joined(part('BYMONTH', some(month)), part('BYDAY', some(weekday)), part('BYMONTHDAY', some(usualDay))),
      joined(part('BYMONTH', month), part('BYDAY', some(weekday)), part('BYSETPOS', position)),
      part('BYYEARDAY', pick(-366, -365, -1, 1, 59, 60, 61, 100, 366)),
    ),
  ),
);

const series = fc.record({
  kind: pick<Kind>('day', 'day', 'utc', 'Europe/Berlin', 'America/New_York'),
  rule: fc.option(rule, { freq: 8, nil: undefined }),
  from: fc.integer({ min: readEpochDay('2024-01-01'), max: readEpochDay('2025-12-31') }),
  hour: pick(0, 2.5, 9, 16, 23.5),
  length: pick(0, 1, 24, 30, 72),
  written: pick('end', 'duration'),
  last: fc.oneof(
    fc.record({ is: fc.constant('open' as const) }),
    fc.record({ is: fc.constant('count' as const), count: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ is: fc.constant('until' as const), at: fc.nat(30), off: pick(-1, 0, 1) }),
  ),
  removed: fc.array(fc.nat(30), { maxLength: 3 }),
  added: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 2 }),
  changes: fc.uniqueArray(fc.record({ at: fc.nat(30), by: fc.integer({ min: -20, max: 20 }) }), {
    maxLength: 2,
    selector: ({ at }) => at,
  }),
});

type Series = typeof series extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/**
 * Series of what ical.js reads rightly, as the lines of their events: DTSTART is a time of the rule, exceptions are, and so
 * are the times for which others stand. What it does not is in `ical-differences.test.ts`.
 */
export const anySeries: fc.Arbitrary<readonly (readonly string[])[]> = series
  .map(write)
  .filter((events) => events.length > 0);

function write(drawn: Series): readonly (readonly string[])[] {
  const { kind, length, last } = drawn;
  const first = drawn.from * dayMs + (kind === 'day' ? 0 : drawn.hour * hourMs);
  const timesFrom = (start: WallTime) =>
    drawn.rule === undefined
      ? [start]
      : recur(
          readRule({ line: 1, name: 'RRULE', parameters: new Map(), value: drawn.rule }, start),
          start,
          { from: start, upTo: start + 1_200 * dayMs },
          { spend: () => {} },
        );
  const [start] = timesFrom(first);
  if (
    start === undefined ||
    (drawn.rule?.startsWith('FREQ=YEARLY') && wallDay(Math.floor(start / dayMs)).day > 28)
  )
    return [];
  const times = timesFrom(start);
  const time = (index: number) => times[index % times.length] ?? start;
  let end = '';
  if (last.is === 'count') end = `;COUNT=${last.count}`;
  if (last.is === 'until')
    end = `;UNTIL=${untilOf(kind, time(last.at) + last.off * (kind === 'day' ? dayMs : hourMs))}`;
  const ms = Math.max(kind === 'day' ? 24 : 1, length) * hourMs;
  const lasting = (begin: WallTime) =>
    drawn.written === 'end' || kind === 'day'
      ? `DTEND${at(kind, begin + Math.ceil(ms / (kind === 'day' ? dayMs : 1)) * (kind === 'day' ? dayMs : 1))}`
      : `DURATION:PT${ms / hourMs}H`;
  const lastWall =
    last.is === 'count'
      ? times[last.count - 1]
      : last.is === 'until'
        ? time(last.at) + last.off * (kind === 'day' ? dayMs : hourMs)
        : undefined;
  const removed = drawn.rule === undefined ? [] : [...new Set(drawn.removed.map(time))];
  const added =
    drawn.rule === undefined
      ? []
      : drawn.added.map((days) => start + days * dayMs).filter((each) => !times.includes(each));
  const own = times.filter((each) => each <= (lastWall ?? each) && !removed.includes(each)).slice(0, 30);
  const changes = drawn.changes.flatMap(({ at: index, by }) => {
    const replaced = own[index];
    return replaced === undefined ? [] : [{ replaced, start: replaced + by * dayMs }];
  });
  return [
    [
      'UID:1',
      `DTSTART${at(kind, start)}`,
      ...(length === 0 ? [] : [lasting(start)]),
      ...(drawn.rule === undefined ? [] : [`RRULE:${drawn.rule}${end}`]),
      ...removed.map((each) => `EXDATE${at(kind, each)}`),
      ...added.map((each) => `RDATE${at(kind, each)}`),
    ],
    ...changes.map(({ replaced, start: moved }) => [
      'UID:1',
      `RECURRENCE-ID${at(kind, replaced)}`,
      `DTSTART${at(kind, moved)}`,
      ...(length === 0 ? [] : [lasting(moved)]),
    ]),
  ];
}

function stamp(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function at(kind: Kind, wall: WallTime): string {
  switch (kind) {
    case 'day':
      return `;VALUE=DATE:${writeEpochDay(wall / dayMs).replaceAll('-', '')}`;
    case 'utc':
      return `:${stamp(wall)}Z`;
    default:
      return `;TZID=${kind}:${stamp(wall)}`;
  }
}

function untilOf(kind: Kind, wall: WallTime): string {
  switch (kind) {
    case 'day':
      return writeEpochDay(wall / dayMs).replaceAll('-', '');
    case 'utc':
      return `${stamp(wall)}Z`;
    default:
      return `${stamp(clockIn(kind, zoneOffset).instantAt(wall))}Z`;
  }
}
