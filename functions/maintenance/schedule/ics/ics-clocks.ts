import { dayMs } from '../../foundation/time/duration.ts';
import { instantOfWall, type WallTime, wallAt } from '../../foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type IcsComponent, propertiesOf, propertyOf, textOf } from './ics-component.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';
import { type IcsClock, type IcsClocks, timesOf } from './ics-time.ts';
import { type Effort, recur } from './recurrence.ts';
import { readRule } from './recurrence-rule.ts';
import { fixedOffsetOf, ianaNamesOf } from './zone-names.ts';

/** A moment from which a clock has an offset from UTC; all in milliseconds. */
type Onset = { readonly at: number; readonly before: number; readonly after: number };

/** Rules of a zone are followed between these; no calendar of nights reaches farther. */
const [earliest, farthest] = [Date.UTC(1990, 0, 1), Date.UTC(2100, 0, 1)];

/** The clock of a zone whose offsets are known. */
export function clockIn(zone: string, offsets: ZoneOffset): IcsClock {
  return {
    wallAt: (instant) => wallAt(zone, instant, offsets),
    instantAt: (wall) => instantOfWall(zone, wall, offsets),
  };
}

/**
 * The clocks of a calendar: its own VTIMEZONEs; for ids that it does not define, or not wholly, the zone of IANA's that
 * such an id means.
 */
export function clocksOf({ components }: IcsComponent, zoneOffset: ZoneOffset, effort: Effort): IcsClocks {
  const clocks = new Map<string, IcsClock>();
  const zones = components.filter(({ name }) => name === 'VTIMEZONE');
  return (tzid, property) => {
    const known = clocks.get(tzid);
    if (known) return known;
    const own = zones.find((zone) => textOf(zone, 'TZID') === tzid);
    const defined = own && tryOffsets(own, effort);
    const fixed = fixedOffsetOf(tzid);
    // Some programs leave the times of a zone out, and say beside which one it is.
    const ids = own ? [tzid, textOf(own, 'X-LIC-LOCATION')] : [tzid];
    const iana = ids.flatMap(ianaNamesOf).find((name) => zoneOffset(name, 0) !== undefined);
    let clock: IcsClock;
    if (defined && !(defined instanceof IcsFlaw)) clock = clockIn(tzid, defined);
    else if (iana !== undefined) clock = clockIn(iana, zoneOffset);
    else if (fixed !== undefined) clock = clockIn(tzid, () => fixed);
    else if (defined) throw defined;
    else
      throw new IcsFlaw(
        property,
        `the time zone ${shown(tzid)}`,
        'one that a VTIMEZONE of the file defines, an IANA name such as Asia/Shanghai, or one of Windows such as China Standard Time',
      );
    clocks.set(tzid, clock);
    return clock;
  };
}

function tryOffsets(zone: IcsComponent, effort: Effort): ZoneOffset | IcsFlaw {
  try {
    return offsetsOf(zone, effort);
  } catch (error) {
    if (error instanceof IcsFlaw) return error;
    throw error;
  }
}

function offsetsOf(zone: IcsComponent, effort: Effort): ZoneOffset {
  const onsets = zone.components
    .filter(({ name }) => name === 'STANDARD' || name === 'DAYLIGHT')
    .flatMap((each) => onsetsOf(each, effort))
    .sort((one, other) => one.at - other.at);
  const [first] = onsets;
  if (!first)
    throw new IcsFlaw(
      zone,
      `a VTIMEZONE of ${shown(textOf(zone, 'TZID'))} without times`,
      'STANDARD or DAYLIGHT in it',
    );
  return (_, instant) => {
    // The last onset at or before the instant.
    let [low, high] = [0, onsets.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((onsets[middle]?.at ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    return onsets[low - 1]?.after ?? first.before;
  };
}

/** When a STANDARD or DAYLIGHT time begins; its own times are shown by the clock as it was until then. */
function onsetsOf(component: IcsComponent, effort: Effort): Onset[] {
  const [before, after] = [readOffset(component, 'TZOFFSETFROM'), readOffset(component, 'TZOFFSETTO')];
  const wallsOf = (name: string) =>
    propertiesOf(component, name)
      .flatMap((property) => timesOf(property, () => clockIn('', () => 0)))
      .map((time): WallTime => {
        if (time.is === 'day') return time.day * dayMs;
        return time.is === 'utc' ? time.instant + before : time.wall;
      });
  const [start] = wallsOf('DTSTART');
  if (start === undefined)
    throw new IcsFlaw(component, `${component.name} without DTSTART`, 'when it begins');
  const walls: WallTime[] = [start, ...wallsOf('RDATE')];
  for (const property of propertiesOf(component, 'RRULE')) {
    const rule = readRule(property, start);
    const { until } = rule;
    const last = until === undefined ? farthest : lastWall(until, before);
    walls.push(...recur(rule, start, { from: earliest, upTo: Math.min(last, farthest) }, effort));
  }
  return [...new Set(walls)].map((wall) => ({ at: wall - before, before, after }));
}

function lastWall(until: ReturnType<typeof readRule>['until'] & object, before: number): WallTime {
  if (until.is === 'day') return (until.day + 1) * dayMs - 1;
  return until.is === 'utc' ? until.instant + before : until.wall;
}

function readOffset(component: IcsComponent, name: string): number {
  const property = propertyOf(component, name);
  if (!property) throw new IcsFlaw(component, `${component.name} without ${name}`, `${name} such as +0800`);
  const [, sign, hours, minutes, seconds = '00'] =
    /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(property.value.trim()) ?? [];
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  // No place is farther from UTC than 14 hours; a day is what the arithmetic of clocks can take.
  if (sign === undefined || Number(minutes) > 59 || Number(seconds) > 59 || offset >= dayMs)
    throw new IcsFlaw(property, shown(property.value), 'an offset from UTC such as +0800');
  return sign === '-' ? -offset : offset;
}
