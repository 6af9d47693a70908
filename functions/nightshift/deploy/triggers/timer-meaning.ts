import { isMapping } from '../../../maintenance/document/path.ts';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import { minuteMs } from '../../../maintenance/foundation/time/duration.ts';
import { parseCron } from '../../../maintenance/schedule/cron/parse-cron.ts';
import type { Timer } from '../serverless/deployment.ts';
import { timerExpression } from './timer-expression.ts';

/** When a timer comes, in one spelling, so that two of them can be compared; or why that cannot be told. */
type TimerMeaning =
  | { readonly kind: 'cron'; readonly zone: string; readonly expression: string }
  | { readonly kind: 'period'; readonly ms: number }
  | { readonly kind: 'unclear'; readonly found: string; readonly expected: string };

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: minuteMs,
  h: 60 * minuteMs,
  d: 1_440 * minuteMs,
};

/** Reads the schedule of a timer, which has the form that `timer-schema.ts` asks for. */
export function timerMeaning({
  scheduleType,
  schedule,
}: Pick<Timer, 'scheduleType' | 'schedule'>): TimerMeaning {
  const [, count, unit = ''] = /^(?:@every )?(\d+)([smhd])$/.exec(schedule) ?? [];
  if (scheduleType === 'Rate' || schedule.startsWith('@every '))
    return count === undefined
      ? { kind: 'unclear', found: schedule, expected: 'one number and one unit, such as 5m' }
      : { kind: 'period', ms: Number(count) * (unitMs[unit] ?? 0) };
  const [, zone, rest = ''] = /^CRON_TZ=(\S+) (.*)$/.exec(schedule) ?? [];
  if (zone === undefined)
    return {
      kind: 'unclear',
      found: 'a cron expression without a zone, which FunctionGraph reads in the zone of its region',
      expected: `CRON_TZ= and a zone before it, such as CRON_TZ=Asia/Shanghai ${schedule}`,
    };
  const [seconds = '', ...five] = rest.split(' ');
  if (five.length === 4) five.push('*');
  if (!/^0+$/.test(seconds))
    return {
      kind: 'unclear',
      found: `seconds ${seconds}`,
      expected: '0, as the first of its fields is seconds',
    };
  if (/(^|[,-])7/.test(five[4] ?? ''))
    return {
      kind: 'unclear',
      found: `weekday ${five[4]}`,
      expected: '0-6 or SUN-SAT: to FunctionGraph Sunday is 0',
    };
  const cron = parseCron(five.join(' '));
  if (!cron.ok) return { kind: 'unclear', found: cron.found, expected: cron.expected };
  const expression = timerExpression(cron.fields);
  return expression.ok
    ? { kind: 'cron', zone, expression: expression.text }
    : {
        kind: 'unclear',
        found: `${schedule}: ${expression.why}`,
        expected: 'an expression that FunctionGraph documents',
      };
}

/** What a timer asks of the function: what is due, or jobs by name; as `runtime/event-schema.ts` reads it. */
type TimerAsk =
  | { readonly kind: 'tick' }
  | { readonly kind: 'jobs'; readonly jobs: readonly string[]; readonly dryRun: boolean }
  | { readonly kind: 'unclear' };

/** Reads the `userEvent` of a timer. */
export function timerAsk(userEvent: string): TimerAsk {
  const carried = userEvent.trim();
  if (carried === '' || carried === '{}') return { kind: 'tick' };
  const read = parseJson(carried);
  if (!isMapping(read)) return { kind: 'unclear' };
  const { job, jobs, dryRun = false, ...rest } = read;
  const names = jobs === undefined ? [job] : job === undefined ? jobs : undefined;
  const known = Object.keys(rest).length === 0 && typeof dryRun === 'boolean';
  if (!known || !isListOfNames(names)) return { kind: 'unclear' };
  return { kind: 'jobs', jobs: names, dryRun };
}

function isListOfNames(names: unknown): names is readonly string[] {
  return (
    Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')
  );
}
