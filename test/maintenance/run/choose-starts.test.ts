import { describe, expect, test } from 'vitest';
import { nextCommands } from '../../../functions/maintenance/run/next-commands.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { placed, sent, shanghai, starts, waits } from './starting.ts';
import { announced, ended, openedAt, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const endless = { startUntil: second(80_000), actUntil: second(86_400) };
const waiting = { kind: 'waiting', notBefore: openedAt } as const;

/** What is done at 400 s beside one that is in flight, and was last looked at then or then. */
function doneBeside(region: NonNullable<Parameters<typeof stateOf>[1]>['region']) {
  const next = tracked('b', waiting, { attempts: 0, inspectedAt: second(395) });
  const away = tracked('a', watching({ leftAt: second(5) }), { seen: seen({ status: 'RESTARTING' }) });
  const state = stateOf([away, next], { region: { baseline: true, ...region } });
  return nextCommands(state, second(400), endless).map((command) => command.do);
}

describe('beside one that is in flight', () => {
  test('another starts while the first is kept in sight', () => {
    expect(doneBeside({ lookedAt: second(395) })).toContain('submit');
  });

  test('nothing starts before a look when it has been out of sight: it may have failed meanwhile', () => {
    expect(doneBeside({ lookedAt: second(100) })).toEqual(['look', 'wait']);
  });

  test('another starts although its region cannot be read', () => {
    expect(doneBeside({ lookedAt: second(100), blindSince: second(200) })).toContain('submit');
  });
});

const stuck = (id: string) => ended(id, 'failed', { seen: seen({ status: 'RESTARTING' }) });

describe('the room for more', () => {
  test('is the concurrency without those in flight, and those that never came back', () => {
    const others = [waits('a'), waits('b'), waits('c')];
    const rules = { concurrency: 4 };
    expect(starts([...others, sent('d')], { rules })).toEqual({ beijing: ['a', 'b', 'c'] });
    expect(starts([...others, sent('d'), stuck('e')], { rules })).toEqual({ beijing: ['a', 'b'] });
    expect(starts([...others, sent('d'), stuck('e'), sent('f'), stuck('g')], { rules })).toEqual({});
  });

  test('is that of a call at most', () => {
    const many = Array.from({ length: 60 }, (_, index) => waits(`${index}`));
    expect(starts(many, { rules: { concurrency: 100 } })['beijing']).toHaveLength(50);
  });

  test('goes to the region with the fewest in flight first', () => {
    const rules = { concurrency: 4 };
    const others = [waits('c'), shanghai(waits('d'))];
    expect(starts([sent('a'), sent('b'), shanghai(sent('e')), ...others], { rules })).toEqual({
      shanghai: ['d'],
    });
    expect(starts([sent('a'), shanghai(sent('b')), shanghai(sent('e')), ...others], { rules })).toEqual({
      beijing: ['c'],
    });
  });
});

describe('the order of instances', () => {
  test('has the canary alone, in every region', () => {
    const others = [waits('b'), shanghai(waits('c'))];
    expect(starts([waits('a', { wave: 0 }), ...others])).toEqual({ beijing: ['a'] });
    expect(starts([sent('a', { wave: 0 }), ...others])).toEqual({});
    expect(starts([ended('a', 'succeeded', { wave: 0 }), ...others])).toEqual({
      beijing: ['b'],
      shanghai: ['c'],
    });
  });

  test('is wave by wave within a region', () => {
    const later = [waits('b', { wave: 2 }), shanghai(waits('c', { wave: 2 }))];
    expect(starts([sent('a'), ...later])).toEqual({ shanghai: ['c'] });
    expect(starts([waits('a'), ...later])).toEqual({ beijing: ['a'], shanghai: ['c'] });
  });

  test('is tier by tier over all regions', () => {
    const next = placed(waits('b'), { tier: 1 });
    expect(starts([shanghai(sent('a')), next])).toEqual({});
    expect(starts([shanghai(ended('a', 'succeeded')), next])).toEqual({ beijing: ['b'] });
  });

  test('has those with a backup first', () => {
    const backup = { id: 'x', createdAt: openedAt, made: true };
    const secured = { backup, note: '' };
    expect(starts([waits('a'), waits('b', { secured }), waits('c'), waits('d', { secured })])).toEqual({
      beijing: ['b', 'd', 'a', 'c'],
    });
  });

  test('keeps the halves of a call that was refused as a whole apart', () => {
    expect(
      starts([waits('a', { cohort: '0' }), waits('b', { cohort: '1' }), waits('c', { cohort: '0' })]),
    ).toEqual({
      beijing: ['a', 'c'],
    });
  });

  test('never has two of one group at once', () => {
    const shop = { groups: ['shop'] };
    expect(starts([waits('a', shop), waits('b', shop), waits('c')])).toEqual({ beijing: ['a', 'c'] });
    expect(starts([shanghai(sent('a', shop)), waits('b', shop), waits('c')])).toEqual({ beijing: ['c'] });
  });
});

describe('a pause between waves', () => {
  const rules = { pauseBetween: 60_000 };
  const done = (id: string, at: number, parts: Parameters<typeof tracked>[2] = {}) =>
    ended(id, 'succeeded', { doneAt: second(at), ...parts });
  const next = waits('next', { wave: 2 });

  test('is counted from the last that was done', () => {
    const before = [done('a', 20), done('b', 10), next];
    expect(starts(before, { rules, at: 79 })).toEqual({});
    expect(starts(before, { rules, at: 80 })).toEqual({ beijing: ['next'] });
  });

  test('holds nobody of the same wave', () => {
    expect(starts([done('a', 20), waits('b')], { rules, at: 21 })).toEqual({ beijing: ['b'] });
  });

  test('is of each region, after the canary of all', () => {
    expect(starts([shanghai(done('a', 20)), next], { rules, at: 21 })).toEqual({ beijing: ['next'] });
    const canary = shanghai(done('a', 20, { wave: 0 }));
    expect(starts([canary, next], { rules, at: 79 })).toEqual({});
    expect(starts([canary, next], { rules, at: 80 })).toEqual({ beijing: ['next'] });
  });
});

describe('an instance', () => {
  test('is sent when its pause is over and DCS would take it, as far as was seen', () => {
    expect(starts([tracked('a', { kind: 'waiting', notBefore: second(5) })])).toEqual({ beijing: ['a'] });
    expect(starts([tracked('a', { kind: 'waiting', notBefore: second(6) })])).toEqual({});
    expect(starts([waits('a', { seen: undefined })])).toEqual({ beijing: ['a'] });
    expect(starts([waits('a', { seen: seen({ status: 'EXTENDING' }) })])).toEqual({});
    expect(starts([waits('a', { seen: seen({ idle: false }) })])).toEqual({});
  });

  test('is not sent while one that was sent is out of sight for more than a minute and a poll', () => {
    const both = [sent('a'), waits('b')];
    expect(starts(both, { at: 70 })).toEqual({ beijing: ['b'] });
    expect(starts(both, { at: 71 })).toEqual({});
    const since = tracked('a', watching({ since: second(10) }));
    expect(starts([since, waits('b')], { at: 80 })).toEqual({ beijing: ['b'] });
  });

  test('is sent beside one whose region is left alone for now, until it may be asked again', () => {
    const region = { pausedUntil: second(400) };
    expect(starts([sent('a'), waits('b')], { at: 399, region })).toEqual({ beijing: ['b'] });
    expect(starts([sent('a'), waits('b')], { at: 400, region })).toEqual({});
  });

  test('is sent beside one that is being backed up, which no look at the region shows', () => {
    const stage = { step: 'none' } as const;
    const phase = { kind: 'securing', since: openedAt, stage, sight: undefined, sightAt: undefined } as const;
    const secures = tracked('a', { ...phase, pausedUntil: openedAt });
    expect(starts([secures, waits('b')], { at: 400 })).toEqual({ beijing: ['b'] });
  });

  test('is sent beside one whose call is just going out', () => {
    const sent = tracked('a', announced());
    expect(starts([sent, waits('b')], { at: 400 })).toEqual({ beijing: ['b'] });
  });
});

describe('of parts of a call that failed', () => {
  const part = (id: string, cohort: string, parts: Partial<Tracked> = {}) => waits(id, { cohort, ...parts });
  const secured = { secured: { backup: undefined, note: 'none is needed' } };

  test('the largest goes first, before those that were in none', () => {
    const smaller = [part('a', '01'), part('b', '2'), part('c', '2')];
    expect(starts(smaller)).toEqual({ beijing: ['b', 'c'] });
    expect(starts([part('a', '01', secured), part('b', '2', secured)])).toEqual({ beijing: ['b'] });
    expect(starts([part('a', '01'), part('b', '')])).toEqual({ beijing: ['a'] });
  });

  test('goes beside one whose group is under way, which has none of its own to go with', () => {
    const shop = { groups: ['shop'] };
    expect(starts([sent('a', shop), waits('b', shop), part('c', '0')])).toEqual({ beijing: ['c'] });
  });

  test('one with a backup that was made for now goes before a larger one without', () => {
    expect(starts([part('a', '01', secured), part('b', '2')])).toEqual({ beijing: ['a'] });
  });

  test('one instance is tried alone where calls fail one after another, and any where none is suspected', () => {
    const region = { failing: { calls: 5, alone: [] } };
    const all = [part('a', ''), part('b', '0'), part('c', '0'), part('d', '1')];
    expect(starts(all, { region })).toEqual({ beijing: ['b'] });
    expect(starts([part('a', ''), part('e', '')], { region })).toEqual({ beijing: ['a', 'e'] });
  });
});
