import { instantOfWall, type WallTime } from '../../foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type IcsComponent, IcsFlaw, propertiesOf, textOf } from './ics-component.ts';
import { type IcsClock, type IcsClocks, timesOf } from './ics-time.ts';
import { recur } from './recurrence.ts';
import { readRule } from './recurrence-rule.ts';

/** A moment from which a clock has an offset from UTC; all in milliseconds. */
type Onset = { readonly at: number; readonly before: number; readonly after: number };

/** Rules of a zone are followed for so long; no calendar of nights reaches farther. */
const farthest = Date.UTC(2100, 0, 1);

/**
 * The clocks of a calendar: its own VTIMEZONEs, and for ids that it does not define the IANA zone of that name,
 * which is what calendars mean by such an id.
 */
export function clocksOf({ components }: IcsComponent, zoneOffset: ZoneOffset): IcsClocks {
  const clocks = new Map<string, IcsClock>();
  return (tzid) => {
    const known = clocks.get(tzid);
    if (known) return known;
    const zone = components.find((each) => each.name === 'vtimezone' && textOf(each, 'tzid') === tzid);
    const offsets = zone ? offsetsOf(zone) : zoneOffset;
    if (offsets(tzid, 0) === undefined) {
      throw new IcsFlaw(`time zone ${JSON.stringify(tzid)} is neither defined in the file nor an IANA name`);
    }
    const clock: IcsClock = (wall) => instantOfWall(tzid, wall, offsets);
    clocks.set(tzid, clock);
    return clock;
  };
}

function offsetsOf(zone: IcsComponent): ZoneOffset {
  const onsets = zone.components.flatMap(onsetsOf).sort((one, other) => one.at - other.at);
  return (_, instant) => onsets.findLast(({ at }) => at <= instant)?.after ?? onsets[0]?.before;
}

/** When a STANDARD or DAYLIGHT time begins; its own times are shown by the clock as it was until then. */
function onsetsOf(component: IcsComponent): Onset[] {
  const [before, after] = ['tzoffsetfrom', 'tzoffsetto'].map((name) => readOffset(component, name));
  const times = (name: string) =>
    propertiesOf(component, name).flatMap((property) => timesOf(property, () => (wall) => wall));
  const [start] = times('dtstart');
  if (before === undefined || after === undefined || !start) {
    throw new IcsFlaw('a VTIMEZONE without DTSTART, TZOFFSETFROM and TZOFFSETTO');
  }
  const walls: WallTime[] = [start.wall, ...times('rdate').map(({ wall }) => wall)];
  for (const { values } of propertiesOf(component, 'rrule')) {
    const rule = readRule(values[0], start.wall);
    const until = rule.until ? rule.until.wall + (rule.until.utc ? before : 0) : farthest;
    walls.push(...recur(rule, start.wall, Math.min(until, farthest)));
  }
  return [...new Set(walls)].map((wall) => ({ at: wall - before, before, after }));
}

function readOffset(component: IcsComponent, name: string): number | undefined {
  const [, sign, hours, minutes, seconds = '00'] =
    /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(textOf(component, name)) ?? [];
  if (sign === undefined) return undefined;
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -offset : offset;
}
