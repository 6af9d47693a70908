import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Webhook } from 'standardwebhooks';

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** 2026-11-23T03:30:00+08:00, in milliseconds since 1970. */
export const now = Date.UTC(2026, 10, 22, 19, 30);

/** Headers of a message that was sent at `now`, signed by the reference implementation. */
export function signedHeaders(id: string, body: string, key = secret) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(now / 1000),
    'webhook-signature': new Webhook(key).sign(id, new Date(now), body),
  };
}

/** Posts on a connection of its own and resolves with the head of the response; rejects when there is none. */
export async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const sending = request(url, { method: 'POST', headers, agent: false });
  sending.end(body);
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  return response;
}

/** The whole body of a response. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
