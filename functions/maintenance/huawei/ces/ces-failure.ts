import { CallError, type FailureKind } from '../../run/call-failure.ts';
import { failureKind, toCallFailure } from '../failure-kind.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import type { Permission } from '../permissions.ts';

/** Where CES says that it is asked too often, the status beside it is not always 429. */
const tooOften = /\bces\.0429\b|too many requests/i;

/** The error of a failed read of CES, in the run's terms. Throws what is no failure of a call again. */
export function cesReadError(error: unknown, permission: Permission): CallError {
  if (!(error instanceof HuaweiCallError)) throw error;
  return new CallError(toCallFailure(kindOf(error), error, permission), { cause: error });
}

function kindOf(error: HuaweiCallError): FailureKind {
  const isThrottled = error.end === 'refused' && (tooOften.test(error.code) || tooOften.test(error.message));
  return isThrottled ? 'throttled' : failureKind('read', error);
}

/** Whether a call was refused for what it asked for: with fewer metrics in it, it may be taken. */
export function refusesWhatWasAsked({ failure }: CallError): boolean {
  const { kind, status } = failure;
  return kind === 'permanent' && (status === 400 || status === 413);
}
