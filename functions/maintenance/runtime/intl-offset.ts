import { minuteMs } from '../foundation/time/time-units.ts';

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
