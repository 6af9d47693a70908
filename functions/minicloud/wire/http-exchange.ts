import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

/** Reads a request's body to its end. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Puts a reply on the wire. A dropped one ends the connection without a byte of an answer. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  switch (reply.kind) {
    case 'json':
      response.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body));
      return;
    case 'text':
      response.writeHead(reply.status, reply.headers).end(reply.text);
      return;
    case 'dropped':
      response.destroy();
      return;
    default:
      reply satisfies never;
  }
}
