import { judgeClocks } from '../http/clocks.ts';
import type { HuaweiCallError } from '../huawei/huawei-call-error.ts';
import { permissions } from '../huawei/permissions.ts';
import { StoreError, type StoreFailureKind } from './store.ts';

/** What a call to OBS was about; the key is as it is in the bucket. */
type ObsPlace = { readonly host: string; readonly bucket: string; readonly key: string };

/** What was wanted: only a read has no effect to be in doubt about. */
export type ObsVerb = 'read' | 'append' | 'remove';

/** A failed call to OBS as a failure of the store, with words that say what to do about it. */
export function obsStoreError(verb: ObsVerb, error: HuaweiCallError, place: ObsPlace): StoreError {
  const request = error.requestId === undefined ? '' : `; request ${error.requestId}`;
  const advice = explainObsRefusal(error, place);
  const status = error.end === 'refused' && error.httpStatus !== undefined;
  const told = status
    ? `${error.message} - HTTP ${error.httpStatus} of ${place.host}${request}`
    : `${error.message}${request}`;
  const message = advice === undefined ? told : `${advice} (${told})`;
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
      return verb === 'read' && error.code === 'TOO_LARGE' ? 'permanent' : inDoubt(verb);
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

/** What to do about a refusal of OBS; `undefined` where its own words must do. */
function explainObsRefusal(
  { code, httpStatus = 0, end }: HuaweiCallError,
  { host, bucket, key }: ObsPlace,
): string | undefined {
  if (end !== 'refused') return undefined;
  switch (code) {
    case 'ObjectNotAppendable':
      return `${key} in bucket ${bucket} cannot be appended to: it was uploaded as a whole, has had its 10,000 appends, or is stored cold; leave it where it is and choose another prefix, with this one as journal.movedFrom`;
    case 'AppendTooLarge':
      return `${key} in bucket ${bucket} would grow beyond 5 GB; leave it where it is and choose another prefix, with this one as journal.movedFrom`;
    case 'OperationNotSupported':
      return `bucket ${bucket} takes no appends, as with cross-region replication; choose a bucket without it`;
    case 'MethodNotAllowed':
      return `bucket ${bucket} takes no appends, as a parallel file system; choose an ordinary bucket`;
    case 'NoSuchBucket':
      return `there is no bucket ${bucket} at ${host}; create it in that region, or correct its name or region`;
    case 'InvalidAccessKeyId':
      return 'OBS does not know the access key, or the security token has expired; check the agency of the function';
    case 'SignatureDoesNotMatch':
      return 'the secret key does not belong to the access key';
    case 'RequestTimeTooSkewed':
      return (
        judgeClocks(`${bucket}.${host}`) ??
        judgeClocks(host) ??
        `the clock of ${host} and that of this machine are more than 15 minutes apart`
      );
    case 'InvalidObjectState':
      return `${key} in bucket ${bucket} is archived; restore it, and choose the standard storage class`;
    case 'AccessDenied':
      return `not allowed on ${key} in bucket ${bucket}: the agency and the bucket's policy must grant ${permissions.writeObject}, ${permissions.readObject}, ${permissions.removeObject} and ${permissions.listObjects}`;
  }
  if (httpStatus === 412)
    return `bucket ${bucket} refuses ${key} for a condition that was not sent; look at what stands between here and ${host}`;
  return httpStatus >= 300 && httpStatus < 400
    ? `bucket ${bucket} is not at ${host}; correct its region`
    : undefined;
}
