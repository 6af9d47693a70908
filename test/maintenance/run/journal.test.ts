import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { mustStand, type RunEvent } from '../../../functions/maintenance/run/event.ts';
import { earliestFirst, hasRun } from '../../../functions/maintenance/run/journal.ts';
import { JournalError } from '../../../functions/maintenance/run/journal-error.ts';
import { isHeldByOther } from '../../../functions/maintenance/run/lease.ts';

test('a journal that fails fails in the same way as long as its cause has the same code', () => {
  const of = (cause: unknown) => new JournalError('journal.unreachable', 'of 03:30', { cause }).what;
  expect(of(new CodedError('ECONNRESET', 'at 03:30'))).toBe('journal.unreachable/ECONNRESET');
  expect(of(new TypeError('of ours'))).toBe('journal.unreachable');
});

describe('the entries of the register', () => {
  const entry = (run: string, since: number) => ({ run, since });

  test('are told the earliest first, and of one instant in the order of their names', () => {
    const entries = [entry('c', 1), entry('b', 2), entry('d', 0), entry('a', 2)];
    expect(earliestFirst(entries).map(({ run }) => run)).toEqual(['d', 'c', 'a', 'b']);
    expect(earliestFirst(entries.toReversed()).map(({ run }) => run)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('are of one run once, by when it was entered first', () => {
    const entries = [entry('a', 3), entry('b', 2), entry('a', 1), entry('a', 4)];
    expect(earliestFirst(entries)).toEqual([entry('a', 1), entry('b', 2)]);
  });

  test('tell that nobody came to begin a run as long as nobody has', () => {
    const unbegun = { ...entry('a', 1), unbegun: true } as const;
    expect(earliestFirst([{ ...unbegun, since: 3 }, unbegun])).toStrictEqual([unbegun]);
    expect(earliestFirst([entry('a', 3), unbegun])).toStrictEqual([entry('a', 1)]);
    expect(earliestFirst([unbegun, entry('a', 3)])).toStrictEqual([entry('a', 1)]);
  });

  test('tell when a record could not be read, the earliest first, and of the others nothing', () => {
    const unread = [
      { run: 'a', at: 9 },
      { run: 'c', at: 5 },
      { run: 'a', at: 7 },
    ];
    expect(earliestFirst([entry('a', 1), entry('b', 2)], unread)).toEqual([
      { ...entry('a', 1), unreadAt: [7, 9] },
      entry('b', 2),
    ]);
  });
});

test('a fire that was skipped has never been on any instance', () => {
  const ended = { run: 'a', job: 'nightly', status: 'skipped', endedAt: 0 };
  expect(hasRun({ ...ended, outcomes: {} })).toBe(false);
  expect(hasRun({ ...ended, outcomes: { succeeded: 0, failed: 0 } })).toBe(false);
  expect(hasRun({ ...ended, outcomes: { succeeded: 0, failed: 1 } })).toBe(true);
});

test('what opens a run, announces what must not be done twice, or ends it, must stand in the record for certain', () => {
  const expected: Readonly<Record<RunEvent['type'], boolean>> = {
    opened: true,
    submitting: true,
    'backing-up': true,
    finished: true,
    ending: true,
    held: false,
    left: false,
    'cancel-asked': false,
    observed: false,
    inspected: false,
    'look-failed': false,
    measured: false,
    'measured-anew': false,
    'conditions-read': false,
    answered: false,
    refused: false,
    securing: false,
    'backups-seen': false,
    'backup-begun': false,
    'backup-refused': false,
    secured: false,
    retrying: false,
    concluded: false,
    told: false,
  };
  const types = Object.entries(expected);
  // Only the type counts.
  expect(types.map(([type]) => [type, mustStand({ type, at: 0 } as RunEvent)])).toEqual(types);
});

test('a lease is of one invocation, and is over at its end', () => {
  const lease = { by: 'first', until: 60_000 };
  expect(isHeldByOther(lease, 'second', 59_999)).toBe(true);
  expect(isHeldByOther(lease, 'second', 60_000)).toBe(false);
  expect(isHeldByOther(lease, 'first', 59_999)).toBe(false);
  expect(isHeldByOther(undefined, 'second', 0)).toBe(false);
});
