import { jsonReply, type Reply } from '../wire/reply.ts';
import type { CesKnobs } from './ces-knobs.ts';

/** The errors of CES that this cloud can give: HTTP status and message. */
const cesErrors = {
  'ces.0001': [400, 'The request content cannot be empty.'],
  'ces.0003': [400, 'The project ID is left blank or is incorrect.'],
  'ces.0007': [500, 'Internal service error.'],
  'ces.0014': [400, 'The request is invalid: {0}.'],
  'ces.0016': [404, 'The requested resource does not exist.'],
  'ces.0017': [403, "Policy doesn't allow [ces:metricData:list] to be performed"],
  'ces.0429': [429, 'Too Many Requests'],
} as const;

/** A code of CES's error table that this cloud can give. */
type CesErrorCode = keyof typeof cesErrors;

/** An error before it is written: its code and, where the message has a `{0}`, what goes there. */
export type CesError = { readonly code: CesErrorCode; readonly subject?: string };

/** An error of CES, in the shape that is chosen. */
export function cesErrorReply(
  requestId: string,
  { code, subject = '' }: CesError,
  { errors, throttledStatus }: Pick<CesKnobs, 'errors' | 'throttledStatus'>,
): Reply {
  const [documented, words] = cesErrors[code];
  const status = code === 'ces.0429' ? throttledStatus : documented;
  const message = words.replace('{0}', subject);
  switch (errors) {
    case 'nested': {
      const details = code === 'ces.0017' || code === 'ces.0429' ? message : `${code}: ${message}`;
      const body = { http_code: String(status), message: { details, code: String(status) } };
      return jsonReply(requestId, status, body);
    }
    case 'text': {
      const headers = { 'Content-Type': 'text/plain', 'X-Request-Id': requestId };
      return { kind: 'text', delayMs: 0, status, headers, text: `${code} ${message}` };
    }
    case 'flat':
      return jsonReply(requestId, status, { error_code: code, error_msg: message, request_id: requestId });
    default:
      return errors satisfies never;
  }
}
