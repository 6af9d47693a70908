import { describe, expect, test } from 'vitest';
import { smallPlatform, urn, zipOf } from './small-platform.ts';

describe('instances', () => {
  test('are started as events come at once, and are kept for the next', async () => {
    const { platform, create, invokeAsync, told } = await smallPlatform();
    await create('waits');
    await Promise.all([1, 2, 3].map(() => invokeAsync({ ms: 1000 })));
    await platform.settled();
    expect(platform.invocations().map((one) => one.kind === 'answered' && one.answer)).toEqual([1, 1, 1]);
    expect(platform.instances('f1')).toBe(3);
    await invokeAsync({ ms: 0 });
    await platform.settled();
    expect(platform.invocations().at(-1)).toMatchObject({ answer: 2 });
    expect(told().flatMap((entry) => (entry.phase === 'begins' ? entry.cold : []))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('that are idle for a minute are ended, so that the next event finds a fresh one', async () => {
    const { platform, create, invokeAsync, clock } = await smallPlatform({ scale: 100 });
    await create('waits');
    await invokeAsync({ ms: 0 });
    await platform.settled();
    expect(platform.instances('f1')).toBe(1);
    await clock.wait(61_000);
    expect(platform.instances('f1')).toBe(0);
    await invokeAsync({ ms: 0 });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ answer: 1 }, { answer: 1 }]);
  });

  test('are no more than the function may have: asynchronous events wait, synchronous ones are refused', async () => {
    const { platform, create, invokeAsync, ask } = await smallPlatform({ scale: 10 });
    await create('waits', { strategy_config: { concurrency: 1 } });
    await invokeAsync({ ms: 5000 });
    await invokeAsync({ ms: 0 });
    const refused = await ask('POST', `functions/${urn}/invocations`, { ms: 0 });
    expect(refused).toMatchObject({ status: 429, json: { error_code: 'FSS.0429' } });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ answer: 1 }, { answer: 2 }]);
    const [first, second] = platform.invocations();
    expect(second?.begunAt).toBeGreaterThanOrEqual(first?.endedAt ?? Number.POSITIVE_INFINITY);
  });

  test('for which there is no room can cost an event, where the cloud does so', async () => {
    const { platform, create, invokeAsync, told } = await smallPlatform({ knobs: { whenBusy: 'discarded' } });
    await create('waits', { strategy_config: { concurrency: 1 } });
    await invokeAsync({ ms: 1000 });
    await invokeAsync({ ms: 0 });
    await platform.settled();
    expect(platform.invocations()).toHaveLength(1);
    expect(told()).toContainEqual(expect.objectContaining({ phase: 'dropped', why: 'no-room' }));
  });

  test('that become free are told to all who wait, also where the first is too late for it', async () => {
    const { platform, create, invokeAsync, ask, clock, told } = await smallPlatform({ scale: 200 });
    await create('waits', { strategy_config: { concurrency: 1 } });
    const config = { max_async_retry_attempts: 0, max_async_event_age_in_seconds: 60 };
    await ask('PUT', `functions/${urn}/async-invoke-config`, config);
    await invokeAsync({ ms: 90_000 });
    await invokeAsync({ ms: 0 });
    await clock.wait(60_000);
    await invokeAsync({ ms: 0 });
    await clock.wait(60_000);
    expect(platform.invocations()).toMatchObject([{ answer: 1 }, { answer: 2 }]);
    expect(told()).toContainEqual(expect.objectContaining({ phase: 'dropped', why: 'too-old' }));
  });

  test('of a disabled function are none: its events are refused', async () => {
    const { platform, create, invokeAsync, ask } = await smallPlatform();
    await create('waits');
    await ask('PUT', `functions/${urn}/config-max-instance`, { max_instance_num: 0 });
    expect(await invokeAsync({ ms: 0 })).toMatchObject({ status: 429, json: { error_code: 'FSS.0429' } });
    await ask('PUT', `functions/${urn}/config-max-instance`, { max_instance_num: -1 });
    expect((await invokeAsync({ ms: 0 })).status).toBe(202);
    await platform.settled();
    expect(platform.invocations()).toHaveLength(1);
  });

  test('of one that is enabled again carry out what had waited, also where warm ones are kept', async () => {
    const knobs = { configUpdate: 'keeps-warm' } as const;
    const { platform, create, invokeAsync, ask, clock } = await smallPlatform({ scale: 100, knobs });
    const allow = (most: number) =>
      ask('PUT', `functions/${urn}/config-max-instance`, { max_instance_num: most });
    await create('waits', { strategy_config: { concurrency: 1 } });
    await invokeAsync({ ms: 10_000 });
    await invokeAsync({ ms: 0 });
    await allow(0);
    await clock.wait(20_000);
    expect(platform.invocations()).toHaveLength(1);
    await allow(1);
    await clock.wait(10_000);
    expect(platform.invocations()).toHaveLength(2);
  });

  test('have the function’s memory and time billed from the log', async () => {
    const { platform, create, invokeAsync, told } = await smallPlatform({ scale: 20 });
    await create('waits', { memory_size: 512 });
    await invokeAsync({ ms: 4000 });
    await platform.settled();
    const gigabyteSeconds = told().reduce(
      (sum, entry) => sum + (entry.phase === 'ends' ? (entry.cloudMs / 1000) * (entry.memoryMb / 1024) : 0),
      0,
    );
    expect(gigabyteSeconds).toBeGreaterThanOrEqual(2);
    expect(gigabyteSeconds).toBeLessThan(4);
  });
});

test('a function that is deleted while events wait for it runs no more', async () => {
  const { platform, create, invokeAsync, ask, told } = await smallPlatform();
  await create('waits', { strategy_config: { concurrency: 1 } });
  await invokeAsync({ ms: 1000 });
  await invokeAsync({ ms: 0 });
  await ask('DELETE', `functions/${urn}`);
  await platform.settled();
  expect(platform.invocations()).toHaveLength(1);
  expect(told()).toContainEqual(expect.objectContaining({ phase: 'dropped', why: 'function-deleted' }));
});

test('a closed platform leaves no process behind, whatever is waiting', async () => {
  const { platform, create, invokeAsync } = await smallPlatform();
  await create('never-ends', { strategy_config: { concurrency: 1 } });
  await invokeAsync({});
  await invokeAsync({});
  const pid = platform.running()[0]?.pid() ?? 0;
  await platform.close();
  expect(() => process.kill(pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
  expect(platform.running()).toEqual([]);
  expect(platform.invocations()).toMatchObject([{ kind: 'crashed' }]);
});

describe('new code', () => {
  test('is what the next event finds, also where an instance is busy with the old one', async () => {
    const { platform, create, invokeAsync, ask } = await smallPlatform();
    await create('waits');
    await invokeAsync({ ms: 0 });
    await platform.settled();
    await invokeAsync({ ms: 1000 });
    await ask('PUT', `functions/${urn}/code`, { code_type: 'zip', func_code: { file: zipOf('answers') } });
    await invokeAsync({ hello: 1 });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { answer: 1 },
      { answer: { event: { hello: 1 }, calls: 1 } },
      { answer: 2 },
    ]);
    expect(platform.instances('f1')).toBe(1);
  });
});
