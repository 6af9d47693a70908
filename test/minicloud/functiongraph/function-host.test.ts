import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Invocation } from '../../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { hostFixture, runningClock } from './function-fixture.ts';

/** Whether a process has not ended; one that has not begun will. */
function isThere(pid: number | undefined): boolean {
  try {
    return pid === undefined || process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an answer', () => {
  test('went through JSON, as on the platform', async () => {
    const invocation = await hostFixture('answers').invoke({ key: 'value' }, { requestId: 'r-1' });
    expect(invocation).toMatchObject({ kind: 'answered', requestId: 'r-1' });
    expect(invocation).toHaveProperty('answer', {
      event: { key: 'value' },
      calls: 1,
      when: '1970-01-01T00:00:00.000Z',
    });
  });

  test('tells the peak of memory, which a node process cannot have under 20 MB', async () => {
    const { peakMemoryBytes } = await hostFixture('answers').invoke({});
    expect(peakMemoryBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(peakMemoryBytes).toBeLessThan(128 * 2 ** 20);
  });

  test('of a handler that is not an async function is not awaited: its promise becomes an empty object', async () => {
    const invocation = await hostFixture('not-async').invoke({});
    expect(invocation).toMatchObject({ kind: 'answered', answer: {} });
  });

  test('of a handler with a callback is what it calls back with', async () => {
    const host = hostFixture('calls-back');
    expect(await host.invoke({ value: 'done' })).toMatchObject({ kind: 'answered', answer: 'done' });
    expect(await host.invoke({ error: 'no luck' })).toMatchObject({
      kind: 'failed',
      errorMessage: 'function entry exception, error: no luck',
      errorType: 'RangeError',
    });
  });
});

describe('a failure', () => {
  test('of the handler is worded as the platform words it, with its stack', async () => {
    const invocation = await hostFixture('throws').invoke({});
    expect(invocation).toMatchObject({
      kind: 'failed',
      errorMessage: 'function invocation exception, error: no such instance',
      errorType: 'TypeError',
    });
    expect(invocation).toHaveProperty('stackTrace.0', 'TypeError: no such instance');
  });

  test('to load is told at every invocation', async () => {
    const host = hostFixture('does-not-load');
    const expected = { kind: 'failed', errorMessage: 'half a module', errorType: 'FunctionLoadError' };
    expect(await host.invoke({})).toMatchObject(expected);
    expect(await host.invoke({})).toMatchObject(expected);
  });

  test('to find the handler names it', async () => {
    const invocation = await hostFixture('answers', { handler: 'answers.main' }).invoke({});
    expect(invocation).toMatchObject({ kind: 'failed', errorType: 'FunctionConfigError' });
    expect(invocation).toHaveProperty('errorMessage', expect.stringContaining("'main' not found"));
  });
});

describe('the process', () => {
  test('is kept between invocations and does one event at a time', async () => {
    const host = hostFixture('answers');
    const invocations = await Promise.all([host.invoke('a'), host.invoke('b'), host.invoke('c')]);
    expect(invocations).toMatchObject([
      { answer: { event: 'a', calls: 1 } },
      { answer: { event: 'b', calls: 2 } },
      { answer: { event: 'c', calls: 3 } },
    ]);
  });

  test('stands still between invocations, so that work left behind does not go on', async () => {
    const host = hostFixture('leaves-work');
    const ticks = z.object({ answer: z.object({ seen: z.number(), ticks: z.number() }) });
    const first = ticks.parse(await host.invoke({}));
    await wait(100);
    const second = ticks.parse(await host.invoke({}));
    // A timer that was due fires as the process wakes up, but not one for every millisecond.
    expect(second.answer.seen).toBeLessThan(first.answer.ticks + 20);
  });

  test.each([
    ['exits', 'exit', 3],
    ['leaves a rejection unhandled', 'reject', 1],
  ])('that %s has crashed, and the next event finds a fresh one', async (_, how, exitCode) => {
    const host = hostFixture('crashes');
    expect(await host.invoke({ how: 'no' })).toMatchObject({ answer: 1 });
    expect(await host.invoke({ how })).toMatchObject({
      kind: 'crashed',
      exitCode,
      signal: null,
      errorMessage: `function process ended: exit code ${exitCode}`,
      peakMemoryBytes: undefined,
    });
    expect(await host.invoke({ how: 'no' })).toMatchObject({ kind: 'answered', answer: 1 });
  });

  test('that has ended is not waited for because another one holds its outputs open', async () => {
    const host = hostFixture('leaves-child');
    let ended: Invocation | undefined;
    void host.invoke({}).then((invocation) => {
      ended = invocation;
    });
    while (isThere(host.pid())) await wait(1);
    for (let turns = 0; turns < 1_000 && !ended; turns++) await nextTurn();
    expect(ended).toMatchObject({ kind: 'crashed', exitCode: 3, logs: [expect.stringMatching(/^\d+$/)] });
    process.kill(Number(ended?.logs[0]));
  });

  test('that never becomes ready is ended, and that is what is told', async () => {
    const invocation = await hostFixture('never-loads', { loadLimitMs: 100 }).invoke({});
    expect(invocation).toMatchObject({
      kind: 'crashed',
      errorMessage: expect.stringMatching(/^function process was not ready after 0\.1 s of computing/),
    });
  });

  test('that is killed from outside has crashed, and nothing can be invoked after that', async () => {
    const host = hostFixture('never-ends');
    const invocation = host.invoke({});
    const second = host.invoke({});
    await nextTurn();
    await host.stop();
    expect(await invocation).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
    await expect(second).rejects.toMatchObject({ code: 'FUNCTION_STOPPED' });
  });
});

describe('the time limit', () => {
  test('kills a handler that waits, keeps what it logged, and leaves room for the next event', async () => {
    const host = hostFixture('never-ends', { timeLimitMs: 300_000, clock: runningClock(1000) });
    const killed = await host.invoke({});
    expect(killed).toMatchObject({ kind: 'killed', reason: 'timeout', logs: ['started'] });
    expect(killed.cloudMs).toBeGreaterThanOrEqual(299_000);
    expect(await host.invoke({ end: true })).toMatchObject({ kind: 'answered', answer: 'ended' });
  });

  test('kills a handler that blocks its own process', async () => {
    const host = hostFixture('spins', { timeLimitMs: 200 });
    expect(await host.invoke({})).toMatchObject({ kind: 'killed', reason: 'timeout' });
  });
});

describe('the memory limit', () => {
  test('ends a process whose heap outgrows it', async () => {
    expect(await hostFixture('allocates').invoke({})).toMatchObject({
      kind: 'crashed',
      errorMessage: 'runtime memory limit exceeded',
    });
  });

  test('counts what lies beside the heap, too', async () => {
    const host = hostFixture('allocates');
    expect(await host.invoke({ besideHeapMb: 1 })).toMatchObject({ kind: 'answered', answer: 2 ** 20 });
    expect(await host.invoke({ besideHeapMb: 128 })).toMatchObject({
      kind: 'crashed',
      errorMessage: 'runtime memory limit exceeded',
    });
    expect(await host.invoke({ besideHeapMb: 1 })).toMatchObject({ kind: 'answered' });
  });
});

describe('settings', () => {
  test('a handler without a dot is refused as FunctionGraph does', () => {
    expect(() => hostFixture('answers', { handler: 'index' })).toThrow('expected <file>.<export>');
  });

  test('a clock that is moved by hand is refused: a process could not follow it', () => {
    expect(() => hostFixture('answers', { clock: createHandClock(0) })).toThrow(RangeError);
  });
});
