import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HuaweiCallError } from './huawei-call-error.ts';

/** One HTTP request as it goes out, and how long and how much we are ready to take. */
export type WireRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly agent: Agent;
  /** From the first look-up of the name to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly replyLimitBytes: number;
};

/** An answer that arrived whole. */
export type WireReply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Sends one request, once. Throws `HuaweiCallError` that tells whether anything can have arrived. */
export function exchange(request: WireRequest): Promise<WireReply> {
  const { url, method, headers, agent, body, timeoutMs, replyLimitBytes } = request;
  const encrypted = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const outgoing = (encrypted ? httpsRequest : httpRequest)(url, { method, headers, agent });
    let connected = false;

    const timer = setTimeout(() => {
      const message = `no answer from ${url.host} within ${timeoutMs} ms`;
      settle(() =>
        reject(new HuaweiCallError('TIMEOUT', message, { end: connected ? 'timeout' : 'unsent' })),
      );
      outgoing.destroy();
    }, timeoutMs);

    function settle(how: () => void): void {
      clearTimeout(timer);
      how();
    }

    outgoing.once('socket', (socket) => {
      // Node holds the request back until then, so an error before it means that nothing was sent.
      if (outgoing.reusedSocket) connected = true;
      else
        socket.once(encrypted ? 'secureConnect' : 'connect', () => {
          connected = true;
        });
    });
    outgoing.on('error', (error) => settle(() => reject(connectionError(url.host, connected, error))));
    outgoing.once('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      readText(incoming, replyLimitBytes).then(
        (text) => settle(() => resolve({ status, headers: incoming.headers, body: text })),
        (error: unknown) =>
          settle(() =>
            reject(error instanceof HuaweiCallError ? error : connectionError(url.host, true, error)),
          ),
      );
    });
    outgoing.end(body);
  });
}

async function readText(incoming: IncomingMessage, limitBytes: number): Promise<string> {
  return (await readBytes(incoming, limitBytes)).toString('utf8');
}

/** Reads an answer's body to its end. Throws `HuaweiCallError` for one that is longer than the limit. */
export async function readBytes(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) {
      throw new HuaweiCallError('TOO_LARGE', `the answer is larger than ${limitBytes} bytes`, {
        end: 'malformed',
        httpStatus: incoming.statusCode,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The error of a connection that broke, before or after anything can have gone out. */
export function connectionError(host: string, connected: boolean, cause: unknown): HuaweiCallError {
  const code = errnoOf(cause);
  return connected
    ? new HuaweiCallError(
        'CLOSED',
        `the connection to ${host} was lost before the answer was complete (${code})`,
        {
          end: 'closed',
          cause,
        },
      )
    : new HuaweiCallError(code, `no connection to ${host} (${code})`, { end: 'unsent', cause });
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'ECONNRESET';
}
