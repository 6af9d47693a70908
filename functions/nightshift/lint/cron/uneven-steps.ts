import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';
import { rewrite, type WrittenFields, weekdayNames, writtenFields } from './cron-days.ts';
import { advised, type CronLint, type Suggestion } from './cron-lint.ts';

/** A step that is not as even as it looks: it begins anew with every hour, day, month, year or week. */
export function lintUnevenSteps(cron: CronFields): readonly CronLint[] {
  return [
    ...unevenRound(cron, minutes),
    ...unevenRound(cron, hours),
    ...daySteps(cron),
    ...unevenRound(cron, months),
    ...weekdaySteps(cron),
  ];
}

/** A field that goes round, where its step does not divide the round. */
type Round = {
  readonly field: 'minute' | 'hour' | 'month';
  readonly min: number;
  readonly size: number;
  /** Whether the next round follows at once, so that its last value and its first are neighbours. */
  readonly goesOn: (cron: CronFields) => boolean;
  readonly round: string;
};

const minutes: Round = {
  field: 'minute',
  min: 0,
  size: 60,
  goesOn: ({ hourMask, everyHour }) =>
    everyHour || (hourMask & (hourMask >>> 1)) !== 0 || isSet(hourMask, [0, 23]),
  round: 'hour',
};
const hours: Round = {
  field: 'hour',
  min: 0,
  size: 24,
  goesOn: ({ dayRestricted, weekdayMask }) =>
    !dayRestricted && ((weekdayMask & (weekdayMask >>> 1)) !== 0 || isSet(weekdayMask, [0, 6])),
  round: 'day',
};
const months: Round = { field: 'month', min: 1, size: 12, goesOn: () => true, round: 'year' };

function isSet(mask: number, values: readonly number[]): boolean {
  return values.every((value) => inMask(mask, value));
}

function unevenRound(cron: CronFields, { field, min, size, goesOn, round }: Round): readonly CronLint[] {
  const written = stepOf(writtenFields(cron)[field], min, min + size - 1);
  if (!written || !goesOn(cron)) return [];
  const { values, step, start } = written;
  const [first, last] = [values[0] ?? min, values.at(-1) ?? min];
  const rest = first + size - last;
  if (values.length < 2 || rest === step || size % step === 0) return [];
  const steps = [below(step, size), above(step, size)].filter((each) => each !== undefined);
  const suggestions = steps.map((each): Suggestion => {
    const from = start === undefined || start - min >= each ? '*' : start;
    return { text: rewrite(cron, { [field]: `${from}/${each}` }), why: `for every ${each} ${field}s` };
  });
  return [
    {
      code: 'cron.uneven',
      found: `${field} ${writtenFields(cron)[field]} is ${listed(values)}, and after ${last} the next ${round} begins ${rest} ${field}${rest === 1 ? '' : 's'} later: not every ${step} ${field}s`,
      expected: advised(suggestions, `a step that divides ${size}`),
    },
  ];
}

/** The nearest steps that divide a round, and are more than one and less than all of it. */
function below(step: number, size: number): number | undefined {
  for (let each = step - 1; each > 1; each -= 1) if (size % each === 0) return each;
  return undefined;
}

function above(step: number, size: number): number | undefined {
  for (let each = step + 1; each < size; each += 1) if (size % each === 0) return each;
  return undefined;
}

type Step = {
  /** `undefined` for `*`. */
  readonly start: number | undefined;
  readonly step: number;
  readonly values: readonly number[];
};

/** A field that is one step over all of it, or over all from a value on: those are read as every so many. */
function stepOf(text: string, min: number, max: number): Step | undefined {
  const [, star, from, to, digits] = /^(?:(\*)|(\d+)(?:-(\d+))?)\/(\d+)$/.exec(text) ?? [];
  const step = Number(digits);
  const start = star === undefined ? Number(from) : min;
  if (digits === undefined || step < 2 || (to !== undefined && (start !== min || Number(to) !== max)))
    return undefined;
  const values: number[] = [];
  for (let value = start; value <= max; value += step) values.push(value);
  return { start: star === undefined ? start : undefined, step, values };
}

/** No step fits every month: after the last day that it takes it begins anew on the first. */
function daySteps(cron: CronFields): readonly CronLint[] {
  const { day } = writtenFields(cron);
  const written = cron.weekdayRestricted ? undefined : stepOf(day, 1, 31);
  if (!written || written.step > 30) return [];
  const { values, step } = written;
  const [first, last] = [values[0] ?? 1, values.at(-1) ?? 1];
  const gap = first + 31 - last;
  if (values.length < 2) return [];
  const found = `day ${day} is the days ${listed(values)} of a month: not every ${step} days, as ${last} and the next ${first} are ${gap} ${gap === 1 ? 'day' : 'days'} apart in a month of 31`;
  return [
    { code: 'cron.uneven', found, expected: advised(evenDays(cron, written), 'the days that are meant') },
  ];
}

function evenDays(cron: CronFields, { values, step, start }: Step): readonly Suggestion[] {
  const write = (fields: Partial<WrittenFields>) => rewrite(cron, fields);
  if (step < 5) {
    // So that 28 days of February leave as many between the last and the first.
    const text = write({ day: `${start ?? 1}-${28 - step + (start ?? 1)}/${step}` });
    return (start ?? 1) <= step ? [{ text, why: `for at least ${step} days from one to the next` }] : [];
  }
  const kept = values.filter((value) => value <= 28 && (values[0] ?? 1) + 31 - value >= (step * 2) / 3);
  const times = kept.length === 1 ? 'once a month' : `${kept.length} times a month`;
  const monthly = { text: write({ day: kept.join() }), why: `for ${times}` };
  return step === 7
    ? [{ text: write({ day: '*', weekday: 'MON' }), why: 'for once a week' }, monthly]
    : [monthly];
}

function weekdaySteps(cron: CronFields): readonly CronLint[] {
  const { weekday } = writtenFields(cron);
  const written = cron.dayRestricted
    ? undefined
    : stepOf(weekday.replace(/^0-6\//, '*/').replace(/^1-7\//, '1/'), 0, 7);
  if (!written) return [];
  const taken = weekdayNames.filter((_, day) => inMask(cron.weekdayMask, day));
  const { step } = written;
  if (step > 6 || taken.length < 2) return [];
  const found = `weekday ${weekday} is ${taken.join()} of every week: not every ${step} days`;
  return [{ code: 'cron.uneven', found, expected: advised([evenWeek(cron, step)], '') }];
}

function evenWeek(cron: CronFields, step: number): Suggestion {
  const weekday = step === 2 ? 'MON,WED,FRI' : step < 5 ? 'MON,THU' : 'MON';
  const times = step === 2 ? '3 times' : step < 5 ? 'twice' : 'once';
  return { text: rewrite(cron, { weekday }), why: `for ${times} a week` };
}

/** `1,15,29`; of many the first and the last. */
function listed(values: readonly number[]): string {
  return values.length <= 10 ? values.join() : `${values.slice(0, 3).join()},…,${values.at(-1)}`;
}
