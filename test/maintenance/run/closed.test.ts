import { describe, expect, test } from 'vitest';
import { type Closed, closedBeforeBackup, closedWith } from '../../../functions/maintenance/run/closed.ts';
import type { Readiness } from '../../../functions/maintenance/run/readiness.ts';
import { second, stateOf } from './tracked-fixture.ts';

const ready: Readiness = { kind: 'ready' };
const inAnotherState: Readiness = { kind: 'waits', why: 'state', until: undefined };
/** It waits for its own window, which opens some seconds into the run. */
const waitsUntil = (seconds: number | undefined): Readiness => ({
  kind: 'waits',
  why: 'maintenance-window',
  until: seconds === undefined ? undefined : second(seconds),
  unmet: () => ({ code: 'maintenance-window', reason: 'its window is at night' }),
});

const windowOver: Closed = { outcome: 'skipped', code: 'window', reason: 'not started: the window closed' };
const timeOver: Closed = { outcome: 'deferred', code: 'out-of-time', reason: 'not started: time ended' };
const failures: Closed = { outcome: 'skipped', code: 'max-failures', reason: 'not started: 2 failed' };
const noTimeToGo: Closed = {
  outcome: 'deferred',
  code: 'maintenance-window',
  reason: "not started: the function's time ends before its turn can come; its window is at night",
};
const closesBefore: Closed = {
  outcome: 'skipped',
  code: 'maintenance-window',
  reason: 'not started: the window closes before its turn can come; its window is at night',
};

describe('where nothing starts any more', () => {
  test.each<[string, Readiness, Closed, Closed]>([
    ['one that was ready is told that', ready, windowOver, windowOver],
    ['one that was in another state is told that', inAnotherState, windowOver, windowOver],
    [
      'one whose own window had not come is told so, under that name',
      waitsUntil(200),
      windowOver,
      {
        ...windowOver,
        code: 'maintenance-window',
        reason: 'not started: the window closed; its window is at night',
      },
    ],
    [
      'one whose own window had not come may still have it in a later invocation',
      waitsUntil(200),
      timeOver,
      { ...timeOver, reason: 'not started: time ended; its window is at night' },
    ],
    ['for another reason, its window is of no matter', waitsUntil(200), failures, failures],
  ])('%s', (_, readiness, ofAll, expected) => {
    expect(
      closedWith(readiness, ofAll, stateOf([]), { startUntil: second(100), actUntil: second(100) }),
    ).toEqual(expected);
  });
});

describe('while something may start', () => {
  const never = Number.POSITIVE_INFINITY;
  test.each<[string, Readiness, number, number | null, Closed | undefined]>([
    ['one that is ready may', ready, 100, null, undefined],
    ['one whose window opens before the time ends may', waitsUntil(99), 100, null, undefined],
    ['one whose window does not is deferred', waitsUntil(100), 100, null, noTimeToGo],
    ['not where others go on after this invocation', waitsUntil(100), never, null, undefined],
    [
      'one whose window opens when that of the job closes is skipped',
      waitsUntil(100),
      100,
      100,
      closesBefore,
    ],
    ['one whose window opens just before that is deferred', waitsUntil(100), 100, 101, noTimeToGo],
    ['one of which a look alone can tell when it opens may', waitsUntil(undefined), 100, 100, undefined],
  ])('%s', (_, readiness, startUntil, windowEnd, expected) => {
    const state = stateOf([], { rules: { windowEnd: windowEnd === null ? null : second(windowEnd) } });
    const limits = {
      startUntil: Number.isFinite(startUntil) ? second(startUntil) : startUntil,
      actUntil: never,
    };
    expect(closedWith(readiness, undefined, state, limits)).toEqual(expected);
  });
});

describe('before a backup is begun', () => {
  const unread: Readiness = {
    kind: 'never',
    outcome: 'refused',
    code: 'maintenance-unread',
    reason: 'it cannot be read',
  };

  test.each<[string, Readiness, object | undefined]>([
    ['one that is ready gets one', ready, undefined],
    ['one that is in another state waits', inAnotherState, undefined],
    ['one whose window cannot be read gets none', unread, unread],
    [
      'one whose window has passed gets none',
      waitsUntil(200),
      {
        outcome: 'skipped',
        code: 'maintenance-window',
        reason: 'not started: its time passed while its backups were looked for; its window is at night',
      },
    ],
  ])('%s', (_, readiness, expected) => {
    expect(closedBeforeBackup(readiness)).toEqual(expected);
  });
});
