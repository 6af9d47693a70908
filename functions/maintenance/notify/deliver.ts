import type { RetryRules } from '../foundation/backoff.ts';
import { retry } from '../foundation/retry.ts';
import type { HttpResult } from '../http/exchange.ts';
import { readRetryAfter, timeOf } from '../http/retry-after.ts';
import type { ChannelParts, Delivery } from './channel.ts';
import { type Classify, judgeTry } from './verdict.ts';

/** Three tries; the pauses before the second and the third are random parts of a second and of three. */
export const tellingRules: RetryRules = {
  tries: 3,
  backoff: 1_000,
  growth: 3,
  maxBackoff: 3_000,
  jitter: 1,
  leastTry: 250,
};

/** A try that got no answer by then is given up. */
const tryTimeoutMs = 10_000;
/** All tries of one notice together, waits included: telling must not eat the time of the run. */
const budgetMs = 20_000;

/** Whether a message goes out as the kind of channel draws it, or as plain text. */
export type Form = 'full' | 'plain';

/** How a kind of channel sends one notice. */
type Sending = {
  /** Asked anew for every try, so that each is freshly signed. */
  send(timeoutMs: number, form: Form): Promise<HttpResult>;
  readonly classify: Classify;
  /** What the log says of every try beside its verdict. */
  readonly about: Readonly<Record<string, unknown>>;
};

/** Who tells, and what trying needs. */
type Teller = Pick<ChannelParts, 'name' | 'clock' | 'random' | 'log'>;

/**
 * Tries up to three times within 20 seconds and the deadline (milliseconds since 1970), the same way for every kind of
 * channel, and logs each try. A message that is refused for its form is sent in plain text from then on, at once, even
 * if that is the fourth try.
 */
export async function deliver(
  { send, classify, about }: Sending,
  { name, clock, random, log }: Teller,
  deadline: number,
): Promise<Delivery> {
  const limit = Math.min(deadline, clock.now() + budgetMs);
  let tried = 0;
  let form: Form = 'full';
  let mayHaveArrived = false;
  let asked: number | undefined;

  const told = await retry<
    Omit<Delivery, 'channel' | 'attempts' | 'status'> & { delivered: boolean },
    string
  >(tellingRules, { clock, limit, chance: random }, async (leftMs) => {
    const result = await send(Math.min(tryTimeoutMs, leftMs), form);
    const verdict = judgeTry(result, classify);
    const { kind, reason } = verdict;
    tried += 1;
    log?.('channel tried', { channel: name, attempt: tried, verdict: kind, reason, ...about });
    switch (kind) {
      case 'delivered':
        return {
          kind: 'done',
          answer: { delivered: true, reason, ...(form === 'plain' && { degraded: true }) },
        };
      case 'refused-card':
        if (form === 'plain') return { kind: 'done', answer: { delivered: false, reason } };
        form = 'plain';
        return { kind: 'another-way', failure: reason };
      case 'permanent':
        mayHaveArrived ||= verdict.mayHaveArrived === true;
        return { kind: 'done', answer: { delivered: false, reason } };
      case 'transient': {
        mayHaveArrived ||= verdict.mayHaveArrived;
        const sentAt = timeOf(result.kind === 'reply' ? result.headers : {}, clock.now());
        asked = readRetryAfter(verdict.retryAfter, sentAt);
        return { kind: 'failed', failure: reason, askedMs: asked };
      }
      default:
        return verdict satisfies never;
    }
  });

  const attempts = told.tries;
  const undelivered = (reason: string): Delivery => {
    if (attempts === 0) return { channel: name, status: 'not-tried', attempts, reason };
    return { channel: name, status: mayHaveArrived ? 'unconfirmed' : 'failed', attempts, reason };
  };
  if (told.kind === 'given-up') {
    const { failure = 'no time left to tell', why } = told;
    return undelivered(why === 'no-time' ? `${failure}; ${noTime(asked)}` : failure);
  }
  const { delivered, ...answer } = told.answer;
  return delivered ? { channel: name, status: 'delivered', attempts, ...answer } : undelivered(answer.reason);
}

function noTime(asked: number | undefined): string {
  return asked === undefined
    ? 'no time left to try again'
    : `asked to wait ${Math.ceil(asked / 1_000)}s, longer than there is time`;
}
