import { CallError, type CallFailure } from '../../run/call-failure.ts';
import { type CallSends, failureKind } from '../failure-kind.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';

/**
 * How a submit failed, in the run's terms. Anything unforeseen counts as maybe carried out: an exception would
 * take the outcomes of all other instances with it. Its message is left out, nobody has looked it over for keys.
 */
export function submitFailure(error: unknown): CallFailure {
  if (error instanceof HuaweiCallError) return toCallFailure('action', error);
  const what = error instanceof Error ? error.name : typeof error;
  return { kind: 'ambiguous', code: 'UNEXPECTED', message: `the call ended in an unforeseen ${what}` };
}

/** The error that the Fleet port promises for a read that failed. Throws what is no failure of a call again. */
export function readError(error: unknown): CallError {
  if (!(error instanceof HuaweiCallError)) throw error;
  return new CallError(toCallFailure('read', error), { cause: error });
}

function toCallFailure(sends: CallSends, error: HuaweiCallError): CallFailure {
  const { code, message, retryAfterMs } = error;
  const kind = failureKind(sends, error);
  return { kind, code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** For a success status with an answer that is not the documented one. */
export function malformedAnswer(what: string): HuaweiCallError {
  return new HuaweiCallError('MALFORMED', what, { end: 'malformed', httpStatus: 200 });
}
