import { describeValue, type Finding, wrongKey, wrongValue } from '../../document/finding.ts';
import { isMapping, type Path, valuesAt } from '../../document/path.ts';
import { calendarDay, writeEpochDay } from '../../foundation/time/day.ts';
import { dayMs, parseDuration } from '../../foundation/time/duration.ts';
import { parseOneTime } from '../one-time.ts';

/**
 * Time zones that do not exist, spans of days that end before they begin, jitter that a window has no room for, and
 * dates of jobs that contradict each other.
 */
export function checkTimes(tree: unknown, isZone: (zone: string) => boolean): Finding[] {
  return [
    ...checkZones(tree, isZone),
    ...checkSpans(tree),
    ...checkJitter(tree),
    ...[...valuesAt(tree, ['jobs', '*'])].flatMap(({ path, value }) =>
      isMapping(value) ? [...checkDates(path, value, tree)] : [],
    ),
  ];
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

function* checkDates(path: Path, job: Readonly<Record<string, unknown>>, tree: unknown): Generator<Finding> {
  const [from, until] = [job['from'], job['until']].map((day) =>
    typeof day === 'string' && calendarDay(day) ? day : undefined,
  );
  if (from !== undefined && until !== undefined && until <= from) {
    // Of two that do not fit, the job's own is the one to change.
    const [shared] = [...valuesAt(tree, ['defaults', 'until'])];
    if (shared?.value === until && [...valuesAt(tree, ['defaults', 'from'])][0]?.value !== from) {
      const found = `${from} is not before until (${until}), and leaves no day to run on`;
      yield wrongValue([...path, 'from'], 'job.dates', found, `a day before ${until}, or another until`);
    } else {
      const found = `${until} is not after from (${from}), and leaves no day to run on`;
      const expected = `a day after ${from}: the first on which the job does not run any more`;
      yield wrongValue([...path, 'until'], 'job.dates', found, expected);
    }
  }
  const { at, cron } = job;
  if (at === undefined) return;
  if (cron !== undefined)
    yield wrongKey([...path, 'at'], 'job.times', 'at beside cron', 'one of them: at for once, or cron');
  const read = typeof at === 'string' ? parseOneTime(at) : undefined;
  if (!read?.ok) return;
  const day = writeEpochDay(Math.floor(read.time.wall / dayMs));
  if (from !== undefined && day < from)
    yield wrongValue([...path, 'at'], 'job.dates', `${at} is before from (${from})`, 'a day of the job');
  if (until !== undefined && day >= until) {
    const found = `${at} is not before until (${until}), the first day on which the job does not run any more`;
    yield wrongValue([...path, 'at'], 'job.dates', found, `a day before ${until}`);
  }
}
