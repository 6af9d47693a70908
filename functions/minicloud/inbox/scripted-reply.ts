import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How an inbox can answer other than well. */
export type InboxReply =
  | { readonly kind: 'status'; readonly status: number }
  /** Word for word, such as one that a chat gives. */
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  /** 429; `retryAfter` in seconds, or as an instant (milliseconds since 1970) that is sent as an HTTP date. */
  | {
      readonly kind: 'throttled';
      readonly retryAfter?: { readonly seconds: number } | { readonly at: number };
    }
  /** 410: nothing should ever be sent here again. */
  | { readonly kind: 'gone' }
  /** 302. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Everything that was sent, secrets and all, in the body of an error. */
  | { readonly kind: 'echo'; readonly status: number }
  /** 200 with a page, as from a portal that sits in front of the receiver. */
  | { readonly kind: 'html' }
  /** The connection stays, and nothing comes. */
  | { readonly kind: 'silent' }
  /** 200, and of a body of 1,000 bytes only the first few. */
  | { readonly kind: 'stalled-body' }
  /** 200, and a body without an end. */
  | { readonly kind: 'endless-body' }
  /** The connection breaks before an answer. */
  | { readonly kind: 'dropped' };

/** An answer that ends. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Builds an answer of plain text. */
export function textAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** Plays a reply to a request: as an answer, or on the bare connection, and then there is none to wait for. */
export function playReply(
  reply: InboxReply,
  request: IncomingMessage,
  body: Buffer,
): HttpAnswer | 'no answer' {
  const { socket } = request;
  switch (reply.kind) {
    case 'status':
      return textAnswer(reply.status, `scripted: ${reply.status}`);
    case 'answer':
      return reply.answer;
    case 'throttled':
      return textAnswer(429, 'too many requests', retryAfterHeader(reply.retryAfter));
    case 'gone':
      return textAnswer(410, 'gone');
    case 'redirect':
      return textAnswer(302, 'moved', { Location: reply.location });
    case 'echo':
      return textAnswer(reply.status, `${request.method} ${request.url}\n${headerLines(request)}\n${body}`);
    case 'html':
      return {
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<!doctype html><title>Sign in</title><h1>Welcome to the portal</h1>',
      };
    case 'silent':
      return 'no answer';
    case 'stalled-body':
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"ok":');
      return 'no answer';
    case 'endless-body':
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n');
      writeForever(socket);
      return 'no answer';
    case 'dropped':
      socket.destroy();
      return 'no answer';
  }
}

function retryAfterHeader(
  retryAfter: { readonly seconds: number } | { readonly at: number } | undefined,
): Record<string, string> {
  if (retryAfter === undefined) return {};
  const value = 'seconds' in retryAfter ? String(retryAfter.seconds) : new Date(retryAfter.at).toUTCString();
  return { 'Retry-After': value };
}

function headerLines({ rawHeaders }: IncomingMessage): string {
  let lines = '';
  for (let at = 0; at < rawHeaders.length; at += 2) lines += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\n`;
  return lines;
}

/** As fast as the other side reads, until it hangs up. */
function writeForever(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write('and so on '.repeat(1000)));
  };
  socket.on('drain', more);
  more();
}
