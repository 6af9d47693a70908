import { describe, expect, test } from 'vitest';
import { chooseCall, isSure } from '../../../functions/maintenance/run/choose-call.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { Securing, Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import type { Action } from '../../../functions/maintenance/schedule/schema.ts';
import { ended, openedAt, second, securing, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

type Given = NonNullable<Parameters<typeof stateOf>[1]> & {
  readonly at?: number;
  /** Who may be sent now. */
  readonly ids?: readonly string[];
};

/** What Beijing is asked, or until when nothing, some seconds into the run. */
function called(instances: readonly Tracked[], { at = 5, ids = [], ...parts }: Given = {}) {
  const state = stateOf(instances, parts);
  const its = standingOf(state, second(at)).unfinished.filter(({ one }) => one.planned.region === 'beijing');
  return chooseCall(state, 'beijing', its, ids, second(at));
}

const waitingUntil = (seconds: number) => ({ kind: 'waiting', notBefore: second(seconds) }) as const;
const waits = (id: string, parts: Partial<Tracked> = {}) => tracked(id, waitingUntil(0), parts);
const look = [{ do: 'look', region: 'beijing' }];
const measureFor = (...ids: readonly string[]) => [{ do: 'measure', region: 'beijing', ids }];
const measure = measureFor();
const inspect = (...ids: readonly string[]) => [{ do: 'inspect', region: 'beijing', ids }];
const submit = (...ids: readonly string[]) => [{ do: 'submit', region: 'beijing', ids }];
const wait = (seconds: number) => [{ do: 'wait', until: second(seconds) }];

describe('a region', () => {
  test('whose instances are all done is asked nothing', () => {
    expect(called([ended('a', 'succeeded')])).toEqual([]);
  });

  test('that is to be left alone for a while is asked nothing until then', () => {
    const region = { pausedUntil: second(20) };
    expect(called([tracked('a', watching())], { at: 19, region })).toEqual(wait(20));
    expect(called([tracked('a', watching())], { at: 20, region })).toEqual(look);
  });
});

describe('single looks', () => {
  const missing = seen({ status: 'MISSING', idle: false });
  const back = tracked('back', watching({ leftAt: second(1), backAt: second(3) }));

  test('go to those that look healthy again, and those that a list left out, once each', () => {
    const gone = tracked('gone', watching(), { seen: missing });
    expect(called([back, gone, waits('late', { seen: missing })])).toEqual(inspect('back', 'gone', 'late'));
  });

  test('come before anything is sent', () => {
    expect(called([back, waits('next', { inspectedAt: second(4) })], { ids: ['next'] })).toEqual(
      inspect('back'),
    );
  });

  test('go to none that waits and is there', () => {
    expect(called([waits('a')])).toEqual(wait(15));
  });
});

describe('figures', () => {
  const rules = { action: 'flush' } as const;
  const flushed = (confirmedAt: number, measuredAt?: number) =>
    tracked(
      'a',
      watching({
        leftAt: second(1),
        backAt: second(2),
        confirmedAt: second(confirmedAt),
        measuredAt: measuredAt === undefined ? undefined : second(measuredAt),
      }),
    );
  const away = tracked('away', watching({ leftAt: second(1) }), { seen: seen({ status: 'FLUSHING' }) });

  test('are taken at once for one that nobody is watched beside', () => {
    expect(called([flushed(5)], { rules })).toEqual(measure);
  });

  test('wait a poll for others that may come back meanwhile', () => {
    const region = { lookedAt: second(14) };
    expect(called([flushed(5), away], { rules, region, at: 14 })).toEqual(wait(24));
    expect(called([flushed(5), away], { rules, region, at: 15 })).toEqual(measure);
  });

  test('wait for no other that has come back as well', () => {
    const other = { ...flushed(5), planned: { ...flushed(5).planned, id: 'b' } };
    expect(called([flushed(5), other], { rules })).toEqual(measure);
  });

  test('that showed a loss are taken again after the next look', () => {
    const nodes = { total: 2, active: 2, masters: 1 };
    const worse = { ...flushed(5, 6), nodesBefore: nodes, nodes: { ...nodes, active: 1 } };
    expect(called([worse], { rules, region: { lookedAt: second(6) }, at: 7 })).toEqual(wait(16));
    expect(called([worse], { rules, region: { lookedAt: second(16) }, at: 16 })).toEqual(measure);
  });

  test('of before are taken ahead of the first that is sent, and not where nothing is', () => {
    const next = waits('a', { inspectedAt: second(4) });
    const region = { baseline: false };
    expect(called([next], { region, ids: ['a'] })).toEqual(measure);
    expect(called([next], { region })).toEqual(wait(15));
  });

  /** Looked at a moment ago, and measured then; never where no instant is told. */
  const waitsSince = (id: string, measuredAt?: number) =>
    waits(id, {
      inspectedAt: second(600),
      figuresAt: measuredAt === undefined ? undefined : second(measuredAt),
    });

  test('of a restart are ten minutes old at most, and none from before another invocation', () => {
    const at = 601;
    expect(called([waitsSince('a', 2)], { at, ids: ['a'] })).toEqual(submit('a'));
    expect(called([waitsSince('a', 1)], { at, ids: ['a'] })).toEqual(measureFor('a'));
    expect(called([waitsSince('a')], { at, ids: ['a'] })).toEqual(measureFor('a'));
  });

  test('are taken for those too whose turn is next, fifty at once, and not for who has new ones', () => {
    const others = Array.from({ length: 60 }, (_, index) => waitsSince(`b${index}`));
    const those = [waitsSince('has', 600), ...others, waitsSince('a')];
    const ids = ['a', ...others.slice(0, 49).map(({ planned }) => planned.id)];
    expect(called(those, { at: 601, ids: ['a'] })).toEqual(measureFor(...ids));
  });
});

describe('what may be sent', () => {
  const late = waits('late', { inspectedAt: second(0) });
  const sure = waits('sure', { inspectedAt: second(10) });

  test('is sent when a single look showed it within 30 seconds, the others after', () => {
    expect(called([late, sure], { ids: ['late', 'sure'], at: 29 })).toEqual(submit('late', 'sure'));
    expect(called([late, sure], { ids: ['late', 'sure'], at: 30 })).toEqual(submit('sure'));
  });

  test('is looked at alone when none is sure', () => {
    expect(called([late, sure], { ids: ['late', 'sure'], at: 40 })).toEqual(inspect('late', 'sure'));
  });

  test('is not sure while a single look holds it back, or none was taken, or nobody knows it', () => {
    expect(isSure(sure, second(11))).toBe(true);
    expect(isSure({ ...sure, heldSince: second(1) }, second(11))).toBe(false);
    expect(isSure({ ...sure, inspectedAt: undefined }, second(11))).toBe(false);
    expect(isSure(undefined, second(11))).toBe(false);
  });
});

describe('backups', () => {
  const rules = { backup: { mode: 'required', maxAge: 86_400_000, timeout: 1_800_000 } } as const;
  const sight = (id: string, busy = false) =>
    ({ id, usable: undefined, busy, made: undefined, pushesOut: false }) as const;
  const backedUp = (id: string, parts: Partial<Securing> = {}) => tracked(id, securing(parts));
  const toMake = backedUp('make', { sight: sight('make'), sightAt: second(1) });
  const busy = (id: string, sightAt: number) =>
    backedUp(id, { sight: sight(id, true), sightAt: second(sightAt) });

  test('are asked for one by one, before the others are listed together', () => {
    expect(called([backedUp('a'), toMake, backedUp('b')], { rules })).toEqual([
      { do: 'back-up', region: 'beijing', id: 'make' },
    ]);
    expect(called([backedUp('a'), backedUp('b')], { rules })).toEqual([
      { do: 'find-backups', region: 'beijing', ids: ['a', 'b'] },
    ]);
  });

  test('are asked for at once, whatever else is watched', () => {
    expect(called([toMake, tracked('b', watching())], { rules })).toEqual([
      { do: 'back-up', region: 'beijing', id: 'make' },
    ]);
  });

  test('that run make no list of the region necessary, whatever the status of their instances', () => {
    const making = { ...busy('a', 3), seen: seen({ status: 'EXTENDING' }) };
    expect(called([making], { rules, at: 11 })).toEqual(wait(13));
  });

  test('that run are waited for until the first of them may be looked for', () => {
    expect(called([busy('a', 3), busy('b', 2)], { rules })).toEqual(wait(12));
  });

  test('that run keep nobody from being looked at or sent', () => {
    const region = { lookedAt: second(-5) };
    expect(called([busy('a', 1), tracked('b', watching())], { rules, region })).toEqual(look);
    expect(called([toMake, waits('b', { inspectedAt: second(4) })], { rules, ids: ['b'] })).toEqual(
      submit('b'),
    );
  });
});

describe('the keys of whoever is about to be flushed', () => {
  const rules = { action: 'flush' } as const;
  const next = (figuresAt: number | undefined) =>
    waits('a', {
      inspectedAt: second(4),
      figuresAt: figuresAt === undefined ? undefined : second(figuresAt),
    });

  test('are counted before, so that it shows later whether it was done', () => {
    expect(called([next(undefined)], { rules, ids: ['a'] })).toEqual(measureFor('a'));
    expect(called([next(-115)], { rules, ids: ['a'] })).toEqual(measureFor('a'));
    expect(called([next(-114)], { rules, ids: ['a'] })).toEqual(submit('a'));
  });

  test('are of no matter to a restart', () => {
    expect(called([next(-115)], { ids: ['a'] })).toEqual(submit('a'));
  });
});

describe('the list of a region', () => {
  test('is had a poll after the one before while something is in flight', () => {
    expect(called([tracked('a', watching())], { at: 9 })).toEqual(wait(10));
    expect(called([tracked('a', watching())], { at: 10 })).toEqual(look);
  });

  test.each<[string, { certainty?: Watching['certainty']; action?: Action; poll?: number }, number]>([
    ['a restart whose answer was lost: the shortest must not pass unseen', {}, 5],
    ['a restart whose answer did not name it', { certainty: 'unnamed' }, 5],
    ['a restart that is looked for more often anyway', { poll: 3_000 }, 3],
    ['a flush whose answer was lost: its keys are counted after every look', { action: 'flush' }, 5],
  ])('is had sooner for %s', (_, { certainty = 'lost', action = 'restart', poll = 10_000 }, seconds) => {
    const settle = { timeout: 1_800_000, poll, acceptance: 60_000, inFunction: 60_000 };
    const rules = { action, settle };
    const sent = tracked('a', watching({ certainty, measuredAt: openedAt }));
    expect(called([sent], { rules, at: seconds - 1 })).toEqual(wait(seconds));
    expect(called([sent], { rules, at: seconds })).toEqual(look);
  });

  test.each([
    ['of another status', { status: 'EXTENDING' }],
    ['busy', { idle: false }],
  ])('is had for one that waits while it is %s', (_, parts) => {
    const held = waits('a', { seen: seen(parts) });
    expect(called([held], { at: 9 })).toEqual(wait(10));
    expect(called([held], { at: 10 })).toEqual(look);
  });

  test('is had for one that is held back beside others that are not', () => {
    const held = waits('a', { seen: seen({ idle: false }) });
    expect(called([waits('b'), held, waits('c')], { at: 10 })).toEqual(look);
  });

  test('is not had for one that waits for its turn: the next step is when the first may start, or in a poll', () => {
    const soon = [tracked('a', waitingUntil(8)), tracked('b', waitingUntil(7)), waits('c')];
    expect(called(soon)).toEqual(wait(7));
    expect(called([tracked('a', waitingUntil(5)), tracked('b', waitingUntil(60))])).toEqual(wait(15));
    expect(called([waits('a', { seen: undefined })])).toEqual(wait(15));
  });
});
