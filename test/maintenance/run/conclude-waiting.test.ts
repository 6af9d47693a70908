import { describe, expect, test } from 'vitest';
import type { MaintenanceWindow } from '../../../functions/maintenance/plan/maintenance-window.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { suspects } from '../../../functions/maintenance/run/after-call.ts';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { Certainty, Trouble } from '../../../functions/maintenance/run/state.ts';
import { decided, type Given, noMoreStarts, over } from './decided-line.ts';
import { ended, second, securing, seen, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: second(0) } as const;
const windowOver = { rules: { windowEnd: second(100) } };
const silent = { kind: 'unsent', code: 'ENOTFOUND', message: 'no such host' } as const;
/** Its last call failed, and none has been answered since. */
const failing = { setbacks: 1, lastFailure: silent };
const failed = [ended('b', 'failed'), ended('c', 'failed')];

describe('an instance that another run has in hand', () => {
  const one = tracked('a', waiting, { attempts: 0 });
  const holder = 'weekly';
  const inHand =
    'skipped in-hand: not started: the run weekly was working on it for as long as this run could wait';

  test.each<[string, Given, string]>([
    ['waits for it', { at: second(1_799) }, 'nothing'],
    ['is skipped when the timeout of its own run is over', { at: second(1_800) }, inHand],
    ['is skipped for that when the window closes', windowOver, inHand],
    [
      'is told what else keeps it from its start, however long it has waited',
      { at: second(1_800), others: failed },
      'skipped max-failures: not started: 2 failed, and maxFailures allows 1',
    ],
    [
      'may be started by a later invocation',
      { limits: noMoreStarts },
      "deferred out-of-time: not started: the function's time ended first",
    ],
  ])('%s', (_, given, expected) => {
    expect(decided(one, { holder, ...given })).toBe(expected);
  });

  test.each<[string, Given]>([
    ['when the timeout of its own run is over', { at: second(1_800) }],
    ['when the window closes', windowOver],
  ])('has failed %s, where a try of its own has failed before', (_, given) => {
    const trouble = { since: second(0), code: 'in-hand', reason: 'is ERROR; weekly had it' };
    expect(decided({ ...one, failedTries: 1, trouble }, { holder, ...given })).toBe(
      `failed in-hand: is ERROR; weekly had it; no further try: ${inHand.slice('skipped in-hand: '.length)}`,
    );
  });

  test('is not judged by what the other does with it', () => {
    expect(decided({ ...one, seen: seen({ status: 'FROZEN' }) }, { holder })).toBe('nothing');
  });

  test('has not failed by that, however long it has been so', () => {
    const trouble = { since: second(0), code: 'in-hand', reason: 'weekly had it' };
    expect(decided({ ...one, trouble }, { at: second(1_800) })).toBe('nothing');
  });
});

describe('an instance whose last call failed', () => {
  const trouble: Trouble = { since: second(0), code: 'DCS.4113', reason: 'not now' };
  const sent = (certainty: Certainty, apart?: string) => watching({ certainty, apart });
  const one = tracked('a', waiting, { trouble });

  test('has failed where nothing new may start and it may have been carried out', () => {
    expect(decided({ ...one, sent: sent('lost') }, windowOver)).toBe(
      'failed DCS.4113: not now; no further try: not started: the window closed before its turn came',
    );
  });

  test.each([
    ['was refused', sent('refused')],
    ['was never sent', undefined],
  ])('was not started where nothing new may start and it %s', (_, its) => {
    expect(decided({ ...one, sent: its }, windowOver)).toBe(
      'skipped window: not started: the window closed before its turn came',
    );
  });

  test('is told what its region said last, where itself was told nothing', () => {
    expect(decided(one, { ...windowOver, region: failing })).toMatch(/; no such host$/);
    const cause = { code: 'DCS.4113', message: 'not now, says DCS' };
    const own = { ...one, trouble: { ...trouble, cause } };
    expect(decided(own, { ...windowOver, region: failing })).toMatch(/; not now, says DCS$/);
  });

  test('has failed when its pause and the timeout are over in the same moment', () => {
    const paused = { ...one, phase: { ...waiting, notBefore: second(1_800) } };
    expect(decided(paused, { at: second(1_800) })).toBe('failed DCS.4113: not now (for 30m)');
  });

  describe('together with others', () => {
    const ofAll = { region: { failing: { calls: 5, alone: ['a'] } } };
    const shared = (kind: CallFailure['kind'], apart: string | undefined = '0') => ({
      ...one,
      cohort: suspects,
      sent: sent('refused', apart),
      trouble: { ...trouble, failure: { kind, code: 'DCS.4113', message: 'not now' } },
    });
    const notAlone = 'not now; every call for others alone failed too, so it was not tried alone';

    test('is tried in a part of them, however long that takes', () => {
      expect(decided(shared('permanent'), { at: second(1_800) })).toBe('nothing');
    });

    test('is not tried alone where calls fail whomever they name', () => {
      expect(decided(shared('permanent'), ofAll)).toBe(`failed DCS.4113: ${notAlone}`);
    });

    test('has failed a try where it is not known whether it was carried out', () => {
      expect(decided(shared('ambiguous'), ofAll)).toBe('retry DCS.4113');
      expect(decided({ ...shared('ambiguous'), failedTries: 2 }, ofAll)).toBe(
        `failed DCS.4113: ${notAlone} (3 tries)`,
      );
    });

    test('goes on by itself where it was named alone, or the call was nobody of theirs', () => {
      expect(decided({ ...shared('permanent'), sent: sent('refused') }, ofAll)).toBe('nothing');
      expect(decided(shared('throttled'), ofAll)).toBe('nothing');
      expect(decided({ ...one, sent: sent('refused', '0') }, ofAll)).toBe('nothing');
    });
  });
});

