import type { EpochDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import type { IcsEvent } from './ics-event.ts';
import type { IcsClock, IcsTime } from './ics-time.ts';
import { type Effort, recur, type WallSpan } from './recurrence.ts';
import type { RecurrenceRule } from './recurrence-rule.ts';
import { type SeriesClock, seriesClock } from './series-clock.ts';

/** Days from the first to the last, both included. */
export type DaySpan = { readonly first: EpochDay; readonly last: EpochDay };

/**
 * The days on which an event is where it is asked from, each of its times a span, as far as they touch what is asked for;
 * `replaced` are the times for which other events stand.
 */
export function daysOfEvent(
  event: IcsEvent,
  replaced: readonly IcsTime[],
  asked: DaySpan,
  here: IcsClock,
  effort: Effort,
): readonly DaySpan[] {
  const { start, added, removed } = event;
  const series = seriesClock(start, here);
  const spanOf = spanner(event, series, here);
  const longest = spanOf(series.start);
  // A time that begins before may last until then, and is some hours off where walls are far apart.
  const before = (longest.last - longest.first + 3) * dayMs;
  const wanted = { from: asked.first * dayMs - before, upTo: (asked.last + 3) * dayMs };
  const walls = new Set(recurringWalls(event, series, wanted, effort));
  // A day alone means the time of day of DTSTART, where the days are counted.
  const timeOfDay = series.start - series.place({ is: 'day', day: series.dayOf(series.start) }).wall;
  for (const time of added) {
    const { wall, day } = series.place(time);
    walls.add(day === undefined ? wall : wall + timeOfDay);
  }
  const isRemoved = among([...removed, ...replaced], series);
  effort.spend(walls.size + removed.length + replaced.length);
  return [...walls]
    .filter((wall) => !isRemoved(wall))
    .map(spanOf)
    .filter((span) => touches(span, asked));
}

/** Whether the rules of an event all end before it begins, so that it has no day. */
export function isOverBeforeItBegins({ start, rules }: IcsEvent, here: IcsClock): boolean {
  const series = seriesClock(start, here);
  return rules.length > 0 && rules.every((rule) => lastWall(rule, series) < series.start);
}

function touches(one: DaySpan, other: DaySpan): boolean {
  return one.first <= other.last && one.last >= other.first;
}

function recurringWalls(
  { rules }: IcsEvent,
  series: SeriesClock,
  { from, upTo }: WallSpan,
  effort: Effort,
): readonly WallTime[] {
  if (rules.length === 0) return [series.start];
  return rules.flatMap((rule) =>
    recur(rule, series.start, { from, upTo: Math.min(upTo, lastWall(rule, series)) }, effort),
  );
}

/** UNTIL on the wall of the series; as a day it means all of it. */
function lastWall({ until }: RecurrenceRule, series: SeriesClock): WallTime {
  if (!until) return Number.POSITIVE_INFINITY;
  const { wall, day } = series.place(until);
  return day === undefined ? wall : series.place({ is: 'day', day: day + 1 }).wall - 1;
}

/** Whether a time of a series is one of a list; a day in the list stands for whatever begins on it. */
function among(list: readonly IcsTime[], series: SeriesClock): (wall: WallTime) => boolean {
  if (list.length === 0) return () => false;
  // What the clock leaves out and what it shows instead are one time.
  const real = (wall: WallTime) => series.own.wallAt(series.own.instantAt(wall));
  const placed = list.map((time) => series.place(time));
  const days = new Set(placed.flatMap(({ day }) => (day === undefined ? [] : [day])));
  const walls = new Set(placed.flatMap(({ wall, day }) => (day === undefined ? [real(wall)] : [])));
  return (wall) => days.has(series.dayOf(wall)) || walls.has(real(wall));
}

/** Gives the days of a time of a series; what ends at midnight is not on the day that begins then. */
function spanner({ start, end }: IcsEvent, series: SeriesClock, here: IcsClock): (wall: WallTime) => DaySpan {
  const isTime = end !== undefined && 'is' in end;
  const onWall = isTime ? series.place(end).wall - series.start : (end?.days ?? 0) * dayMs;
  const exact = isTime ? 0 : (end?.ms ?? 0);
  if (start.is === 'day') {
    // A day without an end is one day; so is one that ends on itself, as some programs write it.
    const days = Math.max(1, Math.ceil((onWall + exact) / dayMs));
    return (wall) => ({ first: wall / dayMs, last: wall / dayMs + days - 1 });
  }
  const dayHere = (instant: number) => Math.floor(here.wallAt(instant) / dayMs);
  return (wall) => {
    const begin = series.own.instantAt(wall);
    const over = series.own.instantAt(wall + onWall) + exact;
    return { first: dayHere(begin), last: dayHere(Math.max(begin, over - 1)) };
  };
}
