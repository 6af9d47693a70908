import type { ServerResponse } from 'node:http';
import { type ObsError, obsErrorOf } from './obs-error.ts';
import { errorXml } from './obs-xml.ts';

/** What a caller of OBS gets; `breaksAfter` ends the connection when so many bytes of the body are out. */
export type ObsReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly breaksAfter?: number;
};

/** Puts a reply on the wire; a dropped one ends the connection without a byte of an answer. */
export function sendObsReply(response: ServerResponse, reply: ObsReply | 'dropped'): void {
  if (reply === 'dropped') {
    response.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  // A HEAD tells the length of what it leaves out.
  response.writeHead(reply.status, { 'Content-Length': String(body.length), ...reply.headers });
  if (reply.breaksAfter === undefined) response.end(body);
  else response.write(body.subarray(0, reply.breaksAfter), () => response.destroy());
}

/** An error as OBS writes it: as XML, and for a HEAD, which has no body, in headers. */
export function obsErrorReply(error: ObsError, resource: string, requestId: string): ObsReply {
  const { status, message } = obsErrorOf(error);
  return {
    status,
    headers: {
      'Content-Type': 'application/xml',
      'x-obs-error-code': error.code,
      'x-obs-error-message': message,
    },
    body: errorXml(error, resource, requestId),
  };
}
