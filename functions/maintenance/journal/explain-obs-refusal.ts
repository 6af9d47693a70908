import type { HuaweiCallError } from '../huawei/huawei-call-error.ts';

/** What a call to OBS was about; the key is as it is in the bucket. */
export type ObsPlace = { readonly host: string; readonly bucket: string; readonly key: string };

/** What to do about a refusal of OBS; `undefined` where its own words must do. */
export function explainObsRefusal(
  { code, httpStatus = 0, end }: HuaweiCallError,
  { host, bucket, key }: ObsPlace,
): string | undefined {
  if (end !== 'refused') return undefined;
  switch (code) {
    case 'ObjectNotAppendable':
      return `${key} in bucket ${bucket} cannot be appended to: it was uploaded as a whole, has had its 10,000 appends, or is stored cold; move it out of the way or choose another prefix`;
    case 'AppendTooLarge':
      return `${key} in bucket ${bucket} would grow beyond 5 GB; move it out of the way or choose another prefix`;
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
      return 'the clock of this machine is more than 15 minutes off';
    case 'InvalidObjectState':
      return `${key} in bucket ${bucket} is archived; restore it, and choose the standard storage class`;
    case 'AccessDenied':
      return `not allowed on ${key} in bucket ${bucket}: the agency and the bucket's policy must grant obs:object:PutObject, obs:object:GetObject, obs:object:DeleteObject and obs:bucket:ListBucket`;
  }
  return httpStatus >= 300 && httpStatus < 400
    ? `bucket ${bucket} is not at ${host}; correct its region`
    : undefined;
}
