import { mayHoldReference } from '../environment-reference.ts';
import { advice, type Finding } from './finding.ts';
import { isMapping, valuesAt } from './values-at.ts';

/** What a schedule without errors may still get wrong. */
export function advise(tree: unknown): Finding[] {
  return [...adviseOnSecrets(tree), ...adviseOnFlushes(tree)];
}

function* adviseOnSecrets(tree: unknown): Generator<Finding> {
  for (const key of ['url', 'secret']) {
    for (const { path, value } of valuesAt(tree, ['notify', '*', key])) {
      if (typeof value !== 'string' || mayHoldReference(value)) continue;
      const variable = `${path[1]}_${key}`.replaceAll('-', '_').toUpperCase();
      const found = `a webhook's ${key} in the file, for everyone who can read it`;
      yield advice(path, 'secret.literal', found, `"\${${variable}}", set in the function's environment`);
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
