import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { smallDcs, startAt } from '../dcs/small-dcs.ts';
import {
  acceptedDuringBackup,
  acceptedSince,
  acceptedWithoutBackup,
  between,
  groupCollisions,
  mostInFlight,
  repeatedActions,
  repeatedFlushes,
} from './audit-invariants.ts';

const fleet = ['a', 'b', 'c'].map((name) => ({ name, restartSeconds: 30, flushSeconds: 30 }));
const minute = 60_000;

describe('a repeated action', () => {
  test('is none when every instance was acted on once', () => {
    const { change, dcs } = smallDcs(fleet);
    change('restart', 'a', 'b');
    change('flush', 'c');
    expect(repeatedActions(dcs.log.entries())).toEqual([]);
    expect(repeatedFlushes(dcs.log.entries())).toEqual([]);
  });

  test('is a restart of what had come back well', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    change('restart', 'a');
    clock.advance(minute);
    change('soft_restart', 'a');
    expect(repeatedActions(dcs.log.entries())).toEqual([
      `2026-11-22T19:31:00.000Z soft_restart of ${instanceIdOf('a')} although restart was accepted and not seen to fail`,
    ]);
  });

  test('is a restart before the first one shows', () => {
    const { change, dcs } = smallDcs(fleet, { knobs: { acceptanceLagSeconds: 10 } });
    change('restart', 'a');
    change('restart', 'a');
    expect(repeatedActions(dcs.log.entries())).toHaveLength(1);
  });

  test.each(['ends-in-error', 'node-lost'] as const)(
    'is no restart after one that %s, but one more is',
    (kind) => {
      const { change, clock, dcs } = smallDcs(fleet, {
        faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind } }],
      });
      const again = () => {
        change('restart', 'a');
        clock.advance(minute);
        return repeatedActions(dcs.log.entries()).length;
      };
      expect([again(), again(), again()]).toEqual([0, 0, 1]);
    },
  );

  test('is not one that was refused', () => {
    const { change, dcs } = smallDcs(fleet, {
      faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'item-failed' } }],
    });
    change('restart', 'a');
    change('restart', 'a');
    expect(repeatedActions(dcs.log.entries())).toEqual([]);
  });

  test('is always one when it is a flush, even after an ERROR', () => {
    const { change, clock, dcs } = smallDcs(fleet, {
      faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'ends-in-error' } }],
    });
    change('flush', 'a');
    clock.advance(minute);
    change('restart', 'a');
    clock.advance(minute);
    change('flush', 'a');
    expect(repeatedFlushes(dcs.log.entries())).toHaveLength(1);
    expect(repeatedActions(dcs.log.entries())).toHaveLength(2);
  });

  test('is looked for in one fire at a time', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    change('restart', 'a');
    clock.advance(minute);
    change('restart', 'a');
    expect(repeatedActions(between(dcs.log.entries(), startAt, startAt + minute))).toEqual([]);
    expect(repeatedActions(between(dcs.log.entries(), startAt + minute, startAt + 2 * minute))).toEqual([]);
  });
});

describe('what is in flight', () => {
  test('is counted from acceptance, not from when it shows, to the return', () => {
    const { change, clock, dcs } = smallDcs(fleet, { knobs: { acceptanceLagSeconds: 10 } });
    change('restart', 'a');
    clock.advance(39_999);
    change('restart', 'b');
    expect(mostInFlight(dcs.log.entries())).toBe(2);
  });

  test('has ended at the very instant of the return, whether well or not', () => {
    const { change, clock, dcs } = smallDcs(fleet, {
      faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'ends-in-error' } }],
    });
    for (const name of ['a', 'b', 'c']) {
      change('restart', name);
      clock.advance(30_000);
    }
    expect(mostInFlight(dcs.log.entries())).toBe(1);
  });

  test('shares no group with another', () => {
    const { change, dcs } = smallDcs(fleet);
    change('restart', 'a');
    change('restart', 'b');
    const app = (names: Record<string, string>) => (instance: string) =>
      Object.entries(names).flatMap(([name, group]) => (instanceIdOf(name) === instance ? [group] : []));
    expect(groupCollisions(dcs.log.entries(), app({ a: 'shop', b: 'pay' }))).toEqual([]);
    expect(groupCollisions(dcs.log.entries(), app({ a: 'shop', b: 'shop' }))).toEqual([
      `2026-11-22T19:30:00.000Z restart of ${instanceIdOf('b')} beside ${instanceIdOf('a')} of shop`,
    ]);
  });
});

describe('beside backups', () => {
  const a = instanceIdOf('a');

  test('a restart while one runs is told, and one after it is not', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    dcs.startBackup(a, 60);
    change('restart', 'b');
    expect(acceptedDuringBackup(dcs.log.entries())).toEqual([]);
    change('restart', 'a');
    const told = [`2026-11-22T19:30:00.000Z restart of ${a}`];
    expect(acceptedDuringBackup(dcs.log.entries())).toEqual(told);
    clock.advance(minute);
    change('restart', 'a');
    expect(acceptedDuringBackup(dcs.log.entries())).toEqual(told);
  });

  test('a restart is told that no backup succeeded before', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    dcs.startBackup(a, 60);
    clock.advance(minute);
    change('restart', 'a');
    change('restart', 'b');
    expect(acceptedWithoutBackup(dcs.log.entries())).toEqual([
      `2026-11-22T19:31:00.000Z restart of ${instanceIdOf('b')}`,
    ]);
  });

  test('a backup that a restart interrupted has not succeeded', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    dcs.startBackup(a, 600);
    change('restart', 'a');
    clock.advance(minute);
    change('restart', 'a');
    expect(acceptedWithoutBackup(dcs.log.entries())).toHaveLength(2);
  });
});

test('what is accepted at or after an instant is told', () => {
  const { change, clock, dcs } = smallDcs(fleet);
  change('restart', 'a');
  clock.advance(minute);
  change('restart', 'b');
  expect(acceptedSince(dcs.log.entries(), startAt + minute)).toEqual([
    `2026-11-22T19:31:00.000Z restart of ${instanceIdOf('b')}`,
  ]);
  expect(acceptedSince(dcs.log.entries(), startAt + minute + 1)).toEqual([]);
});
