import type { HuaweiCallError } from '../huawei/huawei-call-error.ts';
import { explainObsRefusal, type ObsPlace } from './explain-obs-refusal.ts';
import { StoreError, type StoreFailureKind } from './store.ts';

/** What was wanted: only a read has no effect to be in doubt about. */
export type ObsVerb = 'read' | 'append' | 'remove';

/** A failed call to OBS as a failure of the store, with words that say what to do about it. */
export function obsStoreError(verb: ObsVerb, error: HuaweiCallError, place: ObsPlace): StoreError {
  const told = error.requestId === undefined ? '' : `; request ${error.requestId}`;
  const advice = explainObsRefusal(error, place);
  const message = advice === undefined ? `${error.message}${told}` : `${advice} (${error.message}${told})`;
  return new StoreError(kindOf(verb, error), error.code, message, { cause: error });
}

function kindOf(verb: ObsVerb, error: HuaweiCallError): StoreFailureKind {
  switch (error.end) {
    case 'unsent':
      return 'unreachable';
    case 'timeout':
    case 'closed':
      return inDoubt(verb);
    case 'malformed':
      return error.code === 'TOO_LARGE' ? 'permanent' : inDoubt(verb);
    case 'refused':
      return refusalKind(verb, error);
  }
}

/** Refusals that OBS makes before it does anything: "Error Codes" (obs_04_0115). */
const nothingDone = new Set([
  'SlowDown',
  'OperationAborted',
  'BadDigest',
  'IncompleteBody',
  'RequestTimeout',
]);

function refusalKind(verb: ObsVerb, { code, httpStatus = 0 }: HuaweiCallError): StoreFailureKind {
  if (nothingDone.has(code) || httpStatus === 429) return 'unreachable';
  // An archived object, which must be restored before it is read.
  if (code === 'InvalidObjectState') return 'permanent';
  if (httpStatus === 401 || httpStatus === 403) return 'denied';
  return httpStatus >= 500 && httpStatus !== 501 ? inDoubt(verb) : 'permanent';
}

function inDoubt(verb: ObsVerb): StoreFailureKind {
  return verb === 'read' ? 'unreachable' : 'ambiguous';
}
