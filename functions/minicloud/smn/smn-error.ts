import { jsonReply, type Reply } from '../wire/reply.ts';

/** The errors of SMN that this cloud can give: HTTP status and message of the published error table. */
const smnErrors = {
  'SMN.0001': [403, 'No permission to request resources.'],
  'SMN.0005': [400, 'Parameter: TopicUrn is invalid.'],
  'SMN.0006': [404, 'Topic not found.'],
  'SMN.0008': [403, 'Parameter: Subject is invalid.'],
  'SMN.0009': [403, 'Parameter: Message is invalid.'],
  'SMN.0016': [500, 'Database Exceptions.'],
  'SMN.0018': [500, 'Service internal error.'],
  'SMN.0021': [400, 'MessageStructure is invalid.'],
  'SMN.0022': [403, 'Parameter: token is invalid.'],
  'SMN.0047': [403, 'Parameter: Value exceeds the maximum length.'],
} as const;

/** A code of SMN's error table that this cloud can give. */
export type SmnErrorCode = keyof typeof smnErrors;

/** An error as SMN answers it, which has other names than those of DCS and FunctionGraph. */
export function smnErrorReply(requestId: string, code: SmnErrorCode): Reply {
  const [status, message] = smnErrors[code];
  return jsonReply(requestId, status, { request_id: requestId, code, message });
}
