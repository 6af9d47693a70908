import { jsonReply, type Reply, type RequestId } from '../wire/reply.ts';

/**
 * The errors of DCS that this cloud can give: HTTP status and message of the published error table, in which
 * the text of DCS.4064 is stale and `{0}` stands for the name of a parameter.
 */
const dcsErrors = {
  'DCS.1004': [401, 'Project ID does not match the token.'],
  'DCS.2003': [403, 'This role does not have the permission to perform this operation.'],
  'DCS.3022': [404, 'This DCS instance does not exist.'],
  'DCS.4001': [404, 'The requested URL does not exist.'],
  'DCS.4002': [400, 'Invalid project ID format.'],
  'DCS.4004': [400, 'Empty request body.'],
  'DCS.4005': [400, 'The message body contains invalid characters or is not in JSON format.'],
  'DCS.4017': [400, 'This DCS instance job task is still running.'],
  'DCS.4026': [400, 'This operation is not allowed when the DCS instance is in the current state.'],
  'DCS.4027': [400, 'This operation is not supported on this node.'],
  'DCS.4049': [400, 'The instance status is not running.'],
  'DCS.4061': [400, 'Invalid instance ID format.'],
  'DCS.4062': [400, 'Invalid {0} parameter in the request.'],
  'DCS.4064': [400, 'The action parameter in the request must be start, stop, or restart.'],
  'DCS.4065': [400, 'The instances parameter in the request cannot be a null value or left unspecified.'],
  'DCS.4086': [400, 'only master standby instance is support this action'],
  'DCS.4095': [400, 'the system is not support backup and restore.'],
  'DCS.4096': [400, 'the instance is backuping.'],
  'DCS.4097': [400, 'the instance is restoring.'],
  'DCS.4100': [400, 'The number of instance IDs in an instances array cannot exceed 50.'],
  'DCS.4104': [
    400,
    'The DCS instance is recovering from an internal fault. Please try again later or contact customer service.',
  ],
  'DCS.4111': [400, 'the instance is restarting.'],
  'DCS.4113': [400, 'the instance is extending.'],
  'DCS.4114': [400, 'the instance is configuring.'],
  'DCS.4115': [400, 'the instance is changing the password.'],
  'DCS.4116': [400, 'the instance is upgrading.'],
  'DCS.4117': [400, 'the instance is rollbacking the version.'],
  'DCS.4118': [400, 'the instance is creating.'],
  'DCS.4120': [400, 'the instance is Freezing.'],
  'DCS.4800': [400, 'Invalid {0} in the request.'],
  'DCS.5000': [500, 'Internal service error.'],
  'DCS.5001': [405, 'This request method is not allowed.'],
  'DCS.5006': [500, 'Submit job failed.'],
} as const;

/** A code of DCS's error table that this cloud can give. */
export type DcsErrorCode = keyof typeof dcsErrors;

/** Whether this cloud can give a code. */
export function isDcsErrorCode(code: unknown): code is DcsErrorCode {
  return typeof code === 'string' && Object.hasOwn(dcsErrors, code);
}

/** An error before it is written as a response: its code and, where the message has a `{0}`, what goes there. */
export type DcsError = { readonly code: DcsErrorCode; readonly subject?: string };

/** How codes are written: `DCS.4111`, or the older numeric twin `111400111`, which current examples still show. */
export type ErrorCodeStyle = 'dotted' | 'numeric';

/** HTTP status and body of an error, `error_ext_msg` included, which DCS always sets to null. */
function dcsErrorBody({ code, subject = '' }: DcsError, style: ErrorCodeStyle) {
  const [status, message] = dcsErrors[code];
  return {
    status,
    body: {
      error_code: writtenCode(code, style),
      error_msg: message.replace('{0}', subject),
      error_ext_msg: null,
    },
  };
}

/** A code as responses carry it. A numeric twin is 111, the HTTP status, and the last three digits of the code. */
function writtenCode(code: DcsErrorCode, style: ErrorCodeStyle): string {
  return style === 'dotted' ? code : `111${dcsErrors[code][0]}${code.slice(-3)}`;
}

/** An error of DCS itself. */
export function errorReply(requestId: RequestId, error: DcsError, style: ErrorCodeStyle): Reply {
  const { status, body } = dcsErrorBody(error, style);
  return jsonReply(requestId, status, body);
}
