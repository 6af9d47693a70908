import { advice, type Finding, wrongKey, wrongValue } from '../../document/finding.ts';
import { oneOf } from '../../document/nearest-name.ts';
import { isMapping, type Path, valuesAt } from '../../document/path.ts';
import { formatDuration, parseDuration } from '../../foundation/time/duration.ts';
import { type MetricName, meantMetric, metricNames, metricOf } from '../conditions/metric-table.ts';
import { readRule } from '../conditions/read-rule.ts';
import { isAlwaysMet } from '../conditions/rule.ts';
import { rangesMeet, readVersions } from '../range.ts';
import { journal as journalSchema } from '../section-schema.ts';

/** Metrics that Cloud Eye does not have of Redis, and rules that are none for their metric, each at its place. */
export function* checkRules(tree: unknown): Generator<Finding> {
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    const onlyIf = isMapping(job) ? job['onlyIf'] : undefined;
    if (!isMapping(onlyIf)) continue;
    for (const [name, written] of Object.entries(onlyIf)) {
      const place = [...path, 'onlyIf', name];
      const metric = metricNames.find((known) => known === name);
      if (metric === undefined) {
        const expected = oneOf(metricNames, meantMetric(name) ?? name);
        yield wrongKey(
          place,
          'condition.metric',
          `${JSON.stringify(name)}, which is no metric of Redis in Cloud Eye`,
          expected,
        );
        continue;
      }
      for (const { at, text } of textsIn(written, place)) {
        const read = readRule(metric, text);
        if (!read.ok) yield wrongValue(at, read.code, read.found, read.expected);
      }
    }
  }
}

function textsIn(written: unknown, place: Path): readonly { readonly at: Path; readonly text: string }[] {
  if (typeof written === 'string') return [{ at: place, text: written }];
  if (!Array.isArray(written)) return [];
  return written.flatMap((text, index) =>
    typeof text === 'string' ? [{ at: [...place, index], text }] : [],
  );
}

/** Conditions that cannot be kept as the rest of the schedule is: what a rule says by itself its schema has judged. */
export function checkConditions(tree: unknown): Finding[] {
  const keptMs = keptIn(tree);
  return valuesAt(tree, ['jobs', '*']).flatMap(({ path, value: job }) =>
    isMapping(job)
      ? [...checkEngines(job, path), ...checkWaiting(job, path, keptMs), ...checkSpacing(job, path, keptMs)]
      : [],
  );
}

/** For how long ended runs are kept; `undefined` without a journal. */
function keptIn(tree: unknown): number | undefined {
  const journal = isMapping(tree) ? tree['journal'] : undefined;
  if (journal === undefined) return undefined;
  const read = journalSchema.safeParse(journal);
  return read.success ? read.data.keep : Number.POSITIVE_INFINITY;
}

type Job = Record<string, unknown>;

/** The metrics of the rules that are written for a job, known ones. */
function metricsOf({ onlyIf }: Job): readonly MetricName[] {
  return isMapping(onlyIf) ? metricNames.filter((metric) => Object.hasOwn(onlyIf, metric)) : [];
}

/** Whether no version that is selected has a metric; of what is no version nobody knows. */
function lacks(metric: MetricName, selected: string): boolean {
  const { since, until } = metricOf(metric);
  const having = readVersions(until === undefined ? `>= ${since}` : `>= ${since} <= ${until}`);
  const versions = readVersions(selected);
  return having !== undefined && versions !== undefined && !rangesMeet(having, versions);
}

/** The versions that all instances of a job are of, where it says so. */
function versionsOf({ targets }: Job): readonly string[] {
  const versions = isMapping(targets) ? targets['engineVersions'] : undefined;
  return Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : [];
}

function* checkEngines(job: Job, path: Path): Generator<Finding> {
  const versions = versionsOf(job);
  for (const metric of metricsOf(job)) {
    const lacking = versions.filter((version) => lacks(metric, version));
    if (lacking.length === 0 || lacking.length < versions.length) continue;
    const having = metricNames.filter((name) => !versions.some((version) => lacks(name, version)));
    yield wrongKey(
      [...path, 'onlyIf', metric],
      'condition.engine',
      `${metric}, which Redis ${lacking.join(', ')} does not have`,
      `one of ${having.slice(0, 12).join(', ')}, …, or other engineVersions`,
    );
  }
}

function* checkWaiting(job: Job, path: Path, keptMs: number | undefined): Generator<Finding> {
  if (job['otherwise'] !== 'wait' || !Object.hasOwn(job, 'onlyIf')) return;
  const place = [...path, 'otherwise'];
  if (!Object.hasOwn(job, 'window'))
    yield wrongValue(
      place,
      'condition.window',
      'wait without a window, at whose end it stops',
      'window: 2h beside it, or skip',
    );
  if (keptMs === undefined)
    yield wrongValue(
      place,
      'condition.journal',
      'wait without a journal, from which each tick learns who waits',
      'journal: obs://BUCKET/PREFIX, or skip',
    );
}

function* checkSpacing(job: Job, path: Path, keptMs: number | undefined): Generator<Finding> {
  const written = job['atMostEvery'];
  const every = typeof written === 'string' ? parseDuration(written) : undefined;
  if (every === undefined) return;
  const place = [...path, 'atMostEvery'];
  if (keptMs === undefined)
    yield wrongKey(
      place,
      'condition.journal',
      'atMostEvery without a journal, which tells when the job acted last',
      'journal: obs://BUCKET/PREFIX, or no atMostEvery',
    );
  else if (every > keptMs)
    yield wrongValue(
      place,
      'condition.kept',
      `${JSON.stringify(written)}, and the journal keeps runs for ${formatDuration(keptMs)}`,
      `at most that, or journal.keep of ${written}`,
    );
}

/** Conditions that are legal and hardly meant. */
export function* adviseOnConditions(tree: unknown): Generator<Finding> {
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job)) continue;
    if (!Object.hasOwn(job, 'onlyIf')) {
      for (const key of ['otherwise', 'noData'])
        if (Object.hasOwn(job, key))
          yield advice([...path, key], 'condition.none', `${key} without onlyIf`, 'onlyIf beside it');
      continue;
    }
    const versions = versionsOf(job);
    for (const metric of metricsOf(job)) {
      const place = [...path, 'onlyIf', metric];
      const lacking = versions.filter((version) => lacks(metric, version));
      if (lacking.length > 0 && lacking.length < versions.length)
        yield advice(
          place,
          'condition.engine',
          `${metric}, which Redis ${lacking.join(', ')} does not have: nothing is known of it there`,
          'a job of its own for those',
        );
      const { onlyIf } = job;
      const written = isMapping(onlyIf) ? [onlyIf[metric]].flat() : [];
      for (const text of written) {
        const read = typeof text === 'string' ? readRule(metric, text) : undefined;
        if (read?.ok && isAlwaysMet(read.rule))
          yield advice(
            place,
            'condition.always',
            `${JSON.stringify(text)}, which every ${metric} meets`,
            'a rule that leaves some instances alone, or none',
          );
      }
    }
  }
}
