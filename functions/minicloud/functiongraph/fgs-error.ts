import { jsonReply, type Reply } from '../wire/reply.ts';

/** The errors of FunctionGraph that this cloud can give: HTTP status and message of the published error table. */
const fgsErrors = {
  'FSS.0400': [400, 'Invalid parameter.'],
  'FSS.0401': [401, 'Unauthorized access.'],
  'FSS.0403': [403, 'Forbidden'],
  'FSS.0404': [404, 'The specified resource was not found.'],
  'FSS.0406': [406, 'Not acceptable.'],
  'FSS.0409': [409, 'The specified resource already exists.'],
  'FSS.0413': [413, 'The request body is too large.'],
  'FSS.0429': [429, 'Too many requests.'],
  'FSS.1002': [400, 'Invalid function name.'],
  'FSS.1003': [400, 'Invalid function handler.'],
  'FSS.1004': [400, 'Invalid Package (function app).'],
  'FSS.1005': [400, 'Invalid runtime.'],
  'FSS.1006': [400, 'Invalid function code entry mode.'],
  'FSS.1007': [400, 'Invalid function memory.'],
  'FSS.1008': [400, 'Invalid function timeout.'],
  'FSS.1009': [400, 'Invalid function UserData.'],
  'FSS.1011': [400, 'Invalid function code.'],
  'FSS.1012': [400, 'The function code must be configured.'],
  'FSS.1016': [
    400,
    'The function cannot be published because no changes have been made since last publication.',
  ],
  'FSS.1017': [400, 'The number of items in the UserData field exceeds the maximum allowed limit (20).'],
  'FSS.1018': [400, 'The total size of the UserData field exceeds the maximum allowed limit (2 KB).'],
  'FSS.1026': [400, 'Invalid Concurrency.'],
  'FSS.1041': [403, 'The number of functions exceeds the maximum allowed limit.'],
  'FSS.1051': [404, 'The function does not exist.'],
  'FSS.1052': [404, 'The version does not exist.'],
  'FSS.1053': [404, 'The alias does not exist.'],
  'FSS.1061': [409, 'The function already exists.'],
  'FSS.1071': [413, 'The size of the code package to be uploaded exceeds the maximum allowed limit (50 MB).'],
  'FSS.1101': [400, 'Invalid trigger type.'],
  'FSS.1109': [400, 'Invalid timer trigger parameters.'],
  'FSS.1140': [404, 'The timer trigger does not exist.'],
  'FSS.1148': [409, 'The timer trigger already exists.'],
} as const;

/** A code of FunctionGraph's error table that this cloud can give. */
export type FgsErrorCode = keyof typeof fgsErrors;

/** Whether it is one of these codes, with the status that goes with it. */
export function isFgsError(code: string, status: number): code is FgsErrorCode {
  return Object.hasOwn(fgsErrors, code) && fgsErrors[code as FgsErrorCode][0] === status;
}

/** A refusal on its way out of the code that found the flaw; it becomes a reply and never leaves the cloud. */
export class FgsRefusal extends Error {
  readonly code: FgsErrorCode;

  constructor(code: FgsErrorCode) {
    super(fgsErrors[code][1]);
    this.code = code;
  }
}

/** An error as FunctionGraph answers it. */
export function fgsErrorReply(requestId: string, code: FgsErrorCode): Reply {
  const [status, message] = fgsErrors[code];
  return jsonReply(requestId, status, { error_code: code, error_msg: message });
}
