import type { FailureKind } from '../../run/call-failure.ts';
import { CallError, type CallFailure } from '../../run/call-failure.ts';
import type { NoSuchInstance } from '../../run/fleet.ts';
import { type CallEnded, type CallSends, failureKind, toCallFailure } from '../failure-kind.ts';
import { causeOfError, HuaweiCallError } from '../huawei-call-error.ts';
import type { Permission } from '../permissions.ts';
import { headOf } from '../read-reply.ts';

/**
 * Refusals with HTTP 400 for the state an instance is in, as `DCS.` codes: DCS's error table, and the ones that
 * Huawei's Terraform provider waits out (4121, 4231, 4975, CBC.99003651).
 */
const stateCodes = new Set([
  ...['DCS.4017', 'DCS.4026', 'DCS.4049', 'DCS.4096', 'DCS.4097', 'DCS.4104', 'DCS.4108', 'DCS.4111'],
  ...['DCS.4113', 'DCS.4114', 'DCS.4115', 'DCS.4116', 'DCS.4117', 'DCS.4118', 'DCS.4120'],
  ...['DCS.4121', 'DCS.4231', 'DCS.4975', 'CBC.99003651'],
]);

/** The kind of a failed call to DCS, whose codes tell a state that passes from a call that will never do. */
export function dcsFailureKind(sends: CallSends, ended: CallEnded): FailureKind {
  const { end, httpStatus, code } = ended;
  if (end === 'refused' && httpStatus === 400 && stateCodes.has(documentedCode(code))) return 'wait';
  return failureKind(sends, ended);
}

/**
 * Whether a refusal says that there is no such instance: DCS.3022, or a 404 that is not the gateway's or the
 * router's, whose 404 only means that we asked in the wrong place.
 */
export function saysThereIsNone({ end, httpStatus, code }: CallEnded): boolean {
  if (end !== 'refused') return false;
  const documented = documentedCode(code);
  if (documented === 'DCS.3022') return true;
  return httpStatus === 404 && documented !== 'DCS.4001' && !documented.startsWith('APIGW.');
}

/** What an error says of an instance that there is none. Throws every other error again. */
export function noSuchInstance(error: unknown): NoSuchInstance {
  if (!(error instanceof HuaweiCallError && saysThereIsNone(error))) throw error;
  return { none: causeOfError(error), ...(error.code.startsWith('HTTP.') && { unsaid: true }) };
}

/**
 * How a submit failed, in the run's terms. Anything unforeseen counts as maybe carried out: an exception would
 * take the outcomes of all other instances with it. Its message is left out, nobody has looked it over for keys.
 */
export function submitFailure(error: unknown, permission: Permission): CallFailure {
  if (error instanceof HuaweiCallError)
    return toCallFailure(dcsFailureKind('action', error), error, permission);
  const what = error instanceof Error ? error.name : typeof error;
  return { kind: 'ambiguous', code: 'UNEXPECTED', message: `the call ended in an unforeseen ${what}` };
}

/** The error that the Fleet port promises for a read that failed. Throws what is no failure of a call again. */
export function readError(error: unknown, permission: Permission): CallError {
  if (!(error instanceof HuaweiCallError)) throw error;
  return new CallError(toCallFailure(dcsFailureKind('read', error), error, permission), { cause: error });
}

/** For a success status with an answer that is not the documented one; it may be that of an error all the same. */
export function malformedAnswer(what: string, answer: unknown): HuaweiCallError {
  const { said, ...head } = headOf(answer) ?? { httpStatus: 200 };
  const message = said?.message === undefined ? what : `${what} but ${JSON.stringify(said.message)}`;
  return new HuaweiCallError(said?.code ?? 'MALFORMED', message, { end: 'malformed', ...head });
}

/**
 * The `DCS.` code of an old numeric one, 111 + HTTP status + nnn: 111400111 is DCS.4111, 111404022 is DCS.3022.
 * Other statuses are told apart by the status alone, so their codes stay as they are.
 */
function documentedCode(code: string): string {
  const [, httpStatus, number] = /^111(400|404)(\d{3})$/.exec(code) ?? [];
  if (httpStatus === undefined || number === undefined) return code;
  return httpStatus === '400' ? `DCS.4${number}` : `DCS.3${number}`;
}
