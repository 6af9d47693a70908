import type { IncomingMessage } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import { guardedLookup } from '../http/address-guard.ts';
import { type NoReplyReason, noReplyReason, type Phase } from './no-reply.ts';
import type { PostResult, Reply } from './post-result.ts';
import { readReply } from './read-reply.ts';
import { readWebhookUrl } from './webhook-url.ts';

/**
 * For each address of a name but the last. Node 20 gives a quarter of a second, less than a connection from China
 * to Slack can take, and then fails on an IPv6 address that the function cannot reach.
 */
const addressTimeoutMs = 2_500;

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

/**
 * Posts a message over a connection of its own and reads the answer; never throws, follows no redirect, always
 * verifies TLS, connects to public addresses only (and loopback where allowed). `node:https` and not `fetch`,
 * which cannot be given a lookup.
 */
export function post(request: PostRequest): Promise<PostResult> {
  return new Promise((resolve) => {
    let phase: Phase = 'connecting';
    let reply: (() => Reply) | undefined;
    const settle = (reason: NoReplyReason) => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      // Once there is a status line, that is the answer, however the body ends.
      resolve(reply ? reply() : { kind: 'no-reply', reason, sent: phase === 'sending' });
      outgoing?.destroy();
    };
    const abort = () => settle('aborted');
    const timer = setTimeout(() => settle('timeout'), request.timeoutMs);
    const outgoing = open(request);
    if (!outgoing) return settle('blocked');
    // Before anything can destroy it: what is destroyed early fails later, with nobody else to hear it.
    outgoing.on('error', (error) => settle(noReplyReason(error, phase)));
    if (request.signal?.aborted) return abort();
    request.signal?.addEventListener('abort', abort);
    outgoing.on('socket', (socket) => {
      const secures = 'encrypted' in socket;
      socket.once('connect', () => (phase = secures ? 'securing' : 'sending'));
      socket.once('secureConnect', () => (phase = 'sending'));
    });
    outgoing.on('response', (incoming: IncomingMessage) => {
      reply = readReply(incoming, () => settle('reset'));
    });
    outgoing.end(request.body);
  });
}

/** Requests hand these on to their socket; the types do not say so. */
type SocketRequestOptions = https.RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'>;

/** `undefined` when the URL is none that we post to: the channel said so when it was made. */
function open(request: PostRequest): http.ClientRequest | undefined {
  try {
    const { url, reach } = readWebhookUrl(request.url, request.allowLoopback);
    const options: SocketRequestOptions = {
      method: 'POST',
      agent: false,
      // Said outright: an environment with NODE_TLS_REJECT_UNAUTHORIZED=0 would have it otherwise.
      rejectUnauthorized: true,
      lookup: guardedLookup(reach, request.lookup),
      autoSelectFamilyAttemptTimeout: addressTimeoutMs,
      // Any other encoding could unpack to more than is read.
      headers: { ...request.headers, 'accept-encoding': 'identity' },
    };
    return (url.protocol === 'https:' ? https : http).request(url, options);
  } catch {
    return undefined;
  }
}
