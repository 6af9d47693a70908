import { type EpochDay, epochDayAt } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { clocksOf } from './ics-clocks.ts';
import { IcsFlaw, readCalendars, textOf } from './ics-component.ts';
import { among, type IcsEvent, occurrencesOf, readEvent } from './ics-event.ts';
import { type IcsTime, instantOf } from './ics-time.ts';

/** What is wrong with an iCalendar file, and the line (1-based) where it shows, or where the event begins. */
type IcsProblem = { readonly line: number; readonly message: string };

/** A file that was read, or what is wrong with it. */
export type OpenedIcs =
  | { readonly ok: true; readonly file: IcsFile }
  | { readonly ok: false; readonly problem: IcsProblem };

/** The events of a file, still to be laid on days: that depends on the zone of who asks, and on how far. */
type IcsFile = { daysUpTo(last: EpochDay, zone: string): ReadonlyMap<EpochDay, string> };

/**
 * Reads an iCalendar file; never throws, whatever the text. Whole days and floating times are those of the zone of
 * who asks; other events cover the days on which they last there.
 */
export function openIcs(text: string, zoneOffset: ZoneOffset): OpenedIcs {
  try {
    const events = eventsOf(text, zoneOffset);
    return {
      ok: true,
      file: {
        daysUpTo: (last, zone) => lay(events, last, (instant) => zoneOffset(zone, instant) ?? 0),
      },
    };
  } catch (error) {
    // ical.js throws errors of its own and, from its depths, TypeErrors; all of them are the file's.
    const message = error instanceof Error ? error.message : 'cannot be read';
    return { ok: false, problem: { line: lineOf(message, text), message } };
  }
}

/** ical.js counts no lines: the first that holds what a message quotes, be it a line or the id of an event. */
function lineOf(message: string, text: string): number {
  const lines = text.split(/\r?\n/);
  for (const [, quoted = ''] of message.matchAll(/"([^"]{3,})"/g)) {
    const index = lines.findIndex((line) => line.includes(quoted));
    if (index >= 0) return index + 1;
  }
  return 1;
}

function eventsOf(text: string, zoneOffset: ZoneOffset): IcsEvent[] {
  return readCalendars(text).flatMap((calendar) => {
    const clocks = clocksOf(calendar, zoneOffset);
    const components = calendar.components.filter(({ name }) => name === 'vevent');
    return components.map((component) => {
      try {
        return readEvent(component, clocks);
      } catch (error) {
        if (!(error instanceof IcsFlaw)) throw error;
        throw new IcsFlaw(`event ${JSON.stringify(textOf(component, 'uid'))}: ${error.message}`);
      }
    });
  });
}

function lay(
  events: readonly IcsEvent[],
  last: EpochDay,
  offsetAt: (instant: number) => number,
): ReadonlyMap<EpochDay, string> {
  const days = new Map<EpochDay, string>();
  const replacements = events.filter(({ replaces }) => replaces);
  for (const event of events) {
    const { uid, summary, length, replaces, cancelled } = event;
    if (cancelled) continue;
    const isReplaced = among(
      replaces ? [] : replacements.flatMap((other) => (other.uid === uid && other.replaces) || []),
    );
    // What begins on the next day but one elsewhere may still be on the last of these here.
    for (const time of occurrencesOf(event, (last + 2) * dayMs)) {
      if (isReplaced(time)) continue;
      const [from, to] = daysFrom(time, length, offsetAt);
      for (let day = from; day <= Math.min(to, last); day += 1) if (!days.has(day)) days.set(day, summary);
    }
  }
  return days;
}

/** The first and the last day on which something lasts; what ends at midnight is not on the day that begins then. */
function daysFrom(
  time: IcsTime,
  length: number,
  offsetAt: (instant: number) => number,
): readonly [EpochDay, EpochDay] {
  const begin = instantOf(time);
  const end = begin + Math.max(length, 1) - 1;
  const dayOf = (instant: number) => epochDayAt(instant, time.clock ? offsetAt(instant) : 0);
  return [dayOf(begin), dayOf(end)];
}
