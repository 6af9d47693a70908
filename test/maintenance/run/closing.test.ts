import { describe, expect, test } from 'vitest';
import { concludeOrRetry } from '../../../functions/maintenance/run/conclude.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { RunState, Securing, Tracked } from '../../../functions/maintenance/run/state.ts';
import {
  ended,
  lineOf,
  openedAt,
  second,
  securing,
  seen,
  stateOf,
  tracked,
  watching,
} from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const one = tracked('a', waiting, { attempts: 0 });
const endless = { startUntil: second(80_000), actUntil: second(86_400) };

type Given = Parameters<typeof stateOf>[1] & { readonly at?: number; readonly changes?: Partial<RunState> };

/** What is decided of the first of several at 100 s, in a line. */
function decided(all: readonly Tracked[], { at = 100, changes = {}, ...parts }: Given = {}): string {
  const state = { ...stateOf(all, parts), ...changes };
  const lines = concludeOrRetry(state, standingOf(state, second(at)), second(at), endless).flatMap(
    (command) => {
      if (command.do === 'conclude') return command.conclusions.filter(({ id }) => id === 'a').map(lineOf);
      if (command.do === 'note-secured')
        return command.secured.map(({ note, backup, cause }) =>
          [note, backup?.id, cause?.message].filter(Boolean).join('; '),
        );
      return command.do;
    },
  );
  return lines.join() || 'nothing';
}

const stuck = (id: string, groups: readonly string[] = []) =>
  ended(id, 'failed', { seen: seen({ status: 'RESTARTING' }), groups });

describe('nothing new starts', () => {
  test('when the run was cancelled, whatever else there is', () => {
    const changes = { cancelled: { at: second(50), by: 'li.wei' } };
    expect(decided([one, ended('b', 'failed'), ended('c', 'failed')], { changes })).toBe(
      'skipped cancelled: not started: the run was cancelled by li.wei',
    );
  });

  test('after a canary that was not touched; one that failed is told first', () => {
    const { phase } = ended('b', 'failed');
    if (phase.kind !== 'done') throw new TypeError('it has ended');
    const conclusion = { ...phase.conclusion, outcome: 'refused' } as const;
    const refused = tracked('b', { ...phase, conclusion }, { wave: 0, attempts: 0 });
    expect(decided([one, refused])).toBe(
      'skipped canary: not started: the canary b was refused, so it shows nothing',
    );
    const away = { ...conclusion, outcome: 'skipped', code: 'maintenance-window' } as const;
    const untouched = tracked('b', { ...phase, conclusion: away }, { wave: 0, attempts: 0 });
    expect(decided([one, untouched])).toBe(
      'skipped canary: not started: the canary b was not touched, so it shows nothing',
    );
    expect(decided([one, refused, ended('c', 'failed', { wave: 0 })])).toBe(
      'skipped canary: not started: the canary c did not come back healthy',
    );
    expect(
      decided([one, ended('c', 'failed', { wave: 0 }), ended('d', 'failed', { wave: 0 })], {
        rules: { allowedFailures: 2 },
      }),
    ).toBe('skipped canary: not started: the canary c did not come back healthy');
  });

  test('where all places are filled by what never came back, once nothing else is in flight', () => {
    const rules = { concurrency: 1 };
    expect(decided([one, stuck('b')], { rules })).toMatch(/^skipped concurrency/);
    expect(decided([one, stuck('b'), tracked('c', watching())], { rules })).toBe('nothing');
  });

  test('beside the first of its groups that never came back', () => {
    const peer = tracked('a', waiting, { attempts: 0, groups: ['az1', 'az2'] });
    const others = [stuck('b', ['az2']), stuck('c', ['az1'])];
    expect(decided([peer, ...others], { rules: { allowedFailures: 5 } })).toBe(
      'skipped spread: not started: c of the same group was not seen to come back',
    );
  });
});

