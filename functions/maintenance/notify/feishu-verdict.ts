import type { ReplyHeaders } from '../http/exchange.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

/** What the codes of a custom bot mean; none of its words are quoted, see `classifyStatus`. */
const permanent: Readonly<Record<number, string>> = {
  19001: 'the bot was removed, or the URL is wrong',
  19002: 'the message was not understood',
  19021: 'the secret is wrong, or the clock is off by more than an hour',
  19022: "the bot's list of IP addresses does not have the function's",
  19024: 'the bot asks for a keyword that the message does not have: set Nightshift, or a signature',
};

/** Answered to who sends too much; everybody does at :00 and :30, of which Feishu itself warns. */
const rateLimits: readonly number[] = [11232, 11247, 99991400];
/** The card could not be shown as it is: its JSON, its elements, its tables. */
const cardRefusals: readonly number[] = [11246, 9499];

/** Reads an answer of a custom bot: HTTP 200 says nothing, `code` does, or the `StatusCode` of old. */
export function classifyFeishu(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  const code = reply && (Object.hasOwn(reply, 'code') ? reply['code'] : reply['StatusCode']);
  if (typeof code !== 'number') {
    if (byStatus.kind !== 'delivered') return byStatus;
    return notItsAnswer(`HTTP ${status}`, 'a bot');
  }
  const saysTooMany = /frequency|rate|too many/i.test(String(reply?.['msg'] ?? ''));
  if (rateLimits.includes(code) || (code !== 0 && saysTooMany)) {
    const retryAfter = headers['x-ogw-ratelimit-reset'] ?? headers['retry-after'];
    return {
      kind: 'transient',
      reason: `code ${code}: too many messages`,
      retryAfter,
      mayHaveArrived: false,
    };
  }
  // A gateway that fails, whatever is in its page.
  if (byStatus.kind === 'transient' || (status >= 300 && status < 400)) return byStatus;
  if (code === 0) return byStatus.kind === 'delivered' ? { kind: 'delivered', reason: 'code 0' } : byStatus;
  if (cardRefusals.includes(code))
    return { kind: 'refused-card', reason: `code ${code}: the card was refused` };
  const why = Object.hasOwn(permanent, code) ? `: ${permanent[code]}` : '';
  return { kind: 'permanent', reason: `code ${code}${why}` };
}
