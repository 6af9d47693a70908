import { connect as connectTcp, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { guardedLookup } from '../../maintenance/http/address-guard.ts';
import { addressTimeoutMs } from '../../maintenance/http/exchange.ts';
import { type Phase, type SilenceReason, silenceReason } from '../../maintenance/http/silence.ts';
import { readWebhookUrl } from '../../maintenance/notify/post.ts';

/** Whether a receiver could be told something. */
type Reached =
  | { readonly kind: 'reached'; readonly tookMs: number }
  | { readonly kind: 'unreached'; readonly reason: SilenceReason };

/** The receiver, and how long it is waited for. */
type ReceiverToReach = {
  readonly url: string;
  readonly allowLoopback: boolean;
  readonly timeoutMs: number;
  readonly lookup?: LookupFunction;
};

/**
 * Connects to a receiver, with TLS where its URL says so, and hangs up: not a byte of HTTP is sent, so it hears of
 * nothing. The addresses are guarded as those of a post. Throws `WebhookUrlError` for what is no URL of a receiver.
 */
export function reachReceiver({
  url: text,
  allowLoopback,
  timeoutMs,
  lookup,
}: ReceiverToReach): Promise<Reached> {
  const { url, reach } = readWebhookUrl(text, allowLoopback);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const encrypted = url.protocol === 'https:';
  const port = url.port === '' ? (encrypted ? 443 : 80) : Number(url.port);
  const begun = performance.now();
  return new Promise((resolve) => {
    let phase: Phase = 'connecting';
    const options: TcpNetConnectOpts = {
      ...{ host, port, lookup: guardedLookup(reach, lookup), autoSelectFamily: true },
      autoSelectFamilyAttemptTimeout: addressTimeoutMs,
    };
    // No server name for an address: TLS knows none.
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    const socket: Socket = encrypted ? connectTls({ ...options, servername }) : connectTcp(options);
    const settle = (reached: Reached) => {
      clearTimeout(timer);
      resolve(reached);
      socket.destroy();
    };
    const timer = setTimeout(() => settle({ kind: 'unreached', reason: 'timeout' }), timeoutMs);
    const arrived = () => settle({ kind: 'reached', tookMs: Math.round(performance.now() - begun) });
    socket.once('connect', () => {
      phase = 'securing';
      if (!encrypted) arrived();
    });
    if (encrypted) socket.once('secureConnect', arrived);
    socket.on('error', (error) => settle({ kind: 'unreached', reason: silenceReason(error, phase) }));
  });
}
