import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Arrived } from './signature.ts';

/** What a listener does with a request that has arrived whole; `turn` counts from 1. */
export type Respond = (arrived: Arrived, response: ServerResponse, turn: number) => void;

/** A listener on loopback that keeps what arrives, closed with the test. */
export async function listen(respond: Respond): Promise<{ endpoint: string; arrived: readonly Arrived[] }> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const one = await receive(request);
    arrived.push(one);
    respond(one, response, arrived.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, arrived };
}

/** A respond function that answers JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Respond {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** One respond function per turn, the last one for all that follow. */
export function inTurn(...responds: readonly [Respond, ...Respond[]]): Respond {
  return (arrived, response, turn) => {
    const respond = responds[turn - 1] ?? responds.at(-1);
    respond?.(arrived, response, turn);
  };
}

async function receive(request: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
