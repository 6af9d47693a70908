import { describe, expect, test } from 'vitest';
import type { RequestFacts, Verdict } from '../../../functions/minicloud/gateway/interceptor.ts';
import { send } from '../gateway/signed-request.ts';
import { smallPlatform, urn } from './small-platform.ts';

/** A platform with a function that asks the cloud, the cloud's answers, and a verdict for the k-th request of a function. */
async function askingFunction(verdict: Verdict, k: number, knobs = {}) {
  const small = await smallPlatform({ knobs });
  const served: string[] = [];
  small.cloud.mount('/ask/', async ({ url = '' }) => {
    served.push(url);
    return { status: 200, headers: {}, body: '' };
  });
  await small.create('asks-cloud');
  const facts: RequestFacts[] = [];
  small.cloud.interceptor = (one) => {
    if (one.sender === undefined) return 'pass';
    facts.push(one);
    return facts.length === k ? verdict : 'pass';
  };
  return { ...small, served, facts };
}

describe('a process', () => {
  test.each([
    ['kill-before', ['/ask/1']],
    ['kill-after', ['/ask/1', '/ask/2']],
  ] as const)('can be ended at its second request: %s it is carried out', async (verdict, carriedOut) => {
    const { platform, cloud, served, facts, invokeAsync } = await askingFunction(verdict, 2);
    await invokeAsync({ times: 3 });
    await platform.settled();
    const [only] = platform.invocations();
    expect(only).toMatchObject({ kind: 'crashed', signal: 'SIGKILL', logs: ['1: 200'] });
    expect(served).toEqual(carriedOut);
    expect(facts.map(({ sender }) => sender)).toEqual([only?.requestId, only?.requestId]);
    expect(cloud.audit()).toContainEqual(
      expect.objectContaining({ kind: 'intercepted', verdict, path: '/ask/2', sender: only?.requestId }),
    );
  });

  test('that was ended is followed by a fresh one, which gets the event again', async () => {
    const { platform, served, invokeAsync, ask } = await askingFunction('kill-after', 2, {
      retryDelaySeconds: 0,
    });
    await ask('PUT', `functions/${urn}/async-invoke-config`, { max_async_retry_attempts: 1 });
    await invokeAsync({ times: 2 });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([
      { kind: 'crashed' },
      { kind: 'answered', cause: 'retry', logs: ['1: 200', '2: 200'] },
    ]);
    expect(served).toEqual(['/ask/1', '/ask/2', '/ask/1', '/ask/2']);
  });

  test('beside others is the one that is ended, and they are not', async () => {
    const { platform, facts, invokeAsync } = await askingFunction('kill-before', 3);
    await Promise.all([1, 2, 3].map(() => invokeAsync({ times: 3 })));
    await platform.settled();
    const crashed = platform.invocations().filter(({ kind }) => kind === 'crashed');
    expect(crashed.map(({ requestId }) => requestId)).toEqual([facts[2]?.sender]);
    expect(platform.invocations()).toHaveLength(3);
  });

  test('can be ended by hand', async () => {
    const { platform, invokeAsync, create } = await smallPlatform();
    await create('never-ends');
    await invokeAsync({});
    await platform.running()[0]?.kill();
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ kind: 'crashed', signal: 'SIGKILL' }]);
  });
});

describe('a connection', () => {
  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('can be dropped with nobody ended: %s', async (verdict, times) => {
    const { platform, cloud, served, invokeAsync } = await askingFunction(verdict, 1);
    await invokeAsync({ times: 1 });
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ kind: 'failed' }]);
    expect(platform.instances('f1')).toBe(1);
    expect(served).toHaveLength(times);
    cloud.interceptor = () => verdict;
    await expect(send(`${cloud.endpoint}/ask/9`, 'GET')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
