import { isIP, type LookupFunction } from 'node:net';
import { CodedError } from '../foundation/coded-error.ts';
import { guardedLookup, isReachable, type Reach } from '../http/address-guard.ts';
import { exchange, type HttpResult } from '../http/exchange.ts';

/** Where to post, and whose addresses its name may lead to. */
type WebhookUrl = { readonly url: URL; readonly reach: Reach };

/** A webhook's URL that is not one we post to. The message says which rule, never the URL: it is a secret. */
export class WebhookUrlError extends CodedError {
  constructor(found: string, expected: string) {
    super('bad-webhook-url', `the channel's URL ${found} - expected ${expected}`);
  }
}

/** Receivers and proxies commonly stop reading there. */
const longestUrl = 2_048;

/**
 * Reads the URL of a webhook: https, no user info, no fragment, at most 2048 characters, no address that is not
 * public. `allowLoopback` adds 127.0.0.0/8, ::1 and localhost, for which http will do. Throws `WebhookUrlError`.
 */
export function readWebhookUrl(text: string, allowLoopback: boolean): WebhookUrl {
  // `new URL` puts the whole text into the error it throws.
  if (!URL.canParse(text)) throw new WebhookUrlError('cannot be read', 'https://host/path');
  if (text.length > longestUrl)
    throw new WebhookUrlError(`has ${text.length} characters`, `at most ${longestUrl}`);
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isLoopback = host === 'localhost' || isReachable(host, 'loopback');
  if (isLoopback && !allowLoopback) {
    throw new WebhookUrlError('leads to this machine itself', 'a public host, or allowLoopback: true');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new WebhookUrlError('is not https', 'https (http only for a loopback address)');
  }
  if (url.username !== '' || url.password !== '') throw new WebhookUrlError('holds user info', 'none');
  if (url.hash !== '') throw new WebhookUrlError('holds a fragment', 'none');
  const reach = isLoopback ? 'loopback' : 'public';
  if (isIP(host) !== 0 && !isReachable(host, reach)) {
    throw new WebhookUrlError('names an address that is not public', 'a public host');
  }
  return { url, reach };
}

/** One message to one receiver. */
export type PostRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: name, connection, TLS, answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly allowLoopback: boolean;
  readonly lookup?: LookupFunction;
};

/** No receiver has more to say than this that we would want to know. */
const replyLimitBytes = 64 * 1024;

/**
 * Posts a message over a connection of its own and tells how that ended; never throws, connects to public addresses
 * only (and loopback where allowed). `node:https` and not `fetch`, which cannot be given a lookup.
 */
export function post({ url: text, allowLoopback, lookup, ...request }: PostRequest): Promise<HttpResult> {
  try {
    const { url, reach } = readWebhookUrl(text, allowLoopback);
    return exchange({
      ...request,
      method: 'POST',
      url,
      replyLimitBytes,
      lookup: guardedLookup(reach, lookup),
    });
  } catch (cause) {
    // A URL that we do not post to: the channel said so when it was made.
    return Promise.resolve({ kind: 'silence', reason: 'blocked', mayHaveArrived: false, cause });
  }
}
