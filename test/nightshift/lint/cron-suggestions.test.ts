import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type WallDay, wallDay } from '../../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { type CronFields, matchesDay } from '../../../functions/maintenance/schedule/cron/cron-fields.ts';
import { parseCron } from '../../../functions/maintenance/schedule/cron/parse-cron.ts';
import { lintCrons } from '../../../functions/nightshift/lint/cron/unmeant-crons.ts';
import { jobWith } from '../../maintenance/schedule/job-fixture.ts';
import { mondayNoon } from './lint-fixture.ts';

const among = (...texts: readonly string[]) => fc.constantFrom(...texts);
const number = (min: number, max: number) => fc.integer({ min, max });

/** A field of the kinds that people write where they mean something else, and of plain ones. */
function field(min: number, max: number, ...more: readonly string[]): fc.Arbitrary<string> {
  const range = fc
    .tuple(number(min, max), number(min, max))
    .map(([one, other]) => [one, other].sort((a, b) => a - b).join('-'));
  const step = number(1, Math.min(max, 31));
  return fc.oneof(
    among('*', ...more),
    number(min, max).map(String),
    range,
    fc.uniqueArray(number(min, max), { minLength: 2, maxLength: 4 }).map(String),
    step.map((every) => `*/${every}`),
    fc.tuple(number(min, max), step).map(([from, every]) => `${from}/${every}`),
    step.map((every) => `${min}-${max}/${every}`),
  );
}

const weeks = [
  '1-7',
  '8-14',
  '15-21',
  '22-28',
  '29-31',
  '22-31',
  '25-31',
  '1-7,15-21',
  '8-14,22-28',
  '28-31',
  '30,31',
  'L',
  '?',
];
const weekdays = [
  '?',
  'MON',
  'SAT',
  'MON-FRI',
  'TUE,THU',
  '1-5',
  '2-6',
  '6-7',
  '1-7',
  'MON#1',
  'SUN#5',
  '5L',
];
const expression = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    field(1, 31, ...weeks),
    field(1, 12, '2', '2,4'),
    field(0, 7, ...weekdays),
  )
  .map((fields) => fields.join(' '))
  .filter((text) => parseCron(text).ok);

/** `about` is the code, with the field where several may be uneven. */
type Suggested = {
  readonly code: string;
  readonly about: string;
  readonly text: string;
  readonly why: string;
};

function suggestedFor(cron: string): Suggested[] {
  return lintCrons({ jobs: [jobWith(cron)] }, mondayNoon, zoneOffset).flatMap(({ code, message }) =>
    [...message.matchAll(/"([^"]+)" (for .+?)(?=, or "|$)/g)].map(([, text = '', why = '']) => ({
      code,
      about: `${code} ${message.split(' ', 1)[0]}`,
      text,
      why,
    })),
  );
}

