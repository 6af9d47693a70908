import { type CronRefusal, refuse } from './cron-refusal.ts';
import { translate } from './translations.ts';

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
  const advice = adviseOn(fields, false, isCron);
  return refuse('fields', `${JSON.stringify(text)} has ${count}`, `${fiveFields}${advice}`);
}

function refuseNickname(text: string, [first = '', duration = '']: readonly string[]): CronRefusal {
  const known = nicknames[first.toLowerCase()];
  if (known !== undefined) return refuse('nickname', first, known);
  const every = first === '@every' ? evenInterval(duration) : undefined;
  return refuse('nickname', text.trim(), every ?? `${fiveFields}, such as 30 3 * * *`);
}

/** An interval as cron, where it fits into the hour or the day without a rest. */
function evenInterval(duration: string): string | undefined {
  const [, digits, unit] = /^(\d+)([mhd])$/.exec(duration) ?? [];
  const count = Number(digits);
  if (unit === 'd' || (unit === 'h' && count === 24))
    return count === 1 || unit === 'h' ? '0 0 * * *' : undefined;
  if (unit === 'h' && 24 % count === 0) return count === 1 ? '0 * * * *' : `0 */${count} * * *`;
  if (unit === 'm' && 60 % count === 0) {
    if (count === 60) return '0 * * * *';
    return count === 1 ? '* * * * *' : `*/${count} * * * *`;
  }
  return undefined;
}

/** What EventBridge writes around its expressions. */
function refuseCall(name: string, inside: string, isCron: (text: string) => boolean): CronRefusal {
  const found = `${name}(${inside})`;
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inside.trim()) ?? [];
  if (name.toLowerCase() === 'rate') {
    const every = evenInterval(`${count}${unit[0] ?? ''}`);
    return refuse('nickname', found, every ?? `${fiveFields}, such as 30 3 * * *`);
  }
  return refuse('nickname', found, `${fiveFields}${adviseOn(inside.trim().split(/\s+/), false, isCron)}`);
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
