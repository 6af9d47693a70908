import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Answers one request; one that does nothing leaves the sender waiting. */
export type Answer = (response: http.ServerResponse, request: Received) => void;

/** An answer with a status and perhaps headers and a body. */
export function status(code: number, headers: http.OutgoingHttpHeaders = {}, body = ''): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}

/** Takes the request and closes the connection without a word. */
export const hangUp: Answer = (response) => response.socket?.destroy();

/** Takes the request and says nothing. */
export const silence: Answer = () => {};

/** A receiver on 127.0.0.1 that gives the answers in turn, the last one for ever. */
export async function startReceiver(...answers: readonly [Answer, ...Answer[]]) {
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = '', url: path = '' } = request;
    const message = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    const answer = answers[Math.min(received.length, answers.length - 1)] ?? silence;
    received.push(message);
    answer(response, message);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
