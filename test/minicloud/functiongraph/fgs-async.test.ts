import { describe, expect, test } from 'vitest';
import { nextTwice } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { smallPlatform, urn } from './small-platform.ts';

describe('an asynchronous invocation', () => {
  test('is answered before it runs, with the request id that its log then has', async () => {
    const { platform, create, invokeAsync } = await smallPlatform();
    await create('describes-context');
    const { status, json } = await invokeAsync({ key: 'value' });
    expect(status).toBe(202);
    await platform.settled();
    const [only, ...others] = platform.invocations();
    expect(others).toEqual([]);
    expect(json).toEqual({ request_id: only?.requestId });
    expect(only).toMatchObject({
      kind: 'answered',
      cause: 'async',
      event: { key: 'value' },
      answer: { requestId: only?.requestId, functionName: 'f1', package: 'default', version: 'latest' },
    });
  });

  test('that fails is not tried again where nothing is configured', async () => {
    const { platform, create, invokeAsync, told } = await smallPlatform();
    await create('throws');
    await invokeAsync({});
    await platform.settled();
    expect(told()).toMatchObject([
      { phase: 'begins', cause: 'async', cold: true },
      { phase: 'ends', end: 'failed', memoryMb: 128 },
      { phase: 'dropped', why: 'no-retry-left' },
    ]);
  });

  test.each([
    ['throws', {}, 'failed'],
    ['crashes', { how: 'exit' }, 'crashed'],
    ['never-ends', {}, 'killed'],
    ['allocates', { besideHeapMb: 128 }, 'crashed'],
  ])(
    'of a function that %s is tried again as configured, under the same request id',
    async (fixture, event, end) => {
      const { platform, create, invokeAsync, ask, told } = await smallPlatform({ scale: 50 });
      // What must reach its end, and not its time limit, may be on a busy machine.
      await create(fixture, { timeout: end === 'killed' ? 10 : 120 });
      const config = { max_async_retry_attempts: 2, max_async_event_age_in_seconds: 86_400 };
      await ask('PUT', `functions/${urn}/async-invoke-config`, config);
      await invokeAsync(event);
      await platform.settled();
      expect(told().filter(({ phase }) => phase === 'begins')).toMatchObject([
        { cause: 'async' },
        { cause: 'retry' },
        { cause: 'retry' },
      ]);
      expect(told().filter(({ phase }) => phase === 'ends')).toMatchObject([{ end }, { end }, { end }]);
      expect(new Set(told().map(({ requestId }) => requestId)).size).toBe(1);
    },
  );

  test('is not tried again once the event is too old', async () => {
    const { platform, create, invokeAsync, ask, told } = await smallPlatform({
      scale: 50,
      knobs: { retryDelaySeconds: 30 },
    });
    await create('throws');
    const config = { max_async_retry_attempts: 3, max_async_event_age_in_seconds: 20 };
    await ask('PUT', `functions/${urn}/async-invoke-config`, config);
    await invokeAsync({});
    await platform.settled();
    expect(told().at(-1)).toMatchObject({ phase: 'dropped', why: 'too-old', cause: 'retry' });
    expect(platform.invocations()).toHaveLength(1);
  });

  test('is delivered twice where the cloud does so, at once, late, or under another id', async () => {
    const { platform, create, invokeAsync } = await smallPlatform({
      scale: 100,
      knobs: { deliver: nextTwice(1, 300) },
    });
    await create('answers');
    await invokeAsync({ first: true });
    await platform.settled();
    const [first, second] = platform.invocations();
    expect(second).toMatchObject({ requestId: first?.requestId, event: { first: true } });
    expect((second?.begunAt ?? 0) - (first?.begunAt ?? 0)).toBeGreaterThanOrEqual(300_000);
    platform.knobs.deliver = () => [{ afterSeconds: 0 }, { afterSeconds: 0, requestId: 'fresh' }];
    await invokeAsync({ first: false });
    await platform.settled();
    const [, , third, fourth] = platform.invocations();
    expect(third?.requestId).not.toBe(fourth?.requestId);
    platform.knobs.deliver = () => [];
    await invokeAsync({});
    await platform.settled();
    expect(platform.invocations()).toHaveLength(4);
  });

  test('takes no more than 256 KB of JSON', async () => {
    const { create, invokeAsync } = await smallPlatform();
    await create('answers');
    expect(await invokeAsync({ text: 'x'.repeat(256 * 1024) })).toMatchObject({
      status: 413,
      json: { error_code: 'FSS.0413' },
    });
    expect(await invokeAsync('text')).toMatchObject({ status: 406, json: { error_code: 'FSS.0406' } });
  });
});

describe('a synchronous invocation', () => {
  const invoke = (headers = {}) => ['POST', `functions/${urn}/invocations`, { key: 1 }, { headers }] as const;

  test('is answered with what the function answers, as text or in an envelope', async () => {
    const { create, ask } = await smallPlatform();
    await create('answers');
    expect(await ask(...invoke())).toMatchObject({
      status: 200,
      headers: { 'x-is-func-err': 'false', 'content-type': 'text/plain' },
      json: { event: { key: 1 }, calls: 1 },
    });
    const enveloped = await ask(...invoke({ 'X-CFF-Request-Version': 'v1' }));
    expect(enveloped).toMatchObject({ json: { status: 200, result: expect.stringContaining('"calls":2') } });
  });

  test('tells of an error of the function in a header, and has the end of its log when asked', async () => {
    const { create, ask } = await smallPlatform();
    await create('throws');
    const answer = await ask(...invoke({ 'X-Cff-Log-Type': 'tail' }));
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-is-func-err': 'true' },
      json: {
        errorMessage: 'function invocation exception, error: no such instance',
        errorType: 'TypeError',
      },
    });
  });

  test('is given up by the gateway after 90 s, while the function goes on', async () => {
    const { create, ask, platform } = await smallPlatform({ scale: 200 });
    await create('waits');
    const answer = await ask('POST', `functions/${urn}/invocations`, { ms: 120_000 });
    expect(answer).toMatchObject({ status: 504, json: { error_code: 'APIGW.0201' } });
    await platform.running()[0]?.invocation;
    expect(platform.invocations()).toMatchObject([{ kind: 'answered', cause: 'sync' }]);
  });
});
