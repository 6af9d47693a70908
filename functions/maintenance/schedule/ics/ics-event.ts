import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import type { ContentLine } from './content-lines.ts';
import { type EventMark, looksObserved, markOf } from './event-marks.ts';
import { type IcsComponent, propertiesOf, propertyOf, textOf } from './ics-component.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';
import {
  type IcsClocks,
  type IcsLength,
  type IcsTime,
  readLength,
  readTime,
  timesOf,
  utcClock,
} from './ics-time.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import { seriesClock } from './series-clock.ts';

/** An event of a file, with what makes it come again and what replaces some of its times. */
export type IcsEvent = {
  /** Of its BEGIN. */
  readonly line: number;
  /** Empty for one that has none. */
  readonly uid: string;
  /** Its summary on one line, or what is said where it has none. */
  readonly title: string;
  readonly mark: EventMark | undefined;
  readonly observed: boolean;
  readonly sequence: number;
  /** When this version was written, in milliseconds; `undefined` where that is not said. */
  readonly stamp: number | undefined;
  readonly cancelled: boolean;
  readonly start: IcsTime;
  /** When it ends, or how long it lasts; `undefined` for what has neither. */
  readonly end: IcsTime | IcsLength | undefined;
  readonly rules: readonly RecurrenceRule[];
  readonly added: readonly IcsTime[];
  readonly removed: readonly IcsTime[];
  /** Which time of the series with the same `uid` this event stands for; `undefined` for the series itself. */
  readonly replaces: IcsTime | undefined;
};

/** Reads a VEVENT; in a calendar with METHOD:CANCEL all are cancelled. Throws `IcsFlaw`. */
export function readEvent(component: IcsComponent, clocks: IcsClocks, isCancelling: boolean): IcsEvent {
  const begin = propertyOf(component, 'DTSTART');
  if (!begin)
    throw new IcsFlaw(component, `the event ${shown(titleOf(component))} without DTSTART`, 'when it begins');
  const written = one(begin, clocks);
  const isDay = isWholeDay(component, written);
  const start: IcsTime =
    isDay && written.is !== 'day' ? { is: 'day', day: Math.floor(wallOf(written) / dayMs) } : written;
  const times = (name: string) => propertiesOf(component, name).flatMap((each) => timesOf(each, clocks));
  const [replacing] = propertiesOf(component, 'RECURRENCE-ID');
  if (replacing?.parameters.has('RANGE'))
    throw new IcsFlaw(
      replacing,
      'a change of a time and of all that follow (RANGE), which is not supported',
      'an event for each time, or a series of its own',
    );
  const [excluding] = propertiesOf(component, 'EXRULE');
  if (excluding)
    throw new IcsFlaw(excluding, 'a rule for exceptions, which is not supported', 'the exceptions in EXDATE');
  const rules = replacing ? [] : propertiesOf(component, 'RRULE');
  const event: IcsEvent = {
    line: component.line,
    uid: textOf(component, 'UID'),
    title: titleOf(component),
    mark: markOf(component),
    observed: looksObserved(component),
    sequence: sequenceOf(component),
    stamp: stampOf(component),
    cancelled: isCancelling || /^CANCELL?ED$/i.test(textOf(component, 'STATUS')),
    start,
    end: endOf(component, clocks),
    rules: rules.map((rule) => readRule(rule, seriesClock(start, utcClock).start)),
    added: replacing ? [] : times('RDATE'),
    removed: replacing ? [] : times('EXDATE'),
    replaces: replacing && one(replacing, clocks),
  };
  refuseUnknownClocks(event);
  refuseBackwards(component, event);
  return event;
}

function titleOf(component: IcsComponent): string {
  return textOf(component, 'SUMMARY') || 'an event without a summary';
}

/** The time of a property that has one. */
function one(property: ContentLine, clocks: IcsClocks): IcsTime {
  const [time, ...others] = timesOf(property, clocks);
  if (!time || others.length > 0) throw new IcsFlaw(property, shown(property.value), 'one time');
  return time;
}

function wallOf(time: Exclude<IcsTime, { readonly is: 'day' }>): WallTime {
  return time.is === 'utc' ? time.instant : time.wall;
}

/** Outlook writes whole days from midnight to midnight of the zone that they were entered in, and says so beside. */
function isWholeDay(component: IcsComponent, start: IcsTime): boolean {
  if (start.is === 'day') return true;
  return (
    wallOf(start) % dayMs === 0 && textOf(component, 'X-MICROSOFT-CDO-ALLDAYEVENT').toUpperCase() === 'TRUE'
  );
}

function sequenceOf(component: IcsComponent): number {
  const property = propertyOf(component, 'SEQUENCE');
  if (!property) return 0;
  if (/^\s*\d{1,15}\s*$/.test(property.value)) return Number(property.value);
  throw new IcsFlaw(property, shown(property.value), 'a number from 0');
}

/** A stamp that cannot be read is none: it only tells versions of one number apart. */
function stampOf(component: IcsComponent): number | undefined {
  const stamp = readTime(textOf(component, 'DTSTAMP'));
  return stamp?.is === 'utc' ? stamp.instant : undefined;
}

function endOf(component: IcsComponent, clocks: IcsClocks): IcsEvent['end'] {
  const end = propertyOf(component, 'DTEND');
  if (end) return one(end, clocks);
  const length = propertyOf(component, 'DURATION');
  return length && readLength(length);
}

/** Asks for the clock of each time that needs one, so that a zone that nobody knows is told of before any day is asked for. */
function refuseUnknownClocks({ start, end, added, removed, replaces }: IcsEvent): void {
  if (start.is === 'zoned') start.clock();
  if (start.is === 'day' || start.is === 'floating') return;
  const ends = end && 'is' in end ? [end] : [];
  for (const time of [...ends, ...added, ...removed, ...(replaces ? [replaces] : [])]) {
    if (time.is === 'zoned' && !(start.is === 'zoned' && start.zone === time.zone)) time.clock();
  }
}

/** Where one end depends on who asks, some hours may be missing for some, and nobody is told. */
function refuseBackwards(component: IcsComponent, { start, end }: IcsEvent): void {
  if (!end || !('is' in end)) return;
  const series = seriesClock(start, utcClock);
  const tolerance = start.is === end.is ? 0 : dayMs;
  if (series.place(end).wall + tolerance >= series.start) return;
  const property = propertyOf(component, 'DTEND');
  throw new IcsFlaw(
    property ?? component,
    `${shown(property?.value ?? '')}, before it begins`,
    `a time after DTSTART, which is ${shown(propertyOf(component, 'DTSTART')?.value ?? '')}`,
  );
}
