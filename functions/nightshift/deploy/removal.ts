import type { Clock } from '../../maintenance/foundation/clock.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { notesBody } from './account/function-body.ts';
import type { ActualFunction, DeployRecord } from './function/actual.ts';
import { isConfigPart, othersWrote, type Sent, timerPart } from './others-wrote.ts';
import type { Attended, Outcome } from './progress.ts';
import { isOwnTimer } from './sort-triggers.ts';
import { takeSteps } from './take-steps.ts';
import { ownVersions } from './version-names.ts';

/** One call that takes away something that deploy made. */
type RemovalStep =
  | { readonly kind: 'delete-timer'; readonly id: string; readonly name: string }
  | { readonly kind: 'drop-policy' }
  | { readonly kind: 'delete-version'; readonly version: string }
  | { readonly kind: 'delete-function' }
  | { readonly kind: 'write-notes'; readonly record: DeployRecord | undefined };

/** What deploy made of a function, and what stays because others did. */
export type Removal = {
  readonly steps: readonly RemovalStep[];
  /** Why something is left, a line each. */
  readonly kept: readonly string[];
};

/**
 * What is to be done to undo what deploy made. A function goes with all that hangs on it, so it stays as long as others
 * have hung something on it, and when deploy only took it over.
 */
export function planRemoval(name: string, actual: ActualFunction | undefined): Removal {
  if (!actual) return { steps: [], kept: [] };
  const { record } = actual;
  if (!record) return { steps: [], kept: [`function ${name}: it was not made by deploy`] };
  const timers = actual.triggers.filter((trigger) => isOwnTimer(trigger, record));
  const others = othersOn(actual, record);
  const deletions = timers.map(
    (trigger): RemovalStep => ({ kind: 'delete-timer', id: trigger.id, name: trigger.name }),
  );
  if (record.made && others.length === 0)
    return { steps: [...deletions, { kind: 'delete-function' }], kept: [] };

  const notes: DeployRecord | undefined = record.made ? { ...record, timers: [], async: false } : undefined;
  const isNoted = record.made && record.timers.length === 0 && !record.async;
  return {
    steps: [
      ...deletions,
      ...(record.async && actual.asyncPolicy ? [{ kind: 'drop-policy' } as const] : []),
      ...ownVersions(actual.versions).map((version): RemovalStep => ({ kind: 'delete-version', version })),
      ...(isNoted ? [] : [{ kind: 'write-notes', record: notes } as const]),
    ],
    kept: [
      record.made
        ? `function ${name}: others have attached something to it that would be deleted with it`
        : `function ${name}: it was there before deploy took it over, and keeps its code and configuration`,
      ...others,
    ],
  };
}

function othersOn({ triggers, versions }: ActualFunction, record: DeployRecord): readonly string[] {
  const own = ownVersions(versions);
  return [
    ...triggers
      .filter((trigger) => !isOwnTimer(trigger, record))
      .map(({ type, name, id }) => `${type} trigger ${name === '' ? id : name}`),
    ...versions.filter((version) => !own.includes(version)).map((version) => `version ${version}`),
  ];
}

/** What a step does, for people. */
export function tellRemovalStep(step: RemovalStep): string {
  switch (step.kind) {
    case 'delete-timer':
      return `delete timer ${step.name}`;
    case 'drop-policy':
      return 'delete how asynchronous invocations are retried';
    case 'delete-version':
      return `delete version ${step.version}`;
    case 'delete-function':
      return 'delete the function, its versions and its policy';
    case 'write-notes':
      return step.record
        ? 'note in the function that nothing else of it is made by deploy any more'
        : 'take out of its configuration what deploy has noted there';
    default:
      return step satisfies never;
  }
}

/** Undoes what deploy made of a function. */
export function removeFunction(
  name: string,
  { account, actual }: { readonly account: FunctionAccount; readonly actual: ActualFunction | undefined },
  {
    clock,
    say,
    attended,
  }: {
    readonly clock: Clock;
    readonly say: (line: string) => void;
    readonly attended: Attended;
  },
): Promise<Outcome> {
  return takeSteps(
    {
      read: () => account.read(),
      plan: (state) => planRemoval(name, state).steps,
      take: (step) => takeAway(step, name, account),
      tell: tellRemovalStep,
      say,
      clock,
      attended,
      // That somebody else has taken it away, too, is what is wanted.
      intrusion: (before, now, step) =>
        now && othersWrote({ name, before, step: step && sentToRemove(step), mark: undefined }, now),
    },
    actual,
  );
}

function sentToRemove(step: RemovalStep): Sent {
  switch (step.kind) {
    case 'delete-timer':
      return { touches: (part) => part === timerPart(step.name), isConfig: false };
    case 'drop-policy':
      return { touches: (part) => part === 'asynchronous invocations', isConfig: false };
    case 'delete-version':
      return { touches: (part) => part === `version ${step.version}`, isConfig: false };
    case 'delete-function':
      return { touches: () => false, isConfig: false };
    case 'write-notes':
      return { touches: isConfigPart, isConfig: true };
    default:
      return step satisfies never;
  }
}

async function takeAway(step: RemovalStep, name: string, account: FunctionAccount): Promise<void> {
  switch (step.kind) {
    case 'delete-timer':
      return account.act('deleteFunctionTrigger', { trigger_type_code: 'TIMER', trigger_id: step.id });
    case 'drop-policy':
      return account.act('deleteFunctionAsyncInvokeConfig');
    case 'delete-version':
      return account.act('deleteFunction', {}, step.version);
    case 'delete-function':
      return account.act('deleteFunction');
    case 'write-notes': {
      // Read once more, as all of the configuration goes out with it.
      const now = await account.read();
      if (!now) throw new CodedError('remove.gone', `${name} is not there any more`);
      return account.act('updateFunctionConfig', { body: notesBody(name, now, step.record) });
    }
    default:
      return step satisfies never;
  }
}
