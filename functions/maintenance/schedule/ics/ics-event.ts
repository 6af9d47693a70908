import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { type IcsComponent, IcsFlaw, propertiesOf, textOf } from './ics-component.ts';
import { type IcsClocks, type IcsTime, instantOf, timesOf } from './ics-time.ts';
import { recur } from './recurrence.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';

/** An event of a file, with what makes it come again and what replaces some of its times. */
export type IcsEvent = {
  readonly uid: string;
  readonly summary: string;
  readonly start: IcsTime;
  /** How long it lasts, in milliseconds; whole days have 24 hours. */
  readonly length: number;
  readonly rules: readonly RecurrenceRule[];
  readonly added: readonly IcsTime[];
  readonly removed: readonly IcsTime[];
  /** Which time of the series with the same `uid` this event stands for; `undefined` for the series itself. */
  readonly replaces: IcsTime | undefined;
  readonly cancelled: boolean;
};

/** Reads a VEVENT. Throws `IcsFlaw`. */
export function readEvent(component: IcsComponent, clocks: IcsClocks): IcsEvent {
  const times = (name: string) =>
    propertiesOf(component, name).flatMap((property) => timesOf(property, clocks));
  const [start] = times('dtstart');
  if (!start) throw new IcsFlaw('has no DTSTART');
  if (propertiesOf(component, 'exrule').length > 0)
    throw new IcsFlaw('has an EXRULE, which is not supported');
  const [recurrenceId] = propertiesOf(component, 'recurrence-id');
  if (recurrenceId?.parameters['range'] !== undefined) {
    throw new IcsFlaw('replaces a time and all that follow (RANGE), which is not supported');
  }
  return {
    uid: textOf(component, 'uid'),
    summary: textOf(component, 'summary') || 'an event without a summary',
    start,
    length: lengthOf(component, start, times('dtend')[0]),
    rules: propertiesOf(component, 'rrule').map(({ values }) => readRule(values[0], start.wall)),
    added: times('rdate'),
    removed: times('exdate'),
    replaces: times('recurrence-id')[0],
    cancelled: textOf(component, 'status').toUpperCase() === 'CANCELLED',
  };
}

function lengthOf(component: IcsComponent, start: IcsTime, end: IcsTime | undefined): number {
  const length = end ? instantOf(end) - instantOf(start) : durationOf(textOf(component, 'duration'));
  if (length < 0) throw new IcsFlaw('ends before it begins');
  // A day without an end is one day; so is one that ends on itself, as some programs write it.
  return start.allDay ? Math.max(dayMs, Math.ceil(length / dayMs) * dayMs) : length;
}

/** Reads `P1W` or `P1DT2H30M`; nothing is no time at all. */
function durationOf(text: string): number {
  if (text === '') return 0;
  const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match) throw new IcsFlaw(`DURATION ${JSON.stringify(text)} is none`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}

/** When an event begins, each time up to a wall time (included). */
export function occurrencesOf({ start, rules, added, removed }: IcsEvent, upTo: WallTime): IcsTime[] {
  const walls = new Set(
    rules.length === 0
      ? [start.wall]
      : rules.flatMap((rule) => recur(rule, start.wall, Math.min(upTo, lastWall(rule, start)))),
  );
  const isRemoved = among(removed);
  return [...[...walls].map((wall) => ({ ...start, wall })), ...added].filter(
    (time) => time.wall <= upTo && !isRemoved(time),
  );
}

/** UNTIL on the event's own clock: it is written in UTC where the event has a zone, and as a day it means all of it. */
function lastWall({ until }: RecurrenceRule, { clock }: IcsTime): WallTime {
  if (!until) return Number.POSITIVE_INFINITY;
  if (until.allDay) return until.wall + dayMs - 1;
  if (!until.utc || !clock) return until.wall;
  return until.wall + (until.wall - clock(until.wall));
}

/** Whether a time is one of a list; a day in the list stands for whatever begins on it. */
export function among(list: readonly IcsTime[]): (time: IcsTime) => boolean {
  const days = new Set(list.flatMap(({ allDay, wall }) => (allDay ? [wall] : [])));
  const instants = new Set(list.flatMap((time) => (time.allDay ? [] : [instantOf(time)])));
  return (time) =>
    days.has(Math.floor(time.wall / dayMs) * dayMs) || (!time.allDay && instants.has(instantOf(time)));
}
