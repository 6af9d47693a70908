import { type CronRefusal, refuse } from './cron-refusal.ts';

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
 * Refuses what other crons take and this one does not: nicknames, `@every`, a zone inside the expression,
 * and any number of fields but five. `isCron` says whether a five-field text would be taken, so that only
 * translations that work are offered.
 */
export function refuseOtherDialect(text: string, isCron: (text: string) => boolean): CronRefusal | undefined {
  const fields = text.trim().split(/\s+/);
  const [first = ''] = fields;
  if (first === '') return refuse('fields', `${JSON.stringify(text)} has no fields`, fiveFields);
  if (first.startsWith('@')) return refuseNickname(text, fields);
  const zone = /^(?:CRON_)?TZ=(.*)$/.exec(first)?.[1];
  if (zone !== undefined) {
    return refuse(
      'timezone',
      `${first} in the expression`,
      `the job's own key, timezone: ${zone || 'Asia/Shanghai'}`,
    );
  }
  if (fields.length === 5) return undefined;
  const count = fields.length === 1 ? '1 field' : `${fields.length} fields`;
  const advice = fields.length === 6 ? adviseOnSixFields(fields, isCron) : '';
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

/**
 * Six fields are FunctionGraph's and Quartz's (seconds first) or EventBridge's (year last). Numbers of
 * weekdays are never carried over: 1 is Monday for FunctionGraph, Sunday for Quartz and EventBridge.
 */
function adviseOnSixFields(fields: readonly string[], isCron: (text: string) => boolean): string {
  const readings: { without: string; five: readonly string[] }[] = [];
  if (/^0+$/.test(fields[0] ?? '')) readings.push({ without: 'seconds', five: fields.slice(1) });
  const namesNoDay = fields[2] === '?' || fields[4] === '?';
  if (fields[5] === '*' && namesNoDay) readings.push({ without: 'year', five: fields.slice(0, 5) });

  const [only, ...others] = readings.filter(({ five }) => isCron(five.join(' ')));
  if (!only || others.length > 0) return '';
  const weekday = only.five[4] ?? '';
  if (/\d/.test(weekday.replace(/#\d$/, ''))) {
    return `, without the ${only.without} and with weekdays by name (1 is Sunday in Quartz, Monday here)`;
  }
  return `, without the ${only.without}: ${only.five.join(' ')}`;
}