describe('an instance that was tried before, and that nothing starts from any more,', () => {
  const reason = 'is ERROR after the restart';
  const trouble: Trouble = { since: second(0), code: 'error', reason };
  const cause = { code: 'DCS.4026', message: 'no status, says DCS' };
  // Its pause is longer than the timeout.
  const one = tracked('a', { kind: 'waiting', notBefore: second(3_600) }, { failedTries: 1, trouble });

  test.each<[Parameters<typeof seen>[0], string, string]>([
    [{ status: 'FROZEN' }, 'is FROZEN when its turn comes', '轮到它时状态为 FROZEN'],
    [{ status: 'EXTENDING' }, 'has been EXTENDING for 30m', '30 分钟内一直为 EXTENDING'],
    [{ idle: false }, 'has been busy with another task for 30m', '30 分钟内一直在执行其他任务'],
    [
      { status: 'UNREADABLE', cause },
      'its status could not be read for 30m - look at it in the console; no status, says DCS',
      '30 分钟内无法读取其状态，请在控制台查看该实例',
    ],
  ])('has failed, and nobody says that it was not touched: %j', (look, why, chinese) => {
    const told = decided({ ...one, seen: seen(look) }, { at: second(1_800) });
    expect(told).toBe(`failed error: ${reason}; no further try: ${why}`);
    const [, said = ''] = /^failed error: (.*?)(?:; no status, says DCS)?$/.exec(told) ?? [];
    expect(translated(said)).toBe(`重启后为 ERROR；不再重试：${chinese}`);
  });

  test('is told what the cloud said of that try, where it said something', () => {
    const told = { ...trouble, cause: { code: 'DCS.1', message: 'ill, says DCS' } };
    expect(
      decided({ ...one, trouble: told, seen: seen({ status: 'UNREADABLE', cause }) }, { at: second(1_800) }),
    ).toMatch(/look at it in the console; ill, says DCS$/);
  });
});

describe('an instance whose backups are waited for', () => {
  const one = (parts: Parameters<typeof securing>[0] = {}) => tracked('a', securing(parts), { attempts: 0 });
  const outOfTime =
    "deferred out-of-time: not started: the function's time ended first, while its backups were waited for";
  const sight = { id: 'a', usable: undefined, busy: true, made: undefined, pushesOut: false };
  const unlisted = { code: 'DCS.1', message: 'no list' };
  const lastFailure = { code: 'DCS.2', message: 'no backup' };

  test('waits on when nothing may start any more, until something is known of them', () => {
    const short = { limits: noMoreStarts };
    expect(decided(one(), short)).toBe('nothing');
    expect(decided(one({ sight }), short)).toBe(outOfTime);
    expect(decided(one({ unlisted }), short)).toBe(`${outOfTime}; no list`);
    expect(decided(one(), { limits: over })).toBe(outOfTime);
  });

  test('gets none where its maintenance window cannot be told any more, or came for the last time', () => {
    const local = { zone: 'UTC', clock: { offset: 0, changes: [] } };
    const rules = { inMaintenanceWindow: local };
    const owned = (maintenance: MaintenanceWindow) => ({ ...one(), maintenance });
    expect(decided(owned({ untold: true }), { rules })).toMatch(
      /^refused maintenance-unread: DCS tells no maintenance window of it, so it was not touched/,
    );
    const hours = { begin: 19 * 3_600_000, end: 20 * 3_600_000 };
    expect(decided(owned(hours), { rules })).toBe('nothing');
    const nextDay = { at: second(88_200), limits: { startUntil: second(90_000), actUntil: second(90_000) } };
    expect(decided(owned(hours), { rules, ...nextDay })).toMatch(
      /^skipped maintenance-window: not started: its turn did not come in its maintenance window within a day/,
    );
  });

  test('is not started when the window closes', () => {
    const closed = 'skipped window: not started: the window closed before its turn came';
    expect(decided(one(), windowOver)).toBe(closed);
    expect(decided(one({ lastFailure }), windowOver)).toBe(`${closed}; no backup`);
  });

  test('is told why they could not be listed, then why none was made, then what its region said', () => {
    const told = (parts: Parameters<typeof securing>[0]) =>
      decided(one(parts), { ...windowOver, region: failing }).replace(/^.*; /, '');
    expect(told({ unlisted, lastFailure })).toBe('no list');
    expect(told({ lastFailure })).toBe('no backup');
    expect(told({})).toBe('no such host');
  });
});

describe('an instance whose calls are never taken on', () => {
  test.each(['throttled', 'unsent'] as const)(
    'has failed when they are %s for the whole of the timeout, the last one as well',
    (kind) => {
      const failure = { kind, code: 'APIGW.0308', message: 'too often' };
      const trouble: Trouble = { since: second(0), code: 'APIGW.0308', reason: 'too often', failure };
      const lastSentAt = (seconds: number) =>
        decided(tracked('a', { kind: 'waiting', notBefore: second(seconds) }, { trouble }), {
          at: second(2_000),
        });
      expect(lastSentAt(1_799)).toBe('nothing');
      expect(lastSentAt(1_800)).toBe('failed APIGW.0308: too often (for 30m)');
    },
  );
});
