import { describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../../functions/maintenance/huawei/credentials.ts';
import { createFunctionGraphInvoker } from '../../../../functions/maintenance/huawei/functiongraph/functiongraph-invoker.ts';
import { CallError } from '../../../../functions/maintenance/run/call-failure.ts';
import { project } from '../../../minicloud/dcs/small-dcs.ts';
import { smallPlatform } from '../../../minicloud/functiongraph/small-platform.ts';
import { keys, notingClock } from '../fleet-under-test.ts';
import { json, listen, type Respond } from '../listener.ts';

function invokerAt(endpoint: string, more: { accessKey?: string; timeoutMs?: number; name?: string } = {}) {
  const { accessKey = keys.accessKey, ...rest } = more;
  return createFunctionGraphInvoker({
    endpoint,
    region: 'cn-north-4',
    projectId: project,
    packageName: 'default',
    name: 'f1',
    version: 'latest',
    credentials: concealCredentials({ ...keys, accessKey }),
    clock: notingClock(),
    ...rest,
  });
}

/** A platform that knows our keys. The client signs with this machine's time, so the cloud's must be the same. */
async function platformOfToday(options: Parameters<typeof smallPlatform>[0] = {}) {
  const small = await smallPlatform({ at: Date.now(), ...options });
  Object.assign(small.cloud, keys);
  return small;
}

async function failureOf(invoking: Promise<void>) {
  const error: unknown = await invoking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CallError)) throw new Error(`expected a CallError, got ${String(error)}`);
  return error.failure;
}

describe('an invocation', () => {
  test('of itself runs on the platform with the event', async () => {
    const { cloud, platform, create } = await platformOfToday();
    await create('answers');
    await invokerAt(cloud.endpoint).invoke({ command: 'continue', run: 'nightly@2026-11-23T03:30:00+08:00' });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { kind: 'answered', cause: 'async', event: { run: 'nightly@2026-11-23T03:30:00+08:00' } },
    ]);
  });

  test('without the permission is denied, and the message names it', async () => {
    const { cloud, create } = await platformOfToday({
      knobs: { deniedActions: ['functiongraph:function:invokeAsync'] },
    });
    await create('answers');
    expect(await failureOf(invokerAt(cloud.endpoint).invoke({}))).toMatchObject({
      kind: 'denied',
      code: 'FSS.0403',
      message: expect.stringContaining('functiongraph:function:invokeAsync'),
    });
  });

  test('with keys that the cloud does not know is denied, without showing them', async () => {
    const { cloud } = await platformOfToday();
    const failure = await failureOf(invokerAt(cloud.endpoint, { accessKey: 'SOMEBODYELSE' }).invoke({}));
    expect(failure).toMatchObject({ kind: 'denied', code: 'APIGW.0301' });
    expect(JSON.stringify(failure)).not.toMatch(/SOMEBODYELSE|canary/);
  });

  test('of a function that is disabled is throttled, and of one that is not there permanently refused', async () => {
    const { cloud, create } = await platformOfToday();
    await create('answers', { strategy_config: { concurrency: 0 } });
    expect(await failureOf(invokerAt(cloud.endpoint).invoke({}))).toMatchObject({
      kind: 'throttled',
      code: 'FSS.0429',
    });
    expect(await failureOf(invokerAt(cloud.endpoint, { name: 'f2' }).invoke({}))).toMatchObject({
      kind: 'permanent',
      code: 'FSS.1051',
    });
  });

  test('whose answer is lost may come all the same', async () => {
    const { cloud, platform, create } = await platformOfToday();
    await create('answers');
    cloud.interceptor = () => 'drop-after';
    expect(await failureOf(invokerAt(cloud.endpoint).invoke({}))).toMatchObject({
      kind: 'ambiguous',
      code: 'CLOSED',
    });
    await platform.settled();
    expect(platform.invocations()).toHaveLength(1);
    cloud.interceptor = () => 'drop-before';
    expect(await failureOf(invokerAt(cloud.endpoint).invoke({}))).toMatchObject({ kind: 'ambiguous' });
    await platform.settled();
    expect(platform.invocations()).toHaveLength(1);
  });

  test('that nobody listens to was not sent', async () => {
    const { cloud } = await platformOfToday();
    await cloud.close();
    expect(await failureOf(invokerAt(cloud.endpoint).invoke({}))).toMatchObject({
      kind: 'unsent',
      code: 'ECONNREFUSED',
    });
  });
});

describe('an answer', () => {
  const text: Respond = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
  };

  test.each<[string, Respond, object]>([
    ['without a request id', json(202, {}), { kind: 'ambiguous', code: 'MALFORMED' }],
    ['that is a page', text, { kind: 'ambiguous', code: 'MALFORMED' }],
    ['of a gateway that gave up', json(504, { error_code: 'APIGW.0201' }), { kind: 'ambiguous' }],
    ['of a service that is down', json(503, {}), { kind: 'ambiguous', code: 'HTTP.503' }],
    ['that asks to wait', json(429, {}, { 'retry-after': '7' }), { kind: 'throttled', retryAfterMs: 7000 }],
    ['that refuses the body', json(413, { error_code: 'FSS.0413' }), { kind: 'permanent' }],
  ])('%s', async (_, respond, expected) => {
    const { endpoint, arrived } = await listen(respond);
    expect(await failureOf(invokerAt(endpoint).invoke({}))).toMatchObject(expected);
    expect(arrived).toHaveLength(1);
  });

  test('that does not come in time leaves it open whether the event was taken', async () => {
    const { endpoint } = await listen(() => {});
    expect(await failureOf(invokerAt(endpoint, { timeoutMs: 50 }).invoke({}))).toMatchObject({
      kind: 'ambiguous',
      code: 'TIMEOUT',
    });
  });
});
