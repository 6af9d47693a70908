import type { Clock } from '../../maintenance/foundation/clock.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { notesBody } from './account/function-body.ts';
import type { ActualFunction } from './actual.ts';
import { planRemoval, type RemovalStep, tellRemovalStep } from './removal.ts';
import { type Outcome, takeSteps } from './take-steps.ts';

/** Undoes what deploy made of a function. */
export function removeFunction(
  name: string,
  { account, actual }: { readonly account: FunctionAccount; readonly actual: ActualFunction | undefined },
  { clock, say }: { readonly clock: Clock; readonly say: (line: string) => void },
): Promise<Outcome> {
  return takeSteps(
    {
      read: () => account.read(),
      plan: (state) => planRemoval(name, state).steps,
      take: (step) => takeAway(step, name, account),
      tell: tellRemovalStep,
      say,
      clock,
    },
    actual,
  );
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
