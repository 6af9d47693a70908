import { describe, expect, test } from 'vitest';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { decide, decided, type Given, noMoreStarts, over } from './decided-line.ts';
import { announced, ended, second, seen, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: second(0) } as const;
const failedTry = { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' } as const;
const trouble = { since: second(0), code: 'error', reason: 'is ERROR' };
const refusal = { kind: 'permanent', code: 'DCS.4113', message: 'not now', ending: 'refused' } as const;
const windowOver = { rules: { windowEnd: second(100) } };

describe('an instance whose turn has not come', () => {
  const one = tracked('a', waiting, { attempts: 0 });

  test('waits while nothing stands against it', () => {
    expect(decided(one)).toBe('nothing');
    expect(decided({ ...one, seen: undefined })).toBe('nothing');
  });

  test.each<[string, Given, string]>([
    ['the window closed', windowOver, 'skipped window: not started: the window closed before its turn came'],
    [
      'time is short',
      { limits: noMoreStarts },
      "deferred out-of-time: not started: the function's time ended first",
    ],
    [
      'too many failed',
      { others: [ended('b', 'failed'), ended('c', 'unknown')] },
      'skipped max-failures: not started: 2 failed, and maxFailures allows 1',
    ],
    [
      'the canary is not healthy',
      { others: [ended('b', 'failed', { wave: 0 })] },
      'skipped canary: not started: the canary b did not come back healthy',
    ],
    [
      'what never came back fills the concurrency',
      { others: [ended('b', 'failed', { seen: seen({ status: 'RESTARTING' }) })], rules: { concurrency: 1 } },
      "skipped concurrency: not started: the job's concurrency is filled by 1 not seen to come back from RESTARTING",
    ],
    [
      'failures and the window both: the failures are told',
      { others: [ended('b', 'failed'), ended('c', 'failed')], ...windowOver },
      'skipped max-failures: not started: 2 failed, and maxFailures allows 1',
    ],
  ])('is not started when %s', (_, given, expected) => {
    expect(decided(one, given)).toBe(expected);
  });

  test('is not started beside one of its group that never came back', () => {
    const stuck = ended('b', 'failed', { seen: seen({ status: 'RESTARTING' }), groups: ['shop'] });
    expect(
      decided(tracked('a', waiting, { attempts: 0, groups: ['blog', 'shop'] }), { others: [stuck] }),
    ).toBe('skipped spread: not started: b of the same group was not seen to come back');
    expect(decided(tracked('a', waiting, { attempts: 0, groups: ['blog'] }), { others: [stuck] })).toBe(
      'nothing',
    );
  });

  test('is not started beside one of its group, or where one place is left, of which nobody knows whether it is back', () => {
    const { phase } = ended('b', 'unknown');
    if (phase.kind !== 'done') throw new TypeError('it has ended');
    const dark = tracked('b', { ...phase, outOfSight: true }, { attempts: 1, groups: ['shop'] });
    const peer = tracked('a', waiting, { attempts: 0, groups: ['shop'] });
    expect(decided(peer, { others: [dark] })).toBe(
      'skipped spread: not started: b of the same group was not seen to come back',
    );
    expect(decided(one, { others: [dark], rules: { concurrency: 1 } })).toBe(
      "skipped concurrency: not started: the job's concurrency is filled by 1 not seen to come back from RESTARTING",
    );
    expect(decided(peer, { others: [{ ...dark, phase: { ...phase, outOfSight: false } }] })).toBe('nothing');
  });

  test('is started as long as no more failed than are allowed, or the canary did well', () => {
    expect(decided(one, { others: [ended('b', 'failed')] })).toBe('nothing');
    expect(decided(one, { others: [ended('b', 'succeeded', { wave: 0 })] })).toBe('nothing');
  });

  test('is failed, not skipped, when it was tried before and nothing new may start', () => {
    const tried = { ...one, failedTries: 1, attempts: 1, trouble };
    expect(decided(tried, windowOver)).toBe(
      'failed error: is ERROR; no further try: not started: the window closed before its turn came',
    );
  });

  test.each<[string, Parameters<typeof seen>[0], string]>([
    ['is FROZEN', { status: 'FROZEN' }, 'refused state: is FROZEN when its turn comes'],
    ['is GONE', { status: 'GONE' }, 'refused state: is GONE when its turn comes'],
    ['is EXTENDING, and may yet come back', { status: 'EXTENDING', at: second(99) }, 'nothing'],
    ['has a task, and may yet end it', { idle: false, at: second(99) }, 'nothing'],
  ])('when it %s: %s', (_, look, expected) => {
    expect(decided({ ...one, seen: seen(look) })).toBe(expected);
  });

  test.each<[string, Parameters<typeof seen>[0], string]>([
    [
      'another state',
      { status: 'EXTENDING' },
      'refused state: has been EXTENDING for 30m, so it was not touched',
    ],
    [
      'a task',
      { idle: false },
      'refused state: has been busy with another task for 30m, so it was not touched',
    ],
  ])('is refused when %s holds it for the whole of the timeout', (_, look, expected) => {
    expect(decided({ ...one, seen: seen(look) }, { at: second(1_800) })).toBe(expected);
  });

  test('is failed when DCS would not take it for the whole of the timeout, once its pause is over', () => {
    const refused = { ...one, trouble: { since: second(0), code: 'DCS.4111', reason: 'not now' } };
    expect(decided(refused, { at: second(1_799) })).toBe('nothing');
    expect(decided(refused, { at: second(1_800) })).toBe('failed DCS.4111: not now (for 30m)');
    const paused = { ...refused, phase: { kind: 'waiting', notBefore: second(1_900) } } as const;
    expect(decided(paused, { at: second(1_800) })).toBe('nothing');
  });

  test('is failed when its region cannot be read for the whole of the timeout', () => {
    const lastFailure = { kind: 'denied', code: 'APIGW.0301', message: 'bad key' } as const;
    const region = { blindSince: second(0), pausedUntil: second(1_860), lastFailure };
    expect(decided(one, { region, at: second(1_799) })).toBe('nothing');
    const failed = 'failed APIGW.0301: its region cannot be read; bad key';
    expect(decided(one, { region, at: second(1_800) })).toBe(failed);
    // Nobody has asked for a while: it is looked at first.
    expect(decided(one, { region, at: second(1_860) })).toBe('nothing');
  });
});

describe('an instance whose try failed', () => {
  const one = tracked('a', failedTry);

  test('gets another one', () => {
    expect(decided(one)).toBe('retry error');
  });

  test('waits for half to all of the backoff', () => {
    const [command] = decide([one], {});
    const [retry] = command?.do === 'retry' ? command.retries : [];
    expect(retry?.notBefore).toBeGreaterThanOrEqual(second(115));
    expect(retry?.notBefore).toBeLessThanOrEqual(second(130));
  });

  test.each<[string, Partial<Tracked>, Given, string]>([
    ['its tries are used up', { failedTries: 2 }, {}, 'failed error: is ERROR (3 tries)'],
    [
      'one try is all the job allows',
      {},
      { rules: { retry: { attempts: 1, backoff: 1, maxBackoff: 1 } } },
      'failed error: is ERROR',
    ],
    [
      'it would fail in the same way again',
      { phase: { ...failedTry, final: true } },
      {},
      'failed error: is ERROR',
    ],
    [
      'too many failed meanwhile',
      {},
      { others: [ended('b', 'failed'), ended('c', 'failed')] },
      'failed error: is ERROR; no further try: not started: 2 failed, and maxFailures allows 1',
    ],
    [
      'time is short',
      {},
      { limits: noMoreStarts },
      "failed error: is ERROR; no further try: not started: the function's time ended first",
    ],
  ])('gets no other one when %s', (_, parts, given, expected) => {
    expect(decided({ ...one, ...parts }, given)).toBe(expected);
  });
});

describe('an instance in flight', () => {
  const lastFailure = { kind: 'unsent', code: 'ENOTFOUND', message: 'no such host' } as const;
  const others = [ended('b', 'failed'), ended('c', 'failed')];
  const refused = { certainty: 'refused', answer: { kind: 'failure', failure: refusal } } as const;

  test.each([
    ['failures', { others }],
    ['a closed window', windowOver],
    ['no time for starts', { limits: noMoreStarts }],
  ])('is seen to its end in spite of %s', (_, given) => {
    expect(decided(tracked('a', watching()), given)).toBe('nothing');
    expect(decided(tracked('a', announced()), given)).toBe('nothing');
  });

  test.each<[string, Tracked, string]>([
    ['announced', tracked('a', announced()), 'unknown out-of-time: was just being sent when time ended'],
    [
      'accepted',
      tracked('a', watching()),
      'unknown out-of-time: DCS accepted it, but time ended before it was seen healthy again',
    ],
    [
      'lost',
      tracked('a', watching({ certainty: 'lost' })),
      'unknown out-of-time: it was sent, the answer to the call was lost, but time ended before it was seen healthy again',
    ],
    [
      'refused with others',
      tracked('a', watching({ ...refused, apart: '0' })),
      'unknown out-of-time: it was sent, Huawei Cloud refused the call, but time ended before it was seen healthy again; not now',
    ],
  ])('and only %s is unknown when time ends', (_, one, expected) => {
    expect(decided(one, { limits: over })).toBe(expected);
  });

  test('has failed when time ends and DCS had refused it and nobody else', () => {
    expect(decided(tracked('a', watching(refused)), { limits: over })).toBe(
      'failed DCS.4113: Huawei Cloud refused the call; not now',
    );
  });

  test('and known to be well is told so, even when time has ended', () => {
    const back = { leftAt: second(10), backAt: second(40), confirmedAt: second(50) };
    const one = tracked('a', watching(back), { seen: seen({ at: second(90) }) });
    const region = { lookedAt: second(90) };
    expect(decided(one, { limits: over, region })).toBe(
      'succeeded returned: was seen to restart and is RUNNING',
    );
  });

  test('is unknown when its region cannot be read for the whole of the timeout, or until time ends', () => {
    const region = { blindSince: second(0), pausedUntil: second(1_860), lastFailure };
    const one = tracked('a', watching(), { seen: seen({ status: 'RESTARTING' }) });
    expect(decided(one, { region, limits: over })).toContain('seen healthy again; no such host');
    expect(decided(one, { region: { lastFailure }, limits: over })).not.toContain('host');
    expect(decided(one, { region, at: second(1_799) })).toBe('nothing');
    expect(decided(one, { region, at: second(1_800) })).toBe(
      'unknown unseen: DCS accepted it, but its region cannot be read; no such host',
    );
    expect(decided(one, { region, at: second(1_860) })).toBe('nothing');
  });
});

test('an instance that has ended is decided no more', () => {
  expect(decided(ended('a', 'failed'), { limits: over })).toBe('nothing');
});