describe('an instance that is not started any more', () => {
  const windowOver = { rules: { windowEnd: second(100) } };
  const trouble = {
    since: openedAt,
    code: 'DCS.4111',
    reason: 'not now',
    cause: { code: 'DCS.4111', message: 'busy' },
  };

  test('and was never tried is skipped, with what kept it', () => {
    expect(decided([{ ...one, trouble }], windowOver)).toBe(
      'skipped window: not started: the window closed before its turn came; busy',
    );
  });

  test('and failed a try of which nothing is known is skipped as well', () => {
    expect(decided([{ ...one, failedTries: 1 }], windowOver)).toBe(
      'skipped window: not started: the window closed before its turn came',
    );
  });
});

describe('an instance that is held back', () => {
  test('is refused after the timeout from the first look that showed it', () => {
    const held = { ...one, seen: seen({ status: 'EXTENDING', at: second(1_790) }), heldSince: openedAt };
    expect(decided([held], { at: 1_799 })).toBe('nothing');
    expect(decided([held], { at: 1_800 })).toBe(
      'refused state: has been EXTENDING for 30m, so it was not touched',
    );
  });

  test('by a task that only a single look sees is refused as well, however well lists show it', () => {
    expect(decided([{ ...one, heldSince: openedAt }], { at: 1_800 })).toBe(
      'refused state: has been busy with another task for 30m, so it was not touched',
    );
  });

  test('in a region of which nobody knows why it cannot be read is unseen', () => {
    expect(decided([one], { region: { blindSince: openedAt, pausedUntil: second(1_860) }, at: 1_800 })).toBe(
      'failed unseen: its region cannot be read',
    );
  });
});

describe('an instance that is backed up', () => {
  const rules = { backup: { mode: 'required', maxAge: 86_400_000, timeout: 60_000 } } as const;
  const backedUp = (parts: Partial<Securing> = {}) => tracked('a', securing(parts));
  const lastFailure = { kind: 'unsent', code: 'ENOTFOUND', message: 'no such host' } as const;

  test('is skipped when nothing new may start', () => {
    const closed = { ...rules, windowEnd: second(30) };
    expect(decided([backedUp()], { rules: closed, at: 30 })).toBe(
      'skipped window: not started: the window closed before its turn came',
    );
  });

  test('goes on with the backup that was found', () => {
    const usable = { id: 'b1', createdAt: openedAt };
    const sight = { id: 'a', usable, busy: false, made: undefined, pushesOut: false };
    expect(decided([backedUp({ sight, sightAt: second(20) })], { rules, at: 30 })).toBe('b1');
  });

  test('is refused when none could be had, with why its list could not be read', () => {
    const late = 'refused backup-late: no backup of it succeeded in time, and the job requires a backup';
    expect(decided([backedUp()], { rules, at: 60 })).toBe(late);
    expect(decided([backedUp({ lastFailure })], { rules, at: 60 })).toBe(`${late}; no such host`);
    const region = { blindSince: second(5), lastFailure };
    expect(decided([backedUp()], { rules, at: 60, region })).toBe(late);
  });

  test('goes on without one where the job says so, with why', () => {
    const ifPossible = { backup: { ...rules.backup, mode: 'if-possible' } } as const;
    const stage = { step: 'refused', cause: { code: 'DCS.4800', message: 'not supported' } } as const;
    expect(decided([backedUp({ stage })], { rules: ifPossible, at: 30 })).toBe(
      'without a backup: DCS refused to make a backup; not supported',
    );
  });
});

test('a try that is seen to have failed is tried again', () => {
  const ill = tracked('a', watching({ leftAt: second(5) }), { seen: seen({ status: 'ERROR' }) });
  expect(decided([ill], { region: { lookedAt: second(50) } })).toBe('retry');
});

test('a region that has been unreadable for too long ends those of it that rest, whatever others are like', () => {
  const region = { blindSince: second(0), pausedUntil: second(2_000) };
  const regions = [
    ...stateOf([one], { region }).regions,
    ...[...stateOf([]).regions.values()].map((clear) => ['shanghai', clear] as const),
  ];
  expect(decided([one], { at: 1_900, changes: { regions: new Map(regions) } })).toBe(
    'failed unseen: its region cannot be read',
  );
});
