import { calendarDay } from '../../foundation/time/day.ts';
import { type CronRefusal, refuse } from './cron-refusal.ts';
import { translate, years } from './translations.ts';

const fiveFields = '5 (minute hour day month weekday)';

/** What the short forms of other crons stand for. */
const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Refuses what other crons take and this one does not: nicknames, `@every`, `rate(…)`, a zone inside the
 * expression, and any number of fields but five. `isCron` says whether a five-field text would be taken, so that
 * only translations that work are offered.
 */
export function refuseOtherDialect(text: string, isCron: (text: string) => boolean): CronRefusal | undefined {
  const call = /^(cron|rate)\((.*)\)$/i.exec(text.trim());
  if (call) return refuseCall(call[1] ?? '', call[2] ?? '', isCron);
  const fields = text.trim().split(/\s+/);
  const [first = '', ...rest] = fields;
  if (first === '') return refuse('fields', `${JSON.stringify(text)} has no fields`, fiveFields);
  if (first.startsWith('@')) return refuseNickname(text, fields);
  const zone = /^(?:CRON_)?TZ=(.*)$/.exec(first)?.[1];
  if (zone !== undefined) {
    const key = `the job's own key, timezone: ${zone || 'Asia/Shanghai'}`;
    const advice = rest.length === 5 ? '' : adviseOn(rest, true, isCron).replace(/^, /, ', and the cron ');
    return refuse('timezone', `${first} in the expression`, `${key}${advice}`);
  }
  if (fields.length === 5) return refuseSecondsFirst(fields, isCron);
  const count = fields.length === 1 ? '1 field' : `${fields.length} fields`;
  const advice =
    withoutBothEnds(fields, isCron) ||
    adviseOn(fields, false, isCron) ||
    withoutZone(fields, isCron) ||
    withoutCommand(fields, isCron) ||
    atClock(fields);
  const expected = `${fiveFields}${advice}${forOnce(fields)}`;
  return refuse('fields', `${JSON.stringify(text)} has ${count}`, expected);
}

/** A day and a time in place of fields, or one minute of one year in those of Quartz or EventBridge. */
function forOnce(fields: readonly string[]): string {
  const written = fields.join(' ');
  const [, day = '', clock = ''] = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::00)?$/.exec(written) ?? [];
  const [, minute, hour, date, month, year] =
    /^(?:0+ )?(\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2}) [?*] (\d{4})$/.exec(written) ?? [];
  const padded = (field = '') => field.padStart(2, '0');
  const meant = day === '' ? `${year}-${padded(month)}-${padded(date)}` : day;
  const time = day === '' ? `${padded(hour)}:${padded(minute)}` : clock;
  if (!calendarDay(meant) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return '';
  return `; for once, at: "${meant}T${time}" in place of cron`;
}

/**
 * Seconds in front and a year behind, with no weekday between them: the second field is a minute that people write, and
 * the third an hour. What it is if it begins with the minute is said as well.
 */
function withoutBothEnds(fields: readonly string[], isCron: (text: string) => boolean): string {
  const [seconds = '', minute = '', hour = '', day = '', month = '', year = '', ...more] = fields;
  const five = `${minute} ${hour} ${day} ${month} *`;
  const isMinute = /^\d+$/.test(minute) && Number(minute) % 5 === 0;
  const hasBoth = /^0+$/.test(seconds) && years.test(year) && more.length === 0;
  if (!hasBoth || !isMinute || !/^\d/.test(hour) || !isCron(five)) return '';
  const other = adviseOn(fields, false, isCron).replace(/^, /, '; or, if it begins with the minute, ');
  return `, without the seconds and year, for every year: ${five}${other}`;
}

/** Some write the zone behind the fields. */
function withoutZone(fields: readonly string[], isCron: (text: string) => boolean): string {
  const five = fields.slice(0, 5).join(' ');
  const [zone = '', ...others] = fields.slice(5);
  if (
    others.length > 0 ||
    !/^(?:UTC|GMT|[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z0-9_+-]+)+)$/.test(zone) ||
    !isCron(five)
  )
    return '';
  return `, and the zone in the job's own key, timezone: ${zone}; without it: ${five}`;
}

