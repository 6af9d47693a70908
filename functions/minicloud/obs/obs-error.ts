/**
 * OBS's errors: the status and message it answers with, from "Error Codes" (obs_04_0115) and, for appends,
 * "Appending an Object" (obs_04_0088).
 */
const errors = {
  AccessDenied: [403, 'Access Denied'],
  AppendTooLarge: [400, 'The appended object exceeds the maximum allowed object size'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The OBS Access Key Id you provided does not exist in our records.'],
  InvalidRange: [416, 'The requested range cannot be satisfied.'],
  InvalidArgument: [400, 'Invalid Argument'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  ],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented.'],
  ObjectNotAppendable: [409, 'the object is not appendable'],
  OperationNotSupported: [400, 'The operation is not supported for this bucket'],
  PreconditionFailed: [412, 'At least one of the preconditions you specified did not hold.'],
  PositionNotEqualToLength: [409, 'position not equal to length'],
  TemporaryRedirect: [307, 'Please re-send this request to the specified temporary endpoint.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  ServiceUnavailable: [503, 'Reduce your request rate.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  SlowDown: [503, 'Please reduce your request rate.'],
} as const;

/** What OBS calls an error. */
export type ObsErrorCode = keyof typeof errors;

/** Whether it is one of these codes. */
export function isObsErrorCode(code: string): code is ObsErrorCode {
  return Object.hasOwn(errors, code);
}

/** An error of OBS; its message is the usual one of the code unless it has its own. */
export type ObsError = { readonly code: ObsErrorCode; readonly message?: string };

/** The status and the message of an error. */
export function obsErrorOf(error: ObsError): { readonly status: number; readonly message: string } {
  const [status, message] = errors[error.code];
  return { status, message: error.message ?? message };
}
