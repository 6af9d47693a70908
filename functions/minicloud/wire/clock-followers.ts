import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { untilIdle } from './idle-turns.mjs';

/** A process that lives by a cloud's clock. */
export interface Follower {
  /** As people are told of it. */
  readonly name: string;
  /** Tells the time; resolves when the process has done all that it could do by then, and waits. */
  reach(now: number): Promise<Reached>;
  /** For how many real milliseconds it has computed since it was told the time; waiting for a processor is not computing. */
  computedMs(): number;
}

/** A process that waits. */
export type Reached = {
  /** When it goes on by itself: `Infinity` when it waits for somebody else, or has ended. */
  readonly due: number;
  /** Its connections on this machine. */
  readonly connections: readonly Connection[];
};

/** A connection as the end sees it that began it: the ports of both ends, and how many bytes have come and gone. */
export type Connection = {
  readonly ownPort: number;
  readonly port: number;
  readonly read: number;
  readonly written: number;
};

/** All processes that live by a cloud's clock, and what they say to the cloud. */
interface Followers {
  /** The answer takes it back. */
  add(follower: Follower): () => void;
  some(): boolean;
  /** Who has not come as far as the clock, and why; nobody when all have. */
  awaited(): readonly string[];
  connected(socket: Socket): void;
  /**
   * Resolves when all have come as far as the clock, with the instant at which the first of them goes on. One after
   * the other, each with all that it says and is answered: what happens at one instant is always the same.
   */
  reach(now: number, surroundings: Surroundings): Promise<number>;
}

/** What the clock knows meanwhile. */
type Surroundings = {
  /** Changes with every exchange between a process and the cloud. */
  stirs(): number;
  /** Whether somebody wants the clock to stand still, who is to be waited for first. */
  held(): boolean;
  /** Is told how late it is to be for somebody who does nothing but compute. */
  computes(until: number): void;
};

/** Exchanges take no cloud time, but for who would talk on for ever and never wait: after so many the clock goes on. */
const mostRounds = 1_000;
/** Computing takes no cloud time, but for what would go on for ever: from here on it takes as long as it takes. */
const freeComputingMs = 2_000;
/** Who does not read what it is sent, for so many real milliseconds, does so on purpose; that is waited for once. */
const mostUnderWayMs = 1_000;

/** Nobody follows yet. */
export function createFollowers(): Followers {
  const all = new Set<Follower>();
  const sockets = new Map<number, Socket>();
  const ports = new Set<number>();
  let awaited: string | undefined;
  /** Connections as they stood when they had been waited for in vain. */
  const unread = new Set<string>();

  /** The kernel may take its time to hand over what was written: what came must be what went. */
  function isUnderWay(connection: Connection): boolean {
    const { ownPort, port, read, written } = connection;
    if (!ports.has(port)) return false;
    const socket = sockets.get(ownPort);
    const isBehind = socket?.bytesRead !== written || socket.bytesWritten !== read;
    return isBehind && !unread.has(stateOf(connection));
  }

  function stateOf({ ownPort, read, written }: Connection): string {
    const socket = sockets.get(ownPort);
    return [ownPort, read, written, socket?.bytesRead, socket?.bytesWritten].join(' ');
  }

  async function waiting(one: Follower, now: number, { computes }: Surroundings): Promise<Reached> {
    const reached = one.reach(now);
    for (;;) {
      const came = await within(50, reached);
      if (came) return came;
      const computedMs = one.computedMs() - freeComputingMs;
      if (computedMs > 0) computes(now + computedMs);
    }
  }

  /** Resolves with the instant at which one of them goes on; the clock stands still until then. */
  async function settled(one: Follower, now: number, surroundings: Surroundings): Promise<number> {
    for (let rounds = 0, underWayMs = 0; ; ) {
      const heard = surroundings.stirs();
      awaited = `${one.name}, which has not said that it is done for now`;
      const { due, connections } = await waiting(one, now, surroundings);
      // What it has sent is here, and has been seen to.
      const found = await untilIdle();
      if (surroundings.held() || rounds === mostRounds) return due;
      if (found || surroundings.stirs() !== heard) {
        rounds += 1;
        continue;
      }
      const underWay = connections.filter(isUnderWay);
      if (underWay.length === 0) return due;
      if (underWayMs === mostUnderWayMs) {
        for (const connection of underWay) unread.add(stateOf(connection));
        return due;
      }
      awaited = `what ${one.name} and the cloud have sent each other to be read`;
      underWayMs += 1;
      await wait(1);
    }
  }

  return {
    add(follower) {
      all.add(follower);
      return () => void all.delete(follower);
    },
    some: () => all.size > 0,
    awaited: () => (awaited === undefined ? [] : [awaited]),
    connected(socket) {
      const { localPort, remotePort } = socket;
      if (localPort === undefined || remotePort === undefined) return;
      ports.add(localPort);
      sockets.set(remotePort, socket);
      socket.once('close', () => {
        if (sockets.get(remotePort) === socket) sockets.delete(remotePort);
      });
    },
    async reach(now, surroundings) {
      let first = Number.POSITIVE_INFINITY;
      for (const one of all) first = Math.min(first, await settled(one, now, surroundings));
      awaited = undefined;
      return first;
    },
  };
}

/** What comes within some real time, else `undefined`. */
async function within<Value>(ms: number, coming: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  const came = await Promise.race([coming, limit]);
  clearTimeout(timer);
  return came;
}
