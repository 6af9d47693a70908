import type { HttpResult, ReplyHeaders } from '../http/exchange.ts';

/** What one try means. Only `delivered` is success, and nothing unknown is. */
export type Verdict =
  | { readonly kind: 'delivered'; readonly reason: string }
  /** The same message would be refused again. */
  | {
      readonly kind: 'permanent';
      readonly reason: string;
      /** The answer cannot be read: it may mean that all went well. */
      readonly mayHaveArrived?: true;
    }
  /** The chat took offence at the form of the message: the same in plain text may do. */
  | { readonly kind: 'refused-card'; readonly reason: string }
  | {
      readonly kind: 'transient';
      readonly reason: string;
      /** The receiver's `Retry-After`, as it came. */
      readonly retryAfter: string | undefined;
      readonly mayHaveArrived: boolean;
    };

/** How a kind of channel reads an answer. */
export type Classify = (status: number, headers: ReplyHeaders, body: string) => Verdict;

/** The verdict on an answer that is a success by its status and not one that `who` gives: it may have arrived all the same. */
export function notItsAnswer(status: string, who: string): Verdict {
  return { kind: 'permanent', reason: `${status}, but not an answer of ${who}`, mayHaveArrived: true };
}

/** The verdict on a try: the kind's own on an answer, however its body ended; one for all kinds where none came. */
export function judgeTry(result: HttpResult, classify: Classify): Verdict {
  if (result.kind === 'reply') return classify(result.status, result.headers, result.body.toString('utf8'));
  const { reason, mayHaveArrived } = result;
  const unanswered = (what: string): Verdict => ({
    kind: 'transient',
    reason: `no answer from the receiver: ${what}`,
    retryAfter: undefined,
    mayHaveArrived,
  });
  switch (reason) {
    case 'blocked':
      return { kind: 'permanent', reason: 'the receiver is not at an address that may be posted to' };
    case 'unsendable':
      return { kind: 'permanent', reason: 'the message has a header that HTTP cannot carry' };
    case 'tls':
      return { kind: 'permanent', reason: "the receiver's TLS certificate or protocol was not accepted" };
    case 'dns':
      return unanswered('its name was not found');
    case 'refused':
      return unanswered('it refused the connection');
    case 'unreachable':
      return unanswered('no way to it on the network');
    case 'timeout':
    case 'aborted':
      return unanswered(mayHaveArrived ? 'connected, but no answer in time' : 'no connection in time');
    case 'reset':
      return unanswered('it closed the connection');
    case 'bad-reply':
      return unanswered('its answer was not HTTP');
    case 'network':
      return unanswered('the connection failed');
    default:
      return reason satisfies never;
  }
}

/**
 * The verdict where the HTTP status says it all (Standard Webhooks). The body is not quoted: it is the
 * receiver's, it may echo a piece of our URL, and a piece is not found by its exact value.
 */
export function classifyStatus(status: number, headers: ReplyHeaders): Verdict {
  const reason = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered', reason };
  if (status >= 300 && status < 400)
    return { kind: 'permanent', reason: `${reason}: redirects are not followed` };
  if (status === 410)
    return { kind: 'permanent', reason: `${reason}: the receiver is gone, remove the channel` };
  if (status === 408 || status === 429 || (status >= 500 && status < 600)) {
    // A gateway that gave up waiting has passed the message on.
    return { kind: 'transient', reason, retryAfter: headers['retry-after'], mayHaveArrived: status === 504 };
  }
  return { kind: 'permanent', reason };
}

/** An answer that is a JSON object; `undefined` for everything else, such as a page of a proxy. */
export function readJsonReply(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
