import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What Discord's codes mean where a text would fare no better; its words are not quoted, see `classifyStatus`. */
const advice: Readonly<Record<number, string>> = {
  10003: 'the channel is gone',
  10015: 'the webhook was removed',
  50027: 'the URL is wrong, or the webhook was removed',
  50083: 'the thread is archived',
  160005: 'the thread is locked',
  200000: 'a rule of the server (AutoMod) blocked it',
  200001: 'a rule of the server (AutoMod) blocked it',
  220001: 'the channel is a forum: add ?thread_id=… to the URL',
};

/** Reads an answer of a webhook: with `wait=true` success is the message that was made of it, without it 204. */
export function classifyDiscord(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    if (status === 204 || (status === 200 && typeof reply?.['id'] === 'string')) return byStatus;
    return notItsAnswer(byStatus.reason, 'Discord');
  }
  if (byStatus.kind === 'transient') {
    return { ...byStatus, retryAfter: secondsIn(reply) ?? byStatus.retryAfter };
  }
  const code = reply?.['code'];
  const why = typeof code === 'number' && Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (why !== undefined) return { kind: 'permanent', reason: `HTTP ${status}, code ${code}: ${why}` };
  if (status === 400 || status === 413)
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  return byStatus;
}

/** The body has the wait with a fraction; the header of whoever stands before Discord may not be meant for us. */
function secondsIn(reply: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const seconds = reply?.['retry_after'];
  return typeof seconds === 'number' && seconds >= 0 ? String(Math.ceil(seconds)) : undefined;
}
