import { isIP } from 'node:net';
import { CodedError } from '../foundation/coded-error.ts';
import { isReachable, type Reach } from '../http/address-guard.ts';

/** Where to post, and whose addresses its name may lead to. */
export type WebhookUrl = { readonly url: URL; readonly reach: Reach };

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
