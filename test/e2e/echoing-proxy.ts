import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../functions/minicloud/wire/http-exchange.ts';

/** A request on its way to the cloud. */
export type Passing = {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** What is answered in the cloud's place. */
export type Instead = {
  readonly status: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A proxy that answers some requests itself, and passes the others on as they came. */
export async function startEchoingProxy(to: string, instead: (passing: Passing) => Instead | undefined) {
  const { hostname, port } = new URL(to);
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const { method = '', url: path = '/', headers } = request;
    const single = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const answer = instead({ method, target: path, headers: single });
    if (answer) {
      response.writeHead(answer.status, answer.statusText ?? 'No', answer.headers ?? {}).end(answer.body);
      return;
    }
    const onward = send({ hostname, port, method, path, headers, agent: false }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
