import { describe, expect, test } from 'vitest';
import { planTry } from '../../../functions/maintenance/foundation/backoff.ts';
import type { HttpResult } from '../../../functions/maintenance/http/exchange.ts';
import { deliver, type Form, tellingRules } from '../../../functions/maintenance/notify/deliver.ts';
import type { Verdict } from '../../../functions/maintenance/notify/verdict.ts';
import { stillClock } from './still-clock.ts';

/** A second before 19:31 on 22 November 2026, UTC. */
const now = Date.UTC(2026, 10, 22, 19, 30, 59);
const busy = (retryAfter?: string): Verdict => ({
  kind: 'transient',
  reason: 'HTTP 503',
  retryAfter,
  mayHaveArrived: false,
});
const fine: Verdict = { kind: 'delivered', reason: 'HTTP 200' };
const refused: Verdict = { kind: 'refused-card', reason: 'HTTP 400' };

/** Tells a receiver that gives these verdicts in turn, the last for ever. */
async function told(
  verdicts: readonly Verdict[],
  { left = 60_000, random = 0.5, headers = {} as Readonly<Record<string, string>> } = {},
) {
  const clock = stillClock(now);
  const tries: { timeoutMs: number; form: Form }[] = [];
  const logged: unknown[] = [];
  const answer: HttpResult = { kind: 'reply', status: 0, headers, body: Buffer.of(), ending: 'whole' };
  const delivery = await deliver(
    {
      async send(timeoutMs, form) {
        tries.push({ timeoutMs, form });
        return answer;
      },
      classify: () => verdicts[tries.length - 1] ?? verdicts.at(-1) ?? expect.unreachable(),
      about: { id: 'msg_1' },
    },
    {
      name: 'ops',
      clock,
      random: () => random,
      log: (message, fields) => logged.push({ message, ...fields }),
    },
    now + left,
  );
  return { delivery, tries, waits: clock.waits, logged };
}

describe('the time for a try', () => {
  test.each([
    [60_000, [10_000]],
    [20_000, [10_000]],
    [10_001, [10_000]],
    [9_999, [9_999]],
    [250, [250]],
    [249, []],
    [-1, []],
  ])('with %i ms left is %j ms', async (left, timeouts) => {
    expect((await told([fine], { left })).tries.map(({ timeoutMs }) => timeoutMs)).toEqual(timeouts);
  });
});

describe('the step after a try', () => {
  const standing = { tries: 1, chance: 0.5, leftMs: 20_000 };

  test.each([
    ['waits up to a second before the second try', { chance: 0.999 }, 999],
    ['waits up to three seconds before the third', { tries: 2, chance: 0.999 }, 2_997],
    ['may not wait at all', { chance: 0 }, 0],
    ['waits as long as the receiver asks', { askedMs: 7_000 }, 7_000],
    ['waits no shorter than it would have', { askedMs: 0 }, 500],
    ['uses the last quarter of a second', { leftMs: 750 }, 500],
  ])('%s', (_title, changes, ms) => {
    expect(planTry(tellingRules, { ...standing, ...changes })).toEqual({ kind: 'wait', ms });
  });

  test.each([
    ['stops after the third try', [busy()], {}, 3, 'HTTP 503'],
    ['stops when delivered', [fine], {}, 1, 'HTTP 200'],
    ['stops when refused for good', [{ kind: 'permanent', reason: 'HTTP 404' }], {}, 1, 'HTTP 404'],
    ['stops when time is up', [busy()], { left: 749 }, 1, 'HTTP 503; no time left to try again'],
    [
      'stops when asked to wait too long',
      [busy('20')],
      {},
      1,
      'HTTP 503; asked to wait 20s, longer than there is time',
    ],
  ] as const)('%s', async (_title, verdicts, more, attempts, reason) => {
    expect((await told(verdicts, more)).delivery).toMatchObject({ attempts, reason });
  });

  test('takes no notice of an absurd wish', async () => {
    expect((await told([busy('-5'), fine])).waits).toEqual([500]);
  });

  test('takes a date to come again for one of the receiver, by whose clock it is', async () => {
    const retryAfter = 'Sun, 22 Nov 2026 22:00:05 GMT';
    expect((await told([busy(retryAfter)])).delivery.reason).toContain('longer than there is time');
    const headers = { date: 'Sun, 22 Nov 2026 22:00:00 GMT' };
    expect((await told([busy(retryAfter), fine], { headers })).waits).toEqual([5_000]);
  });
});

describe('a message that is refused for its form', () => {
  test('goes out in plain text at once, and says so', async () => {
    const { delivery, tries, waits } = await told([refused, fine]);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(tries.map(({ form }) => form)).toEqual(['full', 'plain']);
    expect(waits).toEqual([]);
  });

  test('goes out in plain text as a fourth try, but not as a fifth', async () => {
    const { delivery, tries } = await told([busy(), busy(), refused, busy()]);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 4 });
    expect(tries.map(({ form }) => form)).toEqual(['full', 'full', 'full', 'plain']);
  });

  test('has failed when the plain text is refused as well', async () => {
    expect((await told([refused])).delivery).toMatchObject({ status: 'failed', attempts: 2 });
  });
});

test('every try is in the log with its verdict', async () => {
  expect((await told([busy(), fine])).logged).toEqual([
    {
      ...{ message: 'channel tried', channel: 'ops', attempt: 1 },
      ...{ verdict: 'transient', reason: 'HTTP 503', id: 'msg_1' },
    },
    {
      ...{ message: 'channel tried', channel: 'ops', attempt: 2 },
      ...{ verdict: 'delivered', reason: 'HTTP 200', id: 'msg_1' },
    },
  ]);
});