function read(text: string): CronFields {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.found} - expected ${parsed.expected}`);
  return parsed.fields;
}

/** 28 years, in which every date has had every day of the week; every month of them that an expression is for. */
const days = Array.from({ length: (28 * 1461) / 4 }, (_, day) => wallDay(20_454 + day));
const taken = (cron: CronFields) => days.filter((day) => matchesDay(cron, day));
const anyDay = (cron: CronFields) => ({ ...cron, monthMask: 0b1_1111_1111_1110 });

function perMonth(cron: CronFields): number[][] {
  const months = new Map<number, number[]>(days.map(({ year, month }) => [year * 12 + month, []]));
  for (const { year, month, day } of taken(anyDay(cron))) months.get(year * 12 + month)?.push(day);
  return [...months.values()];
}

function gaps(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? 0));
}

const epochDay = ({ year, month, day }: WallDay) => Date.UTC(year, month - 1, day) / 86_400_000;
const valuesOf = (mask: number) =>
  Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (mask & (1 << bit)) !== 0);
const withoutDay = (cron: CronFields) => ({ ...cron, dayRestricted: false });
const withoutWeekday = (cron: CronFields) => ({ ...cron, weekdayRestricted: false });
const sameDay = (one: WallDay, other: WallDay) => epochDay(one) === epochDay(other);

/** What is claimed of a suggestion, by the words it is given with; `undefined` for words that claim nothing known. */
function holds(written: string, { text, why }: Suggested): boolean | undefined {
  const [cron, was] = [read(text), read(written)];
  const [, count = '', unit] =
    /^for (?:every )?(\d+) (minutes|hours|months|times a month|times a week)$/.exec(why) ?? [];
  const every = (values: readonly number[], first: number, round: number) =>
    gaps([...values, (values[0] ?? first) + round]).every((gap) => gap === Number(count));
  if (unit === 'minutes') return every(cron.minutes, 0, 60);
  if (unit === 'hours') return every(valuesOf(cron.hourMask), 0, 24);
  if (unit === 'months') return every(valuesOf(cron.monthMask), 1, 12);
  if (unit === 'times a month') return perMonth(cron).every((month) => month.length === Number(count));
  if (unit === 'times a week' || /^for (once|twice) a week$/.test(why)) {
    const times = unit ? Number(count) : why.includes('once') ? 1 : 2;
    return !cron.dayRestricted && valuesOf(cron.weekdayMask).length === times;
  }
  if (why === 'for once a month') return perMonth(cron).every((month) => month.length === 1);
  if (why === 'for once an hour') return cron.minutes.length === 1;
  if (why === 'for both') {
    const both = days.filter(
      (day) => matchesDay(withoutDay(was), day) && matchesDay(withoutWeekday(was), day),
    );
    const now = taken(cron);
    return now.length === both.length && now.every((day, index) => sameDay(day, both[index] ?? day));
  }
  if (/^for a [A-Z]{3} twice a month$/.test(why))
    return perMonth(cron).every((month) => month.length === 2 && gaps(month)[0] === 14);
  if (/^for the first [A-Z]{3} of a month$/.test(why))
    return perMonth(cron).every((month) => month.length === 1 && (month[0] ?? 9) <= 7);
  if (/^for the last ([A-Z]{3}|one) of (a|the) month$/.test(why))
    return perMonth(cron).every((month) => month.length === 1 && (month[0] ?? 0) > 21);
  if (/^for the last day of (each|the) month$/.test(why))
    return taken(anyDay(cron)).every(({ day, daysInMonth }) => day === daysInMonth);
  if (why === 'for what it means here')
    return taken(cron).every((day, index) => sameDay(day, taken(was)[index] ?? day));
  if (why === 'for what it means in Quartz')
    return days.every(
      (day) => matchesDay(cron, day) === matchesDay(was, { ...day, weekday: (day.weekday + 1) % 7 }),
    );
  const least = Number(/^for at least (\d+) days from one to the next$/.exec(why)?.[1]);
  return least > 0 ? gaps(taken(anyDay(cron)).map(epochDay)).every((gap) => gap >= least) : undefined;
}

test('every suggestion is a cron, means what it is said to be for, and is no reason for the same lint', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(expression, (written) => {
      for (const suggested of suggestedFor(written)) {
        expect(holds(written, suggested), `${written}: ${suggested.text} ${suggested.why}`).toBe(true);
        const again = suggestedFor(suggested.text).map(({ about }) => about);
        expect(again, `${written}: ${suggested.text}`).not.toContain(suggested.about);
        kinds.add(suggested.code);
      }
    }),
    {
      seed: 20_261_129,
      numRuns: 300,
      examples: [['0 4 29 2 *'], ['0 4 * 2 MON#5'], ['0 4 ? * 6-7'], ['0 4 31 * *']],
    },
  );
  expect([...kinds].sort()).toEqual([
    'cron.either',
    'cron.every-minute',
    'cron.rare',
    'cron.short-months',
    'cron.uneven',
    'cron.weekday',
  ]);
});
