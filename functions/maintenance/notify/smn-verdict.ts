import type { ReplyHeaders } from '../http/exchange.ts';
import { throttleWindowMs } from '../huawei/read-reply.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What the codes of SMN and of the gateway before it mean; their words are not quoted, see `classifyStatus`. */
const permanent: Readonly<Record<string, string>> = {
  'SMN.0001':
    "the function's agency lacks the permission smn:topic:publish, see config/iam-policy-smn.json, or the topic's policy does not let it in",
  'SMN.0005': "the topic's URN is none",
  'SMN.0006': 'there is no such topic',
  'SMN.0022': 'the credentials are not accepted',
  'APIGW.0301': 'the credentials are not accepted',
};

/** Subject, message, structure of the message, and length. */
const refusals: readonly string[] = ['SMN.0008', 'SMN.0009', 'SMN.0021', 'SMN.0047'];

/** Reads an answer of SMN: success is a message id, and only says that SMN will try to deliver. */
export function classifySmn(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    const id = reply?.['message_id'];
    if (typeof id === 'string' && /^[\w-]{1,64}$/.test(id))
      return { kind: 'delivered', reason: `taken in by SMN as ${id}` };
    return notItsAnswer(byStatus.reason, 'SMN');
  }
  if (byStatus.kind === 'transient')
    return status === 429 ? { ...byStatus, retryAfter: waitOf(headers, reply) } : byStatus;
  const code = String(reply?.['code'] ?? reply?.['error_code'] ?? '');
  if (code === 'APIGW.0308') {
    const retryAfter = waitOf(headers, reply);
    return { kind: 'transient', reason: `${code}: too many messages`, retryAfter, mayHaveArrived: false };
  }
  if (refusals.includes(code))
    return { kind: 'refused-card', reason: `${code}: the form of the message was refused` };
  const why = Object.hasOwn(permanent, code) ? permanent[code] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `${code}: ${why}` };
}

/** What the gateway asks for in its headers, else the window that it names in its words. */
function waitOf(headers: ReplyHeaders, reply: ReturnType<typeof readJsonReply>): string | undefined {
  const window = throttleWindowMs(String(reply?.['error_msg'] ?? reply?.['message'] ?? ''));
  return headers['retry-after'] ?? (window === undefined ? undefined : String(window / 1_000));
}