/** A line of a crontab goes on with what is to be run, or with whose it is. */
function withoutCommand(fields: readonly string[], isCron: (text: string) => boolean): string {
  const five = fields.slice(0, 5).join(' ');
  const [next = ''] = fields.slice(5);
  const isCommand = /^(?:[./~$"'\\[]|[a-z_][\w.-]*$)/.test(next) && !isCron(`0 0 * * ${next}`);
  return isCommand && isCron(five) ? `, without the command: ${five}` : '';
}

/** A time of day where a cron is wanted, alone or with seconds. */
function atClock([time = '', ...others]: readonly string[]): string {
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(time) ?? [];
  if (hour === '' || others.length > 0) return '';
  return `, for every day at that time: ${Number(minute)} ${Number(hour)} * * *`;
}

function refuseNickname(text: string, [first = '', duration = '']: readonly string[]): CronRefusal {
  const known = nicknames[first.toLowerCase()];
  if (known !== undefined) return refuse('nickname', first, known);
  const every = first.toLowerCase() === '@every' ? evenInterval(duration) : undefined;
  if (first.toLowerCase() === '@reboot')
    return refuse(
      'nickname',
      first,
      `${fiveFields}, such as 30 3 * * *, as a function has no machine that starts`,
    );
  return refuse('nickname', text.trim(), every ?? `${fiveFields}, such as 30 3 * * *`);
}

/**
 * An interval as cron, where it fits into the hour or the day without a rest: `5m`, `6h`, `1d`, and `1h0m0s` as Go
 * writes it.
 */
function evenInterval(duration: string): string | undefined {
  const [, days = '0', hours = '0', minutes = '0', rest] =
    /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(0+s)?$/.exec(duration) ?? [];
  if (duration === '' || duration === rest) return undefined;
  const count = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  const perDay = (24 * 60) / count;
  if (count < 1 || !Number.isInteger(perDay)) return undefined;
  if (count === 24 * 60) return '0 0 * * *';
  if (count % 60 === 0) return count === 60 ? '0 * * * *' : `0 */${count / 60} * * *`;
  if (60 % count !== 0) return undefined;
  return count === 1 ? '* * * * *' : `*/${count} * * * *`;
}

/** What EventBridge writes around its expressions. */
function refuseCall(name: string, inside: string, isCron: (text: string) => boolean): CronRefusal {
  const found = `${name}(${inside})`;
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inside.trim()) ?? [];
  if (name.toLowerCase() === 'rate') {
    const every = evenInterval(`${count}${unit[0] ?? ''}`);
    return refuse('nickname', found, every ?? `${fiveFields}, such as 30 3 * * *`);
  }
  const fields = inside.trim().split(/\s+/);
  return refuse('nickname', found, `${fiveFields}${adviseOn(fields, false, isCron)}${forOnce(fields)}`);
}

/** FunctionGraph's weekday may be left out: then its five fields are seconds to month, and our hour is its minute. */
function refuseSecondsFirst(
  [seconds = '', minute = '', hour = '', ...rest]: readonly string[],
  isCron: (text: string) => boolean,
): CronRefusal | undefined {
  const five = [minute, hour, ...rest, '*'].join(' ');
  const isNoHour = /^(2[4-9]|[3-5]\d)$/.test(minute);
  if (!/^0+$/.test(seconds) || !isNoHour || !/^\d/.test(hour) || !isCron(five)) return undefined;
  return refuse(
    'range',
    `hour ${minute}`,
    `0-23; or, if its first field is seconds as in FunctionGraph, ${five}`,
  );
}

/** The end of a refusal: what the fields are in five, if they can be said so. */
function adviseOn(fields: readonly string[], zoned: boolean, isCron: (text: string) => boolean): string {
  const [first, ...others] = translate(fields, zoned, isCron);
  if (!first) return '';
  const readings = [first, ...others].map(({ five, as }) =>
    as === undefined ? five : `${five} (if it is ${as}'s)`,
  );
  return `, without the ${first.without}: ${readings.join(' or ')}`;
}
