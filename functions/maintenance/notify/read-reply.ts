import type { IncomingMessage } from 'node:http';
import type { Reply, ReplyHeaders } from './post-result.ts';

/** No receiver has more to say than this that we would want to know. */
const bodyLimit = 64 * 1024;

/**
 * Reads an answer's body, calls `onEnd` when it is over, cut off or longer than 64 KiB, and gives a function
 * that tells what has come so far.
 */
export function readReply(incoming: IncomingMessage, onEnd: () => void): () => Reply {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bodyLimit) onEnd();
  });
  // Comes after the end and after a break as well, which then needs no listener for 'error'.
  incoming.on('close', onEnd);
  return () => ({
    kind: 'reply',
    status: incoming.statusCode ?? 0,
    headers: singleHeaders(incoming),
    body: Buffer.concat(chunks).subarray(0, bodyLimit).toString('utf8'),
    complete: incoming.complete && size <= bodyLimit,
  });
}

function singleHeaders({ headers }: IncomingMessage): ReplyHeaders {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(single);
}
