import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInbox, type Inbox, type InboxOptions } from '../../../functions/minicloud/inbox/inbox.ts';
import { readBody } from '../../../functions/minicloud/wire/http-exchange.ts';

/** An inbox that listens by itself, on a free port of 127.0.0.1. */
export interface InboxServer extends Inbox {
  /** `http://127.0.0.1:<port>`; every path under it takes messages. */
  readonly url: string;
  /** Stops listening and cuts what is still connected. */
  close(): Promise<void>;
}

/** Starts an inbox of its own; resolves when it listens. */
export async function startInbox(options: InboxOptions = {}): Promise<InboxServer> {
  const inbox = createInbox(options);
  const server = createServer(async (request, response) => {
    try {
      const answer = await inbox.handle(request, await readBody(request));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      // The sender hung up in the middle.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...inbox,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
