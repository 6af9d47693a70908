import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { project, smallDcs } from '../dcs/small-dcs.ts';
import { aheadOfCanary, falseClaims, repeatedBackups, startedAfterFailures } from './audit-invariants.ts';

const fleet = ['a', 'b', 'c'].map((name) => ({ name, restartSeconds: 30 }));
const minute = 60_000;

describe('a canary', () => {
  const canary = [instanceIdOf('a')];

  test('is alone until it is RUNNING again', () => {
    const { change, clock, dcs } = smallDcs(fleet);
    change('restart', 'a');
    clock.advance(minute);
    change('restart', 'b');
    expect(aheadOfCanary(dcs.log.entries(), canary)).toEqual([]);
  });

  test.each([
    ['beside it', 29_000, 'a'],
    ['without it', 0, undefined],
  ])('is told of what starts %s', (_, later, first) => {
    const { change, clock, dcs } = smallDcs(fleet);
    if (first) change('restart', first);
    clock.advance(later);
    change('restart', 'b');
    expect(aheadOfCanary(dcs.log.entries(), canary)).toHaveLength(1);
  });

  test('that ended in ERROR lets nothing start', () => {
    const faults = [
      { operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'ends-in-error' } },
    ] as const;
    const { change, clock, dcs } = smallDcs(fleet, { faults });
    change('restart', 'a');
    clock.advance(minute);
    change('restart', 'b');
    expect(aheadOfCanary(dcs.log.entries(), canary)).toHaveLength(1);
  });
});

test('what starts after more failures than are allowed is told, once they could be noticed', () => {
  const faults = [
    { operation: 'RestartOrFlushInstances', times: 2, effect: { kind: 'ends-in-error' } },
  ] as const;
  const { change, clock, dcs } = smallDcs(fleet, { faults });
  change('restart', 'a');
  change('restart', 'b');
  clock.advance(minute);
  change('restart', 'a');
  const started = (allowed: number, noticedMs: number) =>
    startedAfterFailures(dcs.log.entries(), { allowed, noticedMs }).length;
  // The first is tried again, so only the second has failed for good, at second 30.
  change('restart', 'c');
  expect([started(0, 10_000), started(0, 40_000), started(1, 10_000)]).toEqual([1, 0, 0]);
});

test('a backup is repeated unless the one before it failed', () => {
  const faults = [{ operation: 'CopyInstance', times: 1, effect: { kind: 'backup-fails' } }] as const;
  const { clock, dcs } = smallDcs(fleet, { faults });
  const backUp = () => {
    dcs.call({ operation: 'CopyInstance', project, instance: instanceIdOf('a'), body: '{}' });
    clock.advance(5 * minute);
    return repeatedBackups(dcs.log.entries()).length;
  };
  expect([backUp(), backUp(), backUp()]).toEqual([0, 0, 1]);
});

describe('what is claimed of an instance', () => {
  const id = instanceIdOf('a');
  const claimOf = (outcome: string, attempts = 1) => ({ id, outcome, attempts, reason: 'as seen' });
  const { change, clock, dcs } = smallDcs(fleet);
  change('restart', 'a');
  const away = dcs.log.entries();
  clock.advance(minute);
  const back = dcs.log.entries();

  test.each([
    ['success when it is back', back, [claimOf('succeeded')], 0],
    ['success while it is away', away, [claimOf('succeeded')], 1],
    ['success without an action', [], [claimOf('succeeded')], 1],
    ['that it was skipped, although it was acted on', back, [claimOf('skipped')], 1],
    ['fewer attempts than there were', back, [claimOf('succeeded', 0)], 1],
    ['failure, which is never too good', back, [claimOf('failed')], 0],
    ['nothing', back, [], 1],
    ['something twice', back, [claimOf('unknown'), claimOf('succeeded')], 1],
    ['something without a reason', back, [{ ...claimOf('unknown'), reason: '' }], 1],
  ] as const)('%s', (_, log, claims, violations) => {
    expect(falseClaims(log, claims, [id])).toHaveLength(violations);
  });
});
