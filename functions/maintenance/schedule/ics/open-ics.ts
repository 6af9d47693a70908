import type { EpochDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type CurrentEvent, currentEvents } from './current-events.ts';
import { type DaySpan, daysOfEvent, isOverBeforeItBegins } from './event-days.ts';
import { clockIn, clocksOf } from './ics-clocks.ts';
import { readCalendars, textOf } from './ics-component.ts';
import { type IcsEvent, readEvent } from './ics-event.ts';
import { IcsFlaw } from './ics-flaw.ts';
import type { Effort } from './recurrence.ts';

/** What is wrong with an iCalendar file, and where. */
export type IcsProblem = {
  /** 1-based. */
  readonly line: number;
  /** The property or component at fault, such as DTSTART; empty for the file. */
  readonly property: string;
  /** `found - expected`. */
  readonly message: string;
};

/** A file that was read, or what is wrong with it. */
export type OpenedIcs =
  | { readonly ok: true; readonly file: IcsFile }
  | { readonly ok: false; readonly problem: IcsProblem };

/** The days of a file, each with the title of its event; or that they would be too much work. */
export type LaidDays =
  | { readonly ok: true; readonly days: ReadonlyMap<EpochDay, string> }
  | { readonly ok: false; readonly problem: IcsProblem };

/** The events of a file, still to be laid on days: that depends on the zone of who asks, and on which days. */
export type IcsFile = {
  /** Those that hold: the newest of each, and none that is cancelled. */
  readonly events: readonly IcsEvent[];
  /** The days of the events that are chosen. */
  daysIn(span: DaySpan, zone: string, chosen: (event: IcsEvent) => boolean): LaidDays;
  /** Of the events those whose rules end before they begin, which have no day for who asks from a zone. */
  over(zone: string): readonly IcsEvent[];
  /** How much work it was so far: days that were looked at, and times that were found. */
  steps(): number;
};

/** So much is no calendar of people any more: a thousand series that come every week are less of a year. */
const mostSteps = 500_000;

/**
 * Reads an iCalendar file; never throws, whatever it is. Whole days and floating times are those of the zone of
 * who asks; other events cover the days on which they last there.
 */
export function openIcs(content: Uint8Array | string, zoneOffset: ZoneOffset): OpenedIcs {
  let steps = 0;
  let allowed = mostSteps;
  let busy = { line: 1, name: '' };
  const effort: Effort = {
    spend(count) {
      steps += count;
      if (steps > allowed)
        throw new IcsFlaw(
          busy,
          `rules and times that take more than ${mostSteps} steps to follow`,
          'fewer of them in a file',
        );
    },
  };
  const read = attempt(() =>
    readCalendars(content).flatMap((calendar) => {
      const clocks = clocksOf(calendar, zoneOffset, effort);
      const isCancelling = textOf(calendar, 'METHOD').toUpperCase() === 'CANCEL';
      refuseOldVersion(calendar);
      return calendar.components
        .filter(({ name }) => name === 'VEVENT')
        .map((component) => {
          busy = component;
          return readEvent(component, clocks, isCancelling);
        });
    }),
  );
  if (!read.ok) return read;
  const current = currentEvents(read.value);
  const lay = (span: DaySpan, zone: string, chosen: (event: IcsEvent) => boolean) => {
    allowed = steps + mostSteps;
    return layOn(
      span,
      current.filter(({ event }) => chosen(event)),
      (each) => {
        busy = { line: each.event.line, name: 'VEVENT' };
        return daysOfEvent(each.event, each.replaced, span, clockIn(zone, zoneOffset), effort);
      },
    );
  };
  return {
    ok: true,
    file: {
      events: current.map(({ event }) => event),
      daysIn(span, zone, chosen) {
        const laid = attempt(() => lay(span, zone, chosen));
        return laid.ok ? { ok: true, days: laid.value } : laid;
      },
      over: (zone) => {
        const here = clockIn(zone, zoneOffset);
        return current.flatMap(({ event }) => (isOverBeforeItBegins(event, here) ? [event] : []));
      },
      steps: () => steps,
    },
  };
}

function attempt<Value>(
  work: () => Value,
): { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: IcsProblem } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (!(error instanceof IcsFlaw)) throw error;
    const { line, property, message } = error;
    return { ok: false, problem: { line, property, message } };
  }
}

function refuseOldVersion(calendar: Parameters<typeof textOf>[0]): void {
  const version = calendar.properties.find(({ name }) => name === 'VERSION');
  if (version?.value.trim() === '1.0')
    throw new IcsFlaw(
      version,
      'vCalendar 1.0, the format before iCalendar',
      '2.0: export it as iCalendar (.ics)',
    );
}

/** Each day with the title of the first event on it. */
function layOn(
  { first, last }: DaySpan,
  events: readonly CurrentEvent[],
  daysOf: (event: CurrentEvent) => readonly DaySpan[],
): ReadonlyMap<EpochDay, string> {
  const titles = new Map<EpochDay, string>();
  // For a day that is taken, where to look for the next that may be free: however many events lie on each other, no day
  // is passed over often.
  const ahead = new Map<EpochDay, EpochDay>();
  const freeFrom = (day: EpochDay): EpochDay => {
    let free = day;
    for (let next = ahead.get(free); next !== undefined; next = ahead.get(free)) free = next;
    for (let at = day; at < free; ) {
      const next = ahead.get(at) ?? free;
      ahead.set(at, free);
      at = next;
    }
    return free;
  };
  for (const each of events) {
    for (const span of daysOf(each)) {
      const end = Math.min(span.last, last);
      for (let day = freeFrom(Math.max(span.first, first)); day <= end; day = freeFrom(day + 1)) {
        titles.set(day, each.event.title);
        ahead.set(day, day + 1);
      }
    }
  }
  return titles;
}
