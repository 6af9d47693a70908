import { describe, expect, test } from 'vitest';
import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import { halfPastThree, withDeployed } from './deployed-night.ts';
import { host, instances, isList, job, journal, tickOf } from './sixty-seconds.ts';

describe('a run that cannot begin', () => {
  const dark = (effect: Fault['effect'], times: number): readonly Fault[] => [
    { operation: 'ListInstances', times, effect },
  ];

  test.each([
    ['fail for a while', dark({ kind: 'server-error', code: 'DCS.5000' }, 5)],
    ['are throttled twice', dark({ kind: 'throttled' }, 2)],
    ['are throttled once, for a day', dark({ kind: 'throttled', retryAfterSeconds: 86_400 }, 1)],
  ])('begins in the same invocation when lists %s', async (_, faults) => {
    for (const durable of [false, true]) {
      const { told, seconds } = await tickOf({ what: '', faults, reads: [] }, durable);
      expect(seconds).toBeLessThan(60);
      expect(told).toEqual([expect.stringContaining('"succeeded":2')]);
    }
  });

  /** Ticks every five minutes, the lists being silent for the first so many. */
  async function ticksOf(silentTicks: number, ticks: number) {
    const seen = { told: [] as string[], toldAfter: [] as number[] };
    await withDeployed(
      { jobs: job() + journal, instances, timeLimitSeconds: 60, scale: 5_000 },
      async ({ cloud, inbox, tick }) => {
        for (let n = 0; n < ticks; n++) {
          cloud.interceptor = (request) => (n < silentTicks && isList(request) ? 'silence' : 'pass');
          const at = halfPastThree + n * 300_000;
          await cloud.clock.wait(Math.max(0, at - cloud.clock.now()));
          await tick(at);
          seen.toldAfter.push(inbox.messages.length);
        }
        seen.told = inbox.messages.map(({ body }) => body);
      },
    );
    return seen;
  }

  test('is begun by a later tick, and told once', async () => {
    const { told, toldAfter } = await ticksOf(3, 5);
    expect(toldAfter).toEqual([0, 0, 0, 1, 1]);
    expect(told).toEqual([expect.stringContaining('"succeeded":2')]);
  });

  test('is told once with the cause when its start is over', async () => {
    const { told, toldAfter } = await ticksOf(99, 9);
    expect(toldAfter.at(-1)).toBe(1);
    expect(toldAfter[4]).toBe(0);
    expect(told[0]).toMatch(/"status":"failed".*could not be listed/);
    expect(told[0]).toMatch(host);
  });
});
