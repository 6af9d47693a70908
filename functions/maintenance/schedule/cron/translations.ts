/** Five fields that mean what a longer expression means, what was left out, and by whose count of weekdays. */
type Translation = { readonly without: string; readonly five: string; readonly as?: string };

/** Fields of a longer expression that may be the five, and which counts of weekdays they may have. */
type Reading = {
  readonly without: string;
  readonly five: readonly string[];
  readonly dialects: readonly Dialect[];
};
type Dialect = { readonly name: string; readonly sunday: 0 | 1 };

const functionGraph: Dialect = { name: 'FunctionGraph', sunday: 0 };
const quartz: Dialect = { name: 'Quartz', sunday: 1 };
const eventBridge: Dialect = { name: 'EventBridge', sunday: 1 };
/** A crontab with a year, as several libraries have it. */
const crontab: Dialect = { name: 'crontab', sunday: 0 };
/** A year, years or a step of them. */
export const years = /^\d{4}(?:[-,/]\d{1,4})*$/;

/**
 * What six fields of FunctionGraph, Quartz or EventBridge, or seven of Quartz, are in five. Empty when five cannot
 * say it or when it may mean several things; weekdays as numbers are given by either count where both are possible.
 * `zoned` tells that a time zone stood before the fields, which only FunctionGraph takes.
 */
export function translate(
  fields: readonly string[],
  zoned: boolean,
  isCron: (text: string) => boolean,
): readonly Translation[] {
  const [only, ...others] = readingsOf(fields, zoned).filter(({ five }) => isCron(named(five, five[4])));
  if (!only || others.length > 0) return [];
  const { without, five, dialects } = only;
  const found = dialects.flatMap((dialect): Translation[] => {
    const weekdays = nameWeekdays(five[4] ?? '', dialect.sunday);
    const text = weekdays === undefined ? undefined : named(five, weekdays);
    return text !== undefined && isCron(text) ? [{ without, five: text, as: dialect.name }] : [];
  });
  const same = found.every((each) => each.five === found[0]?.five);
  return same ? found.slice(0, 1).map(({ five: text }) => ({ without, five: text })) : found;
}

function readingsOf(fields: readonly string[], zoned: boolean): Reading[] {
  const isOnTheMinute = /^0+$/.test(fields[0] ?? '');
  const hasOpenDay = (five: readonly string[]) => five[2] === '?' || five[4] === '?';
  const readings: Reading[] = [];
  if (fields.length === 7 && isOnTheMinute) {
    const without = fields[6] === '*' ? 'seconds and year' : 'seconds, for every year';
    readings.push({ without, five: fields.slice(1, 6), dialects: [quartz] });
  }
  if (fields.length === 6 && isOnTheMinute) {
    const dialects = zoned ? [functionGraph] : [quartz, functionGraph];
    readings.push({ without: 'seconds', five: fields.slice(1), dialects });
  }
  const five = fields.slice(0, 5);
  const last = fields[5] ?? '';
  if (fields.length === 6 && (years.test(last) || (last === '*' && hasOpenDay(five)))) {
    const without = last === '*' ? 'year' : 'year, for every year';
    readings.push({ without, five, dialects: [hasOpenDay(five) ? eventBridge : crontab] });
  }
  return readings;
}

function named(five: readonly string[], weekdays: string | undefined): string {
  return [...five.slice(0, 4), weekdays].join(' ');
}

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A weekday field with its numbers written as names: FunctionGraph counts from Sunday = 0, Quartz and EventBridge
 * from Sunday = 1. `undefined` when a number is none of theirs.
 */
function nameWeekdays(field: string, sunday: 0 | 1): string | undefined {
  let known = true;
  // A number after # or / counts something else.
  const named = field.replace(/(?<![#/\w])\d+/g, (digits) => {
    const name = names[Number(digits) - sunday];
    known &&= name !== undefined;
    return name ?? digits;
  });
  return known ? named : undefined;
}
