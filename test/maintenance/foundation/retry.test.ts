import { describe, expect, test } from 'vitest';
import { pauseMs, planTry } from '../../../functions/maintenance/foundation/backoff.ts';
import { retry, type Tried } from '../../../functions/maintenance/foundation/retry.ts';
import { stillClock } from '../notify/still-clock.ts';

const rules = { tries: 4, backoff: 100, maxBackoff: 350 };

describe('a pause', () => {
  test.each([
    [1, 100],
    [2, 200],
    [3, 350],
    [5_000, 350],
  ])('before repeat %i is %i ms: twice the one before, up to the cap', (n, ms) => {
    expect(pauseMs(rules, n, 0)).toBe(ms);
    expect(pauseMs(rules, n, 1)).toBe(ms);
  });

  test('grows as it is told', () => {
    expect([1, 2, 3].map((n) => pauseMs({ ...rules, growth: 3 }, n, 1))).toEqual([100, 300, 350]);
  });

  test('leaves to chance the part that it is told, in whole milliseconds', () => {
    const of = (jitter: number) => [0, 0.333, 1].map((chance) => pauseMs({ ...rules, jitter }, 1, chance));
    expect(of(1)).toEqual([0, 33, 100]);
    expect(of(0.5)).toEqual([50, 67, 100]);
  });
});

describe('the step after a try', () => {
  const standing = { tries: 1, chance: 1, leftMs: 1_000 };

  test.each([
    ['waits for its own pause', {}, 100],
    ['waits as long as it is asked', { askedMs: 700 }, 700],
    ['waits no shorter than it would have', { askedMs: 0 }, 100],
    ['uses all of the time', { leftMs: 100 }, 100],
  ])('%s', (_title, changes, ms) => {
    expect(planTry(rules, { ...standing, ...changes })).toEqual({ kind: 'wait', ms });
  });

  test.each([
    ['ends after the last try', rules, { tries: 4 }, 'enough'],
    ['ends when the pause is longer than there is time', rules, { leftMs: 99 }, 'no-time'],
    ['ends when it is asked for more than there is time', rules, { askedMs: 1_001 }, 'no-time'],
    ['ends when too little is left for a try', { ...rules, leastTry: 50 }, { leftMs: 149 }, 'no-time'],
    ['ends when it is asked for too much', { ...rules, longestAsked: 500 }, { askedMs: 501 }, 'no-time'],
  ])('%s', (_title, own, changes, kind) => {
    expect(planTry(own, { ...standing, ...changes })).toEqual({ kind });
  });
});

describe('trying', () => {
  const failed = (failure: string, askedMs?: number): Tried<string, string> => ({
    kind: 'failed',
    failure,
    askedMs,
  });

  /** Tries that end one after the other as they are told. */
  async function tried(ends: readonly Tried<string, string>[], more: { limit?: number } = {}) {
    const clock = stillClock(0);
    const left: number[] = [];
    const trying = { clock, ...(more.limit !== undefined && { limit: more.limit }) };
    const retried = await retry<string, string>(rules, trying, async (leftMs) => {
      const end = ends[left.length];
      left.push(leftMs);
      return end ?? expect.unreachable();
    });
    return { retried, waits: clock.waits, left };
  }

  test('ends when it is done', async () => {
    const { retried, waits } = await tried([failed('a'), failed('b'), { kind: 'done', answer: 'c' }]);
    expect(retried).toEqual({ kind: 'done', answer: 'c', tries: 3 });
    expect(waits).toEqual([100, 200]);
  });

  test('ends with the last failure when there were enough tries', async () => {
    const { retried, waits } = await tried(['a', 'b', 'c', 'd'].map((failure) => failed(failure)));
    expect(retried).toEqual({ kind: 'given-up', failure: 'd', tries: 4, why: 'enough' });
    expect(waits).toEqual([100, 200, 350]);
  });

  test('waits as it is asked, and for nothing when there is no time for that', async () => {
    const { retried, waits, left } = await tried([failed('a', 300), failed('b', 800)], { limit: 1_000 });
    expect(retried).toEqual({ kind: 'given-up', failure: 'b', tries: 2, why: 'no-time' });
    expect(waits).toEqual([300]);
    expect(left).toEqual([1_000, 700]);
  });

  test('goes another way at once, even after the last try, which counts', async () => {
    const other: Tried<string, string> = { kind: 'another-way', failure: 'too long' };
    const ends = [failed('a'), failed('b'), failed('c'), other, failed('d')];
    const { retried, waits } = await tried(ends);
    expect(retried).toEqual({ kind: 'given-up', failure: 'd', tries: 5, why: 'enough' });
    expect(waits).toEqual([100, 200, 350]);
  });

  test('does not begin when the time is over', async () => {
    expect((await tried([], { limit: -1 })).retried).toEqual({
      kind: 'given-up',
      failure: undefined,
      tries: 0,
      why: 'late',
    });
  });

  test('does not go on when a pause took longer than it was asked to', async () => {
    let now = 0;
    const late = {
      now: () => now,
      async wait() {
        now += 5_000;
      },
    };
    const retried = retry(rules, { clock: late, limit: 1_000 }, async () => failed('a'));
    expect(await retried).toEqual({ kind: 'given-up', failure: 'a', tries: 1, why: 'late' });
  });

  test('lets through what is thrown, and tries no more', async () => {
    let count = 0;
    const throwing = retry(rules, { clock: stillClock(0) }, async () => {
      count += 1;
      throw new TypeError('a mistake');
    });
    await expect(throwing).rejects.toThrow('a mistake');
    expect(count).toBe(1);
  });
});
