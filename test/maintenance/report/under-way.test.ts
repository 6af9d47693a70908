import { expect, test } from 'vitest';
import { stillAway, underWay } from '../../../functions/maintenance/report/under-way.ts';
import {
  announced,
  ended,
  openedAt,
  second,
  securing,
  seen,
  stateOf,
  tracked,
  watching,
} from '../run/tracked-fixture.ts';

/** In seconds since the run was opened. */
const iso = (at: number) => `+${(at - openedAt) / 1_000}s`;
const waiting = { kind: 'waiting', notBefore: second(90) } as const;
const restarting = { seen: seen({ status: 'RESTARTING', at: second(20) }), attempts: 1 };

test('an instance is away since it was seen to leave, and waited for as long as its job says', () => {
  const state = stateOf([
    tracked('left', watching({ since: second(3), leftAt: second(10) }), restarting),
    tracked('sent', watching({ since: second(3) }), { attempts: 1 }),
    tracked('called', announced(), { attempts: 1 }),
    tracked('backed-up', securing()),
    tracked('next', waiting),
    ended('over', 'succeeded'),
  ]);
  expect(stillAway(state, iso)).toEqual([
    {
      ...{ id: 'left', name: 'left', region: 'beijing', kind: 'sent', since: '+10s', until: '+1803s' },
      ...{ status: 'RESTARTING', seenAt: '+20s', expected: 'RUNNING' },
    },
    expect.objectContaining({ id: 'sent', kind: 'sent', since: '+3s', until: '+1803s' }),
    expect.objectContaining({ id: 'called', kind: 'sending', until: null, expected: 'RUNNING' }),
    expect.objectContaining({
      id: 'backed-up',
      kind: 'backup',
      since: '+0s',
      until: '+1800s',
      expected: null,
    }),
  ]);
});

test.each([
  ['was not RUNNING when it was last seen', restarting, false, 'given-up'],
  ['is out of sight since it was sent', { attempts: 1, seen: seen() }, true, 'given-up'],
  ['was never seen since it was sent', { attempts: 1, seen: undefined }, false, 'given-up'],
  ['was RUNNING', { attempts: 1, seen: seen() }, false, undefined],
  [
    'was not RUNNING, but nothing was ever sent',
    { attempts: 0, seen: seen({ status: 'ERROR' }) },
    false,
    undefined,
  ],
])('an instance that has its outcome and %s', (_, parts, outOfSight, kind) => {
  const conclusion = {
    id: 'one',
    outcome: 'failed',
    code: 'settle-timeout',
    reason: 'was away too long',
  } as const;
  const one = tracked('one', { kind: 'done', conclusion, outOfSight }, parts);
  expect(underWay(one, stateOf([one]), iso)?.kind).toBe(kind);
});

test('the next try is waited for until its time, a first turn until it comes', () => {
  const state = stateOf([]);
  expect(underWay(tracked('again', waiting, { attempts: 1 }), state, iso)).toMatchObject({ until: '+90s' });
  expect(underWay(tracked('first', waiting, { attempts: 0 }), state, iso)).toMatchObject({ until: null });
});
