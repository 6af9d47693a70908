import type { Clock } from '../../maintenance/foundation/clock.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { carryOut } from './carry-out.ts';
import { planSteps } from './plan-steps.ts';
import { type Step, tellStep } from './step.ts';
import { type Survey, sha256 } from './survey.ts';
import { type Outcome, takeSteps } from './take-steps.ts';

/** Takes the steps to the goal of a function. A new timer that is refused puts the old one in its place again. */
export function deployFunction(
  { account, actual, goal, zip }: Survey,
  { clock, say }: { readonly clock: Clock; readonly say: (line: string) => void },
): Promise<Outcome> {
  const take = (step: Step) => carryOut(step, account, { goal, zip });
  return takeSteps(
    {
      read: () => account.read(),
      plan: (state) => planSteps(state, goal, sha256),
      take,
      tell: tellStep,
      say,
      clock,
      async mend(refused, before) {
        const wasTakenAway = before?.kind === 'delete-timer' && before.because === 'changed';
        if (refused.kind !== 'create-timer' || !wasTakenAway) return undefined;
        const { timer } = before;
        try {
          await take({ kind: 'create-timer', timer });
          return `make timer ${timer.name} again as it was: done`;
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          return `make timer ${timer.name} again as it was: not done. Until deploy comes to an end, it does not fire`;
        }
      },
    },
    actual,
  );
}
