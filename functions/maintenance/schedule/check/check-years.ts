import { type Finding, wrongValue } from '../../document/finding.ts';
import { isMapping, type Path, type ValueAt, valuesAt } from '../../document/path.ts';
import { calendarDay } from '../../foundation/time/day.ts';

/** What is wrong with the years of China's holidays that a schedule gives: they hold for all of its `china` entries. */
export function checkYears(tree: unknown): Finding[] {
  const entries = [...valuesAt(tree, ['calendars', '*', '*'])].filter(
    ({ value }) => isMapping(value) && Number.isInteger(value['year']),
  );
  const asked = [...valuesAt(tree, ['calendars', '*', '*', 'china'])].length > 0;
  const first = new Map<unknown, unknown>();
  return entries.flatMap(({ path, value }) => {
    if (!isMapping(value)) return [];
    const { year } = value;
    const findings = [
      ...daysOf(path, value).flatMap((day) => checkDay(day, Number(year))),
      ...checkBoth(path, value),
    ];
    if (!asked)
      findings.push(
        wrongValue(
          [...path, 'year'],
          'year.alone',
          `${year} without a calendar of China's days`,
          'china: holidays or china: workdays in a calendar',
        ),
      );
    // The same value in two calendars, perhaps by an alias, is no contradiction.
    const other = first.get(year);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(value))
      findings.push(
        wrongValue(
          [...path, 'year'],
          'year.twice',
          `another ${year}`,
          'each year once: it holds for all calendars',
        ),
      );
    if (other === undefined) first.set(year, value);
    return findings;
  });
}

/** The days that are written in an entry: first and last ones of spans, too. */
function daysOf(path: Path, entry: Readonly<Record<string, unknown>>): readonly ValueAt[] {
  return [
    ['holidays', '*'],
    ['holidays', '*', 'from'],
    ['holidays', '*', 'to'],
    ['workdays', '*'],
  ]
    .flatMap((pattern) => [...valuesAt(entry, pattern)])
    .map((each) => ({ ...each, path: [...path, ...each.path] }));
}

/** A notice may reach into the last days of the year before. */
function checkDay({ path, value }: ValueAt, year: number): Finding[] {
  if (typeof value !== 'string' || !calendarDay(value)) return [];
  if (value >= `${year - 1}-12-25` && value <= `${year}-12-31`) return [];
  return [wrongValue(path, 'year.day', `${value}, which is not in ${year}`, `a day of ${year}`)];
}

function checkBoth(path: Path, { holidays, workdays }: Readonly<Record<string, unknown>>): Finding[] {
  if (!Array.isArray(holidays) || !Array.isArray(workdays)) return [];
  return workdays.flatMap((day, index) => {
    const isOff = holidays.some((each) => {
      if (!isMapping(each)) return each === day;
      const { from, to } = each;
      return typeof from === 'string' && typeof to === 'string' && from <= day && day <= to;
    });
    if (!isOff) return [];
    return [
      wrongValue(
        [...path, 'workdays', index],
        'year.both',
        `${day}, which is among the holidays`,
        'a day either off or worked',
      ),
    ];
  });
}
