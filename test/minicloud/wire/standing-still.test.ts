import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as realTime } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection, Follower } from '../../../functions/minicloud/wire/clock-followers.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

/** In which some 100 s would go by, if anything did. */
const meanwhile = () => realTime(100);
const never = Number.POSITIVE_INFINITY;

/** A process that answers as told, and what it was told. */
function follower(answer: (now: number) => ReturnType<Follower['reach']>, computedMs = () => 0) {
  const told: number[] = [];
  const reach = (now: number) => {
    told.push(now);
    return answer(now);
  };
  return { name: 'somebody', told, reach, computedMs };
}

test('a clock of which somebody wants it stands still, until nobody does any more', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  const [first, second] = [clock.hold('one'), clock.hold('another')];
  first();
  first();
  await meanwhile();
  expect(clock.now()).toBe(0);
  second();
  await clock.wait(5_000);
  expect(clock.now()).toBe(5_000);
});

test('what this process comes to late it does at its instant all the same, the earlier first', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  const done: string[] = [];
  const act = (name: string) => () => done.push(`${name} ${clock.now()}`);
  clock.at(61_000, act('second'));
  clock.at(60_000, act('first'));
  clock.at(60_500, act('never'))();
  const until = performance.now() + 200;
  while (performance.now() < until);
  expect(clock.now()).toBe(0);
  await clock.wait(100_000);
  expect(done).toEqual(['first 60000', 'second 61000']);
});

test('who follows is told of every instant at which it goes on, and nothing happens before it has', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  let slow = Promise.resolve();
  let behind = false;
  const process = follower(async (now) => {
    behind = true;
    await slow;
    behind = false;
    return { due: now < 777 ? 777 : now < 1_234 ? 1_234 : never, connections: [] };
  });
  const leave = clock.follow(process);
  let actedBehind: boolean | undefined;
  clock.at(1_234, () => {
    actedBehind = behind;
  });
  slow = meanwhile();
  await meanwhile();
  expect(clock.now()).toBe(0);
  await clock.wait(3_000);
  expect(process.told).toEqual(expect.arrayContaining([0, 777, 1_234]));
  expect(actedBehind).toBe(false);
  leave();
});

test('who computes on and on does not stop the clock for ever: from two seconds on that takes as long as it takes', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  let computedMs = 1_990;
  let end = () => {};
  const computing = new Promise<void>((resolve) => {
    end = resolve;
  });
  const process = follower(
    () => computing.then(() => ({ due: never, connections: [] })),
    () => computedMs,
  );
  clock.follow(process);
  await meanwhile();
  expect(clock.now()).toBe(0);
  const limit = clock.wait(400);
  computedMs = 2_500;
  await limit;
  expect(clock.now()).toBe(500);
  end();
});

test('nor does it go back when somebody who computed ends, or do what the first of two late things called off', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  let end = () => {};
  const computing = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done: string[] = [];
  clock.at(100, () => callOff());
  const callOff = clock.at(200, () => done.push('called off'));
  const late = clock.wait(400);
  const process = follower(
    // What it says in the end, it says of the instant of which it was told.
    () => computing.then(() => ({ due: process.told.length === 1 ? 300 : never, connections: [] })),
    () => 2_500,
  );
  clock.follow(process);
  await late;
  end();
  await meanwhile();
  expect(Math.min(...process.told.slice(1))).toBeGreaterThanOrEqual(500);
  expect(done).toEqual([]);
});

/** A connection to a server, of which the server's end reads nothing until it is told to. */
async function unreadConnection() {
  const server = createServer({ pauseOnConnect: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection');
  const client = connect(port, '127.0.0.1');
  const [socket] = (await accepted) as [Socket];
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  client.write('hello');
  const connectionNow = (): Connection => ({
    ownPort: client.localPort ?? 0,
    port,
    read: client.bytesRead,
    written: client.bytesWritten,
  });
  return { socket, connectionNow };
}

test('what is written to the cloud and has not arrived holds the clock', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  const { socket, connectionNow } = await unreadConnection();
  clock.connected(socket);
  clock.follow(follower(async () => ({ due: never, connections: [connectionNow()] })));
  await meanwhile();
  expect(clock.now()).toBe(0);
  socket.resume();
  await clock.wait(5_000);
  expect(clock.now()).toBe(5_000);
});

test('what is never read holds it once, and not again at every instant', async () => {
  const clock = createCloudClock({ scale: 1000, startAt: 0 });
  const { socket, connectionNow } = await unreadConnection();
  clock.connected(socket);
  const process = follower(async () => ({ due: never, connections: [connectionNow()] }));
  clock.follow(process);
  await clock.wait(1);
  const once = process.told.length;
  await clock.wait(200_000);
  expect(process.told.length).toBeLessThan(2 * once);
});

test('a clock at which nobody has looked for a while goes on when somebody does', async () => {
  const clock = createCloudClock({ scale: 1, startAt: 0 });
  await realTime(1_500);
  const before = clock.now();
  await clock.wait(100);
  expect(clock.now() - before).toBeGreaterThanOrEqual(100);
  expect(before).toBeGreaterThan(0);
});
