import { describe, expect, test } from 'vitest';
import { conditionsOf } from '../../../functions/maintenance/plan/metric-conditions.ts';
import type { Limits } from '../../../functions/maintenance/run/command.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { nextCommands } from '../../../functions/maintenance/run/next-commands.ts';
import type { RunState, Tracked } from '../../../functions/maintenance/run/state.ts';
import { jobOf } from './night.ts';
import { ended, rulesOf, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const endless: Limits = { startUntil: second(40_000), actUntil: second(43_200) };
const until = (seconds: number) => [{ do: 'wait', until: second(seconds) }];
const submit = (...ids: readonly string[]) => ({ do: 'submit', region: 'beijing', ids });
const due = (id: string, parts: Partial<Tracked> = {}) =>
  tracked(id, { kind: 'waiting', notBefore: second(0) }, { attempts: 0, ...parts });
/** Nothing is done for it before the 300th second. */
const later = tracked('a', { kind: 'waiting', notBefore: second(300) });
/** A poll of ten minutes, so that nothing but what is asked about ends a wait. */
const slow = (parts: Partial<RunState['rules']> = {}) => {
  const { settle } = rulesOf();
  return { rules: { settle: { ...settle, poll: 600_000 }, ...parts } };
};

describe('with nothing to call for, a run waits', () => {
  test('until the first of what it waits for', () => {
    expect(nextCommands(stateOf([later], slow()), second(10), endless)).toEqual(until(300));
  });

  test('until its window ends, or this invocation must not begin anything more, or not act', () => {
    const at = (parts: Partial<Limits>, windowEnd: number | null = null) =>
      nextCommands(stateOf([later], slow({ windowEnd })), second(10), { ...endless, ...parts });
    expect(at({}, second(250))).toEqual(until(250));
    expect(at({ startUntil: second(240) })).toEqual(until(240));
    expect(at({ actUntil: second(230) })).toEqual(until(230));
  });

  test('for what others have in hand no longer than it waits for them', () => {
    const held = nothingHeld.with([['a', 'another']]);
    const state = (waitUntil: number): RunState => {
      const known = stateOf([due('a')], { region: { pausedUntil: second(300) } });
      return { ...known, about: { ...known.about, waitUntil } };
    };
    expect(nextCommands(state(second(900)), second(20), endless, held)).toEqual(until(300));
    expect(nextCommands(state(second(25)), second(20), endless, held)).toEqual(until(25));
    expect(nextCommands(state(second(25)), second(20), endless)).toEqual(until(300));
  });
});

test('calls come first, and then until when to wait, with what is past left out', () => {
  const rules = { windowEnd: second(10) };
  const state = stateOf([tracked('a', watching(), { seen: seen({ at: second(2) }) })], { rules });
  expect(nextCommands(state, second(10), endless)).toEqual([
    { do: 'look', region: 'beijing' },
    { do: 'wait', until: endless.startUntil },
  ]);
});

test('what others have in hand is not sent', () => {
  const state = stateOf([due('a'), due('b')]);
  expect(nextCommands(state, second(1), endless)[0]).toEqual(submit('a', 'b'));
  expect(nextCommands(state, second(1), endless, nothingHeld.with([['a', 'another']]))[0]).toEqual(
    submit('b'),
  );
});

test('backups are looked after before anything that needs them is sent', () => {
  const { backup } = rulesOf();
  const rules = { backup: { ...backup, mode: 'required' } as const };
  const secured = { backup: undefined, note: 'none is needed' };
  const state = stateOf([due('a'), due('b', { secured })], { rules });
  expect(nextCommands(state, second(1), endless)).toEqual([{ do: 'secure', ids: ['a'] }]);
});

test('a run in which everything has an outcome is finished, once', () => {
  const state = stateOf([ended('a', 'succeeded')]);
  expect(nextCommands(state, second(10), endless)).toEqual([{ do: 'finish' }]);
  expect(nextCommands({ ...state, finishedAt: second(11) }, second(12), endless)).toEqual([]);
});

test('what waits for its conditions is looked at again beside all else, and before a backup is made of it', () => {
  const conditions = conditionsOf(
    jobOf({ onlyIf: { memory_frag_ratio: '> 1.5' }, otherwise: 'wait' }),
    second(40_000),
  );
  const rules = {
    ...(conditions && { conditions }),
    backup: { ...rulesOf().backup, mode: 'required' as const },
  };
  const keeps = {
    verdict: { kind: 'not-met', reason: 'it is not so' },
    at: second(0),
    keeps: true,
    old: false,
  } as const;
  const judge = (...ids: readonly string[]) => ({ do: 'judge', region: 'beijing', ids });
  const state = stateOf([due('a', { judged: keeps }), due('b')], { rules });
  // Nobody is looked at to be sent before that.
  expect(nextCommands(state, second(299), endless)).toEqual([judge('b'), ...until(300)]);
  expect(nextCommands(state, second(300), endless)[0]).toEqual(judge('b', 'a'));
});

test('who waits for his own window is seen to the end of a day', () => {
  const hour = 3_600_000;
  const rules = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
  const day = 86_400;
  // It is looked at every other minute until then.
  const away = due('a', { maintenance: { begin: 18 * hour, end: 19 * hour } });
  const open: Limits = { startUntil: second(2 * day), actUntil: second(2 * day) };
  const at = (seconds: number) =>
    nextCommands(
      stateOf([away], { ...slow(rules), region: { lookedAt: second(seconds) } }),
      second(seconds),
      open,
    );
  expect(at(day - 300)).toEqual(until(day));
  // Who waits for no window has no such day.
  const paused = tracked('a', { kind: 'waiting', notBefore: second(day + 200) });
  expect(nextCommands(stateOf([paused], slow()), second(day - 300), open)).toEqual(until(day + 200));
});
