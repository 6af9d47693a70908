import { mayHoldReference } from '../../document/environment-reference.ts';
import { advice, type Finding } from '../../document/finding.ts';
import { isMapping, valuesAt } from '../../document/path.ts';
import { adviseOnConditions } from './check-conditions.ts';

/** What a schedule without errors may still get wrong. */
export function warningsOf(tree: unknown): Finding[] {
  return [
    ...adviseOnSecrets(tree),
    ...adviseOnFlushes(tree),
    ...adviseOnSkipping(tree),
    ...adviseOnDates(tree),
    ...adviseOnWaiting(tree),
    ...adviseOnConditions(tree),
  ];
}

function* adviseOnSecrets(tree: unknown): Generator<Finding> {
  for (const { path, value: channel } of valuesAt(tree, ['notify', '*'])) {
    // A channel to this machine is for trying things out: nothing in it is worth hiding.
    if (!isMapping(channel) || channel['allowLoopback'] === true) continue;
    for (const key of ['url', 'secret']) {
      const value = channel[key];
      if (typeof value !== 'string' || mayHoldReference(value)) continue;
      const variable = `${path.at(-1)}_${key}`.replaceAll('-', '_').toUpperCase();
      const found = `a webhook's ${key} in the file, for everyone who can read it`;
      const expected = `"\${${variable}}", set in the function's environment`;
      yield advice([...path, key], 'secret.literal', found, expected);
    }
  }
}

function* adviseOnFlushes(tree: unknown): Generator<Finding> {
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job) || job['action'] !== 'flush') continue;
    if (!Object.hasOwn(job, 'destroysData')) {
      const found = 'a flush without destroysData, which will be refused';
      yield advice(path, 'flush.unacknowledged', found, 'destroysData: acknowledged');
    }
    if (!Object.hasOwn(job, 'backup')) {
      yield advice(path, 'flush.backup', 'a flush without backup', 'backup: required, or an explicit none');
    }
  }
}

/** What waits for its own maintenance window waits for hours, which is more than one invocation lives. */
function* adviseOnWaiting(tree: unknown): Generator<Finding> {
  const hasJournal = isMapping(tree) && Object.hasOwn(tree, 'journal');
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job) || job['inMaintenanceWindow'] !== true) continue;
    const place = [...path, 'inMaintenanceWindow'];
    const comes = Object.hasOwn(job, 'cron') || Object.hasOwn(job, 'at');
    if (comes && !Object.hasOwn(job, 'window')) {
      const found =
        'inMaintenanceWindow without window: a run waits for a whole day for what does not come sooner';
      yield advice(
        place,
        'maintenance.window',
        found,
        'window, how long after its start instances are waited for',
      );
    }
    if (!hasJournal) {
      const found =
        'inMaintenanceWindow without a journal: instances are waited for only as long as one invocation lasts';
      yield advice(place, 'maintenance.journal', found, 'a journal, with which ticks go on waiting');
    }
  }
}

function* adviseOnSkipping(tree: unknown): Generator<Finding> {
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job) || job['onSkip'] !== 'next-allowed-day') continue;
    if (['skipOn', 'onlyOn'].some((key) => Array.isArray(job[key]) && job[key].length > 0)) continue;
    const found = 'onSkip without a calendar that skips a day';
    yield advice([...path, 'onSkip'], 'skip.calendar', found, 'skipOn or onlyOn beside it');
  }
}

/** Dates that all jobs share are meant for those that come by themselves. */
function* adviseOnDates(tree: unknown): Generator<Finding> {
  const { defaults }: Readonly<Record<string, unknown>> = isMapping(tree) ? tree : {};
  for (const { path, value: job } of valuesAt(tree, ['jobs', '*'])) {
    if (!isMapping(job) || Object.hasOwn(job, 'cron') || Object.hasOwn(job, 'at')) continue;
    for (const key of ['from', 'until']) {
      if (!Object.hasOwn(job, key) || (isMapping(defaults) && Object.hasOwn(defaults, key))) continue;
      const found = `${key} in a job without cron and at: only timers that name the job go by it`;
      yield advice([...path, key], 'job.dates', found, 'cron or at beside it');
    }
  }
}
