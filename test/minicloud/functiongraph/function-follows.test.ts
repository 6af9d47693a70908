import { setTimeout as realTime } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hostFixture, runningClock, start } from './function-fixture.ts';

test('no cloud time goes by while a process starts, however long that takes', async () => {
  const host = hostFixture('loads-slowly', { clock: runningClock(1000) });
  expect(await host.invoke({})).toMatchObject({ answer: { loadedAt: start, askedAt: start }, cloudMs: 0 });
});

test('none goes by while a file is closed, however long the machine takes to do so', async () => {
  const host = hostFixture('closes-file', { clock: runningClock(1000) });
  expect(await host.invoke({})).toMatchObject({ answer: { closed: true }, cloudMs: 0 });
});

test('none goes by while a process is stopped, and it goes on with what was left', async () => {
  const clock = runningClock(100);
  const host = hostFixture('waits', { clock, timeLimitMs: 600_000 });
  const invocation = host.invoke({ ms: 100_000 });
  // It moves when the function has begun to wait.
  while (clock.now() === start) await realTime(1);
  const pid = host.pid() ?? 0;
  process.kill(pid, 'SIGSTOP');
  await realTime(100);
  const stopped = clock.now();
  await realTime(1_000);
  // What was still believed of it, and no more.
  expect(clock.now() - stopped).toBeLessThanOrEqual(5_000);
  expect(clock.now()).toBeLessThan(start + 100_000);
  process.kill(pid, 'SIGCONT');
  expect(await invocation).toMatchObject({ kind: 'answered', cloudMs: 100_000 });
});

test('timers fire at their instants and in their order, also when the process was busy meanwhile', async () => {
  const host = hostFixture('fires-in-order', { clock: runningClock(1000), timeLimitMs: 600_000 });
  expect(await host.invoke({})).toMatchObject({
    answer: {
      fired: ['first 10000', 'interval 12500', 'nested 20000', 'interval 25000', 'last 30000'],
      aborted: 'AbortError',
    },
    cloudMs: 31_000,
  });
});

test('the time limit is cloud time, to the millisecond', async () => {
  const host = hostFixture('never-ends', { timeLimitMs: 300_000, clock: runningClock(1000) });
  expect(await host.invoke({})).toMatchObject({ kind: 'killed', reason: 'timeout', cloudMs: 300_000 });
});
