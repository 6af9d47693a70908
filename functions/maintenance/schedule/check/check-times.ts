import { describeValue, type Finding, wrongValue } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';
import { calendarDay } from '../../foundation/time/day.ts';
import { parseDuration } from '../../foundation/time/duration.ts';

/** Time zones that do not exist, spans of days that end before they begin, and jitter that a window has no room for. */
export function checkTimes(tree: unknown, isZone: (zone: string) => boolean): Finding[] {
  return [...checkZones(tree, isZone), ...checkSpans(tree), ...checkJitter(tree)];
}

function* checkZones(tree: unknown, isZone: (zone: string) => boolean): Generator<Finding> {
  const verdicts = new Map<string, boolean>();
  for (const pattern of [['timezone'], ['jobs', '*', 'timezone']]) {
    for (const { path, value } of valuesAt(tree, pattern)) {
      if (typeof value !== 'string' || value === '') continue;
      const known = verdicts.get(value) ?? isZone(value);
      verdicts.set(value, known);
      if (known) continue;
      const found = `${describeValue(value, path, undefined)} is no time zone`;
      yield wrongValue(path, 'zone.unknown', found, 'an IANA name, such as Asia/Shanghai or UTC');
    }
  }
}

function* checkSpans(tree: unknown): Generator<Finding> {
  const spans = [
    ['calendars', '*', '*'],
    ['calendars', '*', '*', 'holidays', '*'],
  ];
  for (const { path, value } of spans.flatMap((pattern) => [...valuesAt(tree, pattern)])) {
    if (!isMapping(value)) continue;
    const { from, to } = value;
    if (typeof from !== 'string' || typeof to !== 'string' || !calendarDay(from) || !calendarDay(to))
      continue;
    if (to >= from) continue;
    yield wrongValue([...path, 'to'], 'span.backwards', `${to} is before ${from}`, `${from} or a later day`);
  }
}

function* checkJitter(tree: unknown): Generator<Finding> {
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job)) continue;
    const [jitter, window] = [job['jitter'], job['window']].map((text) =>
      typeof text === 'string' ? parseDuration(text) : undefined,
    );
    if (jitter === undefined || window === undefined || jitter < window) continue;
    const found = `jitter ${job['jitter']} may use up the whole window`;
    yield wrongValue([...path, 'jitter'], 'jitter.window', found, `less than ${job['window']}`);
  }
}
