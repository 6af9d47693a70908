import { describe, expect, test } from 'vitest';
import type { MaintenanceWindow } from '../../../functions/maintenance/plan/maintenance-window.ts';
import { conditionsOf } from '../../../functions/maintenance/plan/metric-conditions.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import type { Judged } from '../../../functions/maintenance/run/read-verdicts.ts';
import { decided, type Given, noMoreStarts } from './decided-line.ts';
import { jobOf } from './night.ts';
import {
  backup,
  ended,
  noBackups,
  openedAt,
  second,
  securing,
  seen,
  tracked,
  watching,
} from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const failed = [ended('b', 'failed'), ended('c', 'failed')];

describe('an instance that does not meet its conditions when its turn comes', () => {
  const judged: Judged = {
    verdict: { kind: 'not-met', reason: 'it is not so' },
    at: second(90),
    keeps: true,
    old: false,
  };
  const one = tracked('a', waiting, { attempts: 0, judged });
  const left = 'skipped condition: left alone: it is not so';
  const rulesWith = (otherwise: string) => {
    const conditions = conditionsOf(
      jobOf({ onlyIf: { memory_frag_ratio: '> 1.5' }, otherwise }),
      second(3_600),
    );
    return { ...(conditions && { conditions }) };
  };
  const skip = { rules: rulesWith('skip') };
  const wait = { rules: rulesWith('wait') };
  const windowOver = { rules: { ...wait.rules, windowEnd: second(100) } };

  test.each<[string, Given, string]>([
    ['is left alone', skip, left],
    ['is waited for, where the job does so', wait, 'nothing'],
    ['is waited for, where another run has it in hand', { ...skip, holder: 'weekly' }, 'nothing'],
    ['is left alone when the window closes', windowOver, left],
    [
      'may meet them in a later invocation',
      { ...wait, limits: noMoreStarts },
      "deferred out-of-time: not started: the function's time ended first",
    ],
    [
      'is told what else keeps it',
      { ...skip, others: failed },
      'skipped max-failures: not started: 2 failed, and maxFailures allows 1',
    ],
    ['is started, where they do not keep it', { rules: {} }, 'nothing'],
  ])('%s', (_, given, expected) => {
    expect(decided(one, given)).toBe(expected);
  });
});

describe('an instance that waits for its own window', () => {
  const hour = 3_600_000;
  const rules = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
  /** The run opened at 19:30. */
  const later = { begin: 20 * hour, end: 22 * hour };

  test('is not judged by what else it is like before that', () => {
    const frozen = { attempts: 0, seen: seen({ status: 'FROZEN' }) };
    expect(decided(tracked('a', waiting, { ...frozen, maintenance: later }), { rules })).toBe('nothing');
    expect(
      decided(tracked('a', waiting, { ...frozen, maintenance: { begin: 19 * hour, end: 22 * hour } }), {
        rules,
      }),
    ).toBe('refused state: is FROZEN when its turn comes');
  });

  test.each<[MaintenanceWindow, string]>([
    [{ untold: true }, 'DCS tells no maintenance window of it - set one in the console'],
    [
      { odd: { begin: '"x"', end: '"y"' } },
      'DCS tells "x" to "y" as its maintenance window, which cannot be read - set it in the console',
    ],
    [
      { begin: 2 * hour, end: 2 * hour },
      'its maintenance window begins and ends at 02:00 UTC, which may be all day or never - set it in the console',
    ],
  ])('has failed for its last try where that is %j by now, and was touched', (maintenance, why) => {
    const trouble = { since: openedAt, code: 'error', reason: 'is ERROR after the restart' };
    const tried = tracked('a', waiting, { failedTries: 1, trouble, maintenance });
    const told = decided(tried, { rules });
    expect(told).toBe(`failed error: is ERROR after the restart; no further try: ${why}`);
    expect(translated(told.replace('failed error: ', ''))).toMatch(
      /^重启后为 ERROR；不再重试：.*请在控制台/u,
    );
    const doubted = { ...tried, failedTries: 0, sent: watching({ certainty: 'lost' }) };
    expect(decided(doubted, { rules })).toBe(told);
  });

  test('gets no backup once that has passed, unless one was begun', () => {
    const secures = (stage: ReturnType<typeof securing>['stage']) =>
      tracked('a', securing({ stage }), { attempts: 0, maintenance: later });
    expect(decided(secures({ step: 'none' }), { rules })).toMatch(
      /^skipped maintenance-window: not started: its time passed while its backups were looked for;/,
    );
    expect(decided(secures({ step: 'asked', at: openedAt }), { rules })).toBe('nothing');
    const sight = { ...noBackups, usable: backup() };
    const found = tracked('a', securing({ sight, sightAt: second(1) }), { attempts: 0, maintenance: later });
    const required = { mode: 'required', maxAge: 86_400_000, timeout: 1_800_000 } as const;
    expect(decided(found, { rules: { ...rules, backup: required } })).toBe('note-secured');
  });
});
