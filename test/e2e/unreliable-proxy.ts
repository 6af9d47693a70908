import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What the proxy does to a connection; `after` counts bytes of the answer. */
type Mischief =
  | { readonly kind: 'none' }
  /** Gone before anything of the request was passed on. */
  | { readonly kind: 'drop-before' }
  /** Gone when the request was passed on, before any of the answer. */
  | { readonly kind: 'drop-after' }
  /** Gone in the middle of the answer. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Closed towards the client in the middle of the answer, as if that were all. */
  | { readonly kind: 'end-early'; readonly after: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The answer comes in pieces of a few bytes. */
  | { readonly kind: 'dribble'; readonly bytes: number };

/** A proxy between a client and a server on this machine. */
export type UnreliableProxy = {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** How often each kind of mischief was done. */
  readonly done: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

/** What a proxy is started with. */
export type ProxyOptions = {
  /** The server: `http://127.0.0.1:<port>`. */
  readonly to: string;
  /** The same seed gives the same series of mischief. */
  readonly seed: number;
  /** Of how many exchanges something becomes of one, in all. */
  readonly one: number;
  /** The longest delay, in milliseconds of the machine. */
  readonly longestDelayMs: number;
};

/**
 * Starts a proxy that passes bytes on and knows nothing of HTTP: each request, which it takes to begin where the
 * client sends after the server has sent, is a new occasion for mischief, also on a connection that is kept alive.
 */
export async function startUnreliableProxy(options: ProxyOptions): Promise<UnreliableProxy> {
  const random = randomOf(options.seed);
  const done = new Map<string, number>();
  const sockets = new Set<Socket>();
  const next = (): Mischief => {
    const mischief = mischiefOf(random, options);
    done.set(mischief.kind, (done.get(mischief.kind) ?? 0) + 1);
    return mischief;
  };
  const { hostname, port } = new URL(options.to);
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
      // What broke on one side is broken on the other, too.
      socket.on('error', () => both());
    }
    const both = () => {
      client.destroy();
      upstream.destroy();
    };
    passOn(client, upstream, next, both);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${own}`,
    done,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function passOn(client: Socket, upstream: Socket, next: () => Mischief, both: () => void): void {
  let mischief: Mischief = { kind: 'none' };
  let answered = 0;
  let asking = false;
  let towardsClient = Promise.resolve();
  const later = (work: () => Promise<void> | void) => {
    towardsClient = towardsClient.then(() => (client.destroyed ? undefined : work()));
  };

  client.on('data', (bytes: Buffer) => {
    if (!asking) {
      asking = true;
      answered = 0;
      mischief = next();
    }
    if (mischief.kind === 'drop-before') both();
    else upstream.write(bytes);
  });
  client.on('end', () => upstream.end());
  upstream.on('data', (bytes: Buffer) => {
    asking = false;
    const before = answered;
    answered += bytes.length;
    switch (mischief.kind) {
      case 'none':
        return later(() => void client.write(bytes));
      case 'drop-before':
      case 'drop-after':
        return later(both);
      case 'cut':
      case 'end-early': {
        const { kind, after } = mischief;
        if (answered <= after) return later(() => void client.write(bytes));
        return later(() => {
          client.write(bytes.subarray(0, Math.max(0, after - before)), () =>
            kind === 'cut' ? both() : client.end(() => both()),
          );
        });
      }
      case 'delay': {
        const { ms } = mischief;
        mischief = { kind: 'none' };
        return later(async () => {
          await passed(ms);
          client.write(bytes);
        });
      }
      case 'dribble': {
        const { bytes: size } = mischief;
        return later(async () => {
          for (let start = 0; start < bytes.length && !client.destroyed; start += size) {
            client.write(bytes.subarray(start, start + size));
            await passed(0);
          }
        });
      }
      default:
        return mischief satisfies never;
    }
  });
  upstream.on('end', () => later(() => void client.end()));
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function mischiefOf(random: () => number, { one, longestDelayMs }: ProxyOptions): Mischief {
  if (random() >= 1 / one) return { kind: 'none' };
  const after = Math.floor(random() * 400);
  const kinds: readonly Mischief[] = [
    { kind: 'drop-before' },
    { kind: 'drop-after' },
    { kind: 'cut', after },
    { kind: 'end-early', after },
    { kind: 'delay', ms: random() * longestDelayMs },
    { kind: 'dribble', bytes: 1 + Math.floor(random() * 200) },
  ];
  return kinds[Math.floor(random() * kinds.length)] ?? { kind: 'none' };
}

/** Mulberry32: small, and good enough to choose mischief. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
