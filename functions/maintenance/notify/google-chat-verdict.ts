import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What is wrong where a text would fare no better; Google's words are not quoted, see `classifyStatus`. */
const advice: Readonly<Record<number, string>> = {
  401: 'key or token in the URL are wrong',
  403: 'the token in the URL is wrong, or the webhook was removed, or an administrator does not allow it',
  404: 'the space is gone, or the URL is wrong',
};

/** Reads an answer of an incoming webhook: success is the message that was made of it, with its name. */
export function classifyGoogleChat(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    if (typeof reply?.['name'] === 'string') return byStatus;
    return notItsAnswer(byStatus.reason, 'Google Chat');
  }
  if (byStatus.kind !== 'permanent') return byStatus;
  if (status === 400) {
    // The key comes before the message: nobody has looked at the form of it.
    if (/"API_KEY_INVALID"/.test(JSON.stringify(reply?.['error'] ?? '')))
      return { kind: 'permanent', reason: `${byStatus.reason}: the key in the URL is wrong` };
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  }
  const why = Object.hasOwn(advice, status) ? advice[status] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `${byStatus.reason}: ${why}` };
}
