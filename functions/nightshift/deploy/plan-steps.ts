import type { ActualFunction, DeployRecord } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import { samePolicy, settingDifferences, variableDifferences } from './function-differences.ts';
import { planTimers } from './plan-timers.ts';
import { notes, type Step } from './step.ts';
import { dueVersion, fingerprintOf, type Hash } from './version-names.ts';

/**
 * The steps from what is there to the goal. Timers come after all that they would fire into; what is written down
 * about them comes before they are made and is struck out after they are gone, so that wherever the steps end, nothing
 * of deploy's is taken for somebody else's. The first writes down who deploys.
 */
export function planSteps(actual: ActualFunction | undefined, goal: Goal, hash: Hash): readonly Step[] {
  const record = recordOf(actual, goal);
  const work = [
    ...planFunction(actual, goal, record),
    ...planPolicy(actual, goal),
    ...planTimers(actual, goal),
  ];
  const versions = planVersions(actual, goal, hash);
  const [first] = [...work, ...versions];
  const isMarked = goal.mark === undefined || actual?.record?.mark?.id === goal.mark.id;
  const marks = actual && first && first.kind !== 'update-config' && !isMarked;
  const claim: readonly Step[] = marks ? [{ kind: 'update-config', record, because: [notes.underWay] }] : [];
  const isWritten = !actual || [...claim, ...work][0]?.kind === 'update-config';
  const final = finalRecord(actual, goal);
  const tidy: readonly Step[] = sameRecord(isWritten ? record : actual.record, final)
    ? []
    : [{ kind: 'update-config', record: final, because: [notes.made] }];
  return [...claim, ...work, ...tidy, ...versions];
}

function planFunction(actual: ActualFunction | undefined, goal: Goal, record: DeployRecord): readonly Step[] {
  if (!actual) return [{ kind: 'create-function', record }, ...limitInstances(undefined, goal)];
  const because = configDifferences(actual, goal);
  if (because.length === 0 && !covers(actual.record, record)) because.push(notes.made);
  return [
    ...(because.length > 0 ? [{ kind: 'update-config', record, because } as const] : []),
    ...(actual.digest === goal.code.digest ? [] : [{ kind: 'update-code' } as const]),
    ...limitInstances(actual, goal),
  ];
}

const withOwnStep = ['most instances', 'asynchronous invocations', 'runtime'];

function configDifferences(actual: ActualFunction, goal: Goal): string[] {
  return [...settingDifferences(actual, goal), ...variableDifferences(actual, goal)]
    .map(({ what }) => what)
    .filter((what) => !withOwnStep.includes(what));
}

function limitInstances(actual: ActualFunction | undefined, { maxInstanceNum: most }: Goal): readonly Step[] {
  return most === undefined || most === actual?.maxInstanceNum ? [] : [{ kind: 'limit-instances', most }];
}

function planPolicy(actual: ActualFunction | undefined, { asyncPolicy: policy }: Goal): readonly Step[] {
  if (policy === 'as it is') return [];
  const present = actual?.asyncPolicy;
  if (policy === undefined) return present && actual?.record?.async ? [{ kind: 'drop-policy' }] : [];
  return present && samePolicy(present, policy) ? [] : [{ kind: 'set-policy', policy }];
}

function planVersions(actual: ActualFunction | undefined, goal: Goal, hash: Hash): readonly Step[] {
  const record = finalRecord(actual, goal);
  const due = dueVersion(actual?.versions ?? [], fingerprintOf(configOf(actual, goal, record), hash));
  return [
    ...(due?.remove ?? []).map((version): Step => ({ kind: 'delete-version', version })),
    ...(due ? [{ kind: 'publish', version: due.publish } as const] : []),
  ];
}

/** What a function will be configured with once the goal is reached. */
function configOf(actual: ActualFunction | undefined, goal: Goal, record: DeployRecord) {
  const { runtime, handler, memorySize, timeout, description, variables, code } = goal;
  return {
    ...{ runtime, handler, memorySize, timeout, description, variables, record },
    digest: code.digest,
    codeSize: code.bytes,
    xrole: goal.xrole ?? actual?.xrole ?? '',
    appXrole: goal.appXrole ?? actual?.appXrole ?? '',
    maxInstanceNum: undefined,
    enableLtsLog: undefined,
    logGroupId: undefined,
    logStreamId: undefined,
  };
}

/** What is to be written down while the steps go on: all that is deploy's, and all that will be. */
function recordOf(actual: ActualFunction | undefined, goal: Goal): DeployRecord {
  const final = finalRecord(actual, goal);
  const there = new Set((actual?.triggers ?? []).map(({ name }) => name));
  const still = (actual?.record?.timers ?? []).filter((name) => there.has(name));
  return {
    ...final,
    timers: [...new Set([...final.timers, ...still])],
    async: final.async || (actual?.record?.async === true && actual.asyncPolicy !== undefined),
  };
}

function finalRecord(actual: ActualFunction | undefined, goal: Goal): DeployRecord {
  const { record } = actual ?? {};
  return {
    made: actual === undefined || record?.made === true,
    timers: goal.timers === undefined ? (record?.timers ?? []) : goal.timers.map(({ name }) => name),
    async: goal.asyncPolicy === 'as it is' ? record?.async === true : goal.asyncPolicy !== undefined,
    secrets: goal.secrets,
    mark: goal.mark ?? record?.mark,
  };
}

/** Whether all is written down already; what has become too much is struck out at the end. */
function covers(written: DeployRecord | undefined, { made, timers, async, secrets }: DeployRecord): boolean {
  if (written?.made !== made || written.secrets !== secrets) return false;
  return (written.async || !async) && timers.every((name) => written.timers.includes(name));
}

function sameRecord(one: DeployRecord | undefined, other: DeployRecord): boolean {
  const written = (record: DeployRecord) =>
    JSON.stringify([record.made, record.timers.toSorted(), record.async, record.secrets]);
  return one !== undefined && written(one) === written(other);
}
