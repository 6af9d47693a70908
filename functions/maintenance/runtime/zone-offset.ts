import { dayMs, minuteMs } from '../foundation/time/duration.ts';
import { offsetOf, readZoneClock, type ZoneClock, type ZoneOffset } from '../foundation/time/zone.ts';

const timeZoneVariable = 'TZ';
const january = Date.UTC(2026, 0, 15);
const july = Date.UTC(2026, 6, 15);

/** Names that TZ takes for the zone of that name or none; with a digit it may be a POSIX rule, such as `CST-8`. */
const plainName = /^[A-Z][A-Za-z_-]*(?:\/[A-Z][A-Za-z_-]*)*$/;

/** Clocks are read and kept by the month or so, because it is not the reading but the change of TZ that costs. */
const pageMs = 32 * dayMs;

const clocks = new Map<string, ZoneClock>();
const verdicts = new Map<string, boolean>();
let tzWorks: boolean | undefined;

/** The runtime's own zones; see `ZoneOffset`. Leaves the TZ of the process as it was. */
export const zoneOffset: ZoneOffset = (zone, instant) => {
  if (!isZone(zone)) return undefined;
  const page = Math.floor(instant / pageMs);
  const key = `${zone} ${page}`;
  let clock = clocks.get(key);
  if (!clock) {
    const read = (offsetAt: ZoneOffset) => readZoneClock(zone, page * pageMs, (page + 1) * pageMs, offsetAt);
    clock = canSetTz() ? underTz(zone, read) : read(intlOffset);
    clocks.set(key, clock);
  }
  return offsetOf(clock, instant);
};

/** Whether there is an IANA zone of this name, spelled in IANA's way. */
export function isZone(name: string): boolean {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = judge(name);
    verdicts.set(name, verdict);
  }
  return verdict;
}

/** A name that TZ does not know silently becomes UTC, so what looks like UTC must be known to Intl, too. */
function judge(name: string): boolean {
  if (name === 'UTC') return true;
  if (!canSetTz()) return intlOffset(name, january) !== undefined;
  return underTz(name, (offsetAt) => {
    const probes = [january, july];
    if (plainName.test(name) && probes.some((instant) => offsetAt(name, instant) !== 0)) return true;
    return probes.every((instant) => intlOffset(name, instant) === offsetAt(name, instant));
  });
}

/** A worker thread has a copy of the environment: setting TZ in it has no effect. */
function canSetTz(): boolean {
  tzWorks ??= underTz('Pacific/Kiritimati', (offsetAt) => offsetAt('', january) === 14 * 60 * minuteMs);
  return tzWorks;
}

/**
 * Reads offsets with TZ set to a zone, which is how the process's own clock comes by them. Intl gives the same
 * answers from the same data, but its first use loads ICU's locales: 15 ms, a fifth of a cold start. `read` must
 * not wait for anything: nobody else may see TZ changed.
 */
function underTz<T>(zone: string, read: (offsetAt: ZoneOffset) => T): T {
  const own = process.env[timeZoneVariable];
  process.env[timeZoneVariable] = zone;
  try {
    return read((_, instant) => 0 - new Date(instant).getTimezoneOffset() * minuteMs);
  } finally {
    if (own === undefined) delete process.env[timeZoneVariable];
    else process.env[timeZoneVariable] = own;
  }
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** The offset of a zone at an instant as Intl knows it, in milliseconds; `undefined` for a zone that it does not know. */
export function intlOffset(zone: string, instant: number): number | undefined {
  if (!formats.has(zone)) formats.set(zone, formatOf(zone));
  const parts = formats.get(zone)?.formatToParts(instant);
  const name = parts?.find(({ type }) => type === 'timeZoneName')?.value;
  // `GMT+05:30`, and just `GMT` for UTC.
  const [matched, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? [];
  if (matched === undefined) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * minuteMs;
  return sign === '-' ? -offset : offset;
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
