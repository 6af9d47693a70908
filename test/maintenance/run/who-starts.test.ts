import { describe, expect, test } from 'vitest';
import { Held } from '../../../functions/maintenance/run/held.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { sent, shanghai, starts, waits } from './starting.ts';
import { ended, second, tracked } from './tracked-fixture.ts';

const shop = { groups: ['shop'] };
const secured = { secured: { backup: undefined, note: 'none is needed' } };
const paused = (id: string, parts: Parameters<typeof tracked>[2] = {}) =>
  tracked(id, { kind: 'waiting', notBefore: second(60) }, parts);
const several = (count: number, kind: string, of: (id: string) => Tracked) =>
  Array.from({ length: count }, (_, place) => of(`${kind}-${place}`));
/** As many as are counted together. */
const crowd = (of: (id: string) => Tracked, count = 64) => several(count, 'first', of);

describe('behind many that cannot start just now', () => {
  const others = ['x', 'y', 'z'].map((id) => waits(id));

  test('others start: of one group, of which one may', () => {
    const all = [...crowd((id) => waits(id, shop)), ...others];
    expect(starts(all, { rules: { concurrency: 4 } })).toEqual({ beijing: ['first-0', 'x', 'y', 'z'] });
  });

  test('others start: of a group that is under way', () => {
    const all = [...crowd((id) => waits(id, shop)), ...others, sent('sent', shop)];
    expect(starts(all, { rules: { concurrency: 2 } })).toEqual({ beijing: ['x'] });
  });

  test('others start: whose pause is not over', () => {
    const all = [...crowd((id) => paused(id)), ...others];
    expect(starts(all, { rules: { concurrency: 4 } })).toEqual({ beijing: ['x', 'y', 'z'] });
  });

  test('others start: parts of a call that failed, who share no call with those before them', () => {
    const all = [waits('head'), ...crowd((id) => waits(id, { cohort: '0' }), 63), ...others];
    expect(starts(all, { rules: { concurrency: 2 } })).toEqual({ beijing: ['head', 'x'] });
  });
});

describe('of many that wait', () => {
  test('no more are gone through than slots may be filled with', () => {
    let times = 0;
    class Counted extends Held {
      override free(waiting: readonly Tracked[]): readonly Tracked[] {
        times += 1;
        return super.free(waiting);
      }
    }
    const all = several(3 * 64, 'one', (id) => waits(id));
    const held = new Counted(new Map());
    expect(starts(all, { rules: { concurrency: 64 }, held })['beijing']).toHaveLength(50);
    expect(times).toBe(1);
  });

  test('none is one that was sent already, though it has a backup and they have none', () => {
    const all = [...crowd((id) => waits(id)), sent('sent', secured)];
    expect(starts(all, { rules: { concurrency: 3 } })).toEqual({ beijing: ['first-0', 'first-1'] });
  });

  test('none is one that another run has in hand, though it has a backup and they have none', () => {
    const all = [...crowd((id) => waits(id)), waits('held', secured)];
    const held = nothingHeld.with([['held', 'another']]);
    expect(starts(all, { rules: { concurrency: 2 }, held })).toEqual({ beijing: ['first-0', 'first-1'] });
  });

  test('those of the lowest wave start, wherever in the plan those of the next one are', () => {
    const all = [waits('a'), shanghai(waits('b')), waits('c', { wave: 2 })];
    expect(starts(all)).toEqual({ beijing: ['a'], shanghai: ['b'] });
  });

  test('nobody new starts while one has failed in a try and one is to be sent again', () => {
    const failed = tracked('a', { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' });
    const all = [failed, paused('b', { failedTries: 1 }), waits('c', { attempts: 0 })];
    expect(starts(all, { rules: { allowedFailures: 1 } })).toEqual({});
    expect(starts(all, { rules: { allowedFailures: 2 } })).toEqual({ beijing: ['c'] });
  });

  test('a canary does not wait for a pause after another one', () => {
    const all = [ended('a', 'succeeded', { wave: 0, doneAt: second(20) }), waits('b', { wave: 0 })];
    expect(starts(all, { rules: { pauseBetween: 60_000 }, at: 21 })).toEqual({ beijing: ['b'] });
  });
});

describe('a slot', () => {
  const east = (count: number) => several(count, 'east', (id) => shanghai(waits(id)));
  const inShanghai = (all: readonly Tracked[], shares: { beijing: number; shanghai: number }) =>
    starts(all, { shares })['shanghai']?.length;

  test('goes to the first of two regions that have as many', () => {
    expect(starts([waits('a'), shanghai(waits('b'))], { rules: { concurrency: 1 } })).toEqual({
      beijing: ['a'],
    });
  });

  test('of nobody goes to a region as soon as that may be asked again', () => {
    const given = {
      rules: { concurrency: 3 },
      shares: { beijing: 1, shanghai: 1 },
      region: { pausedUntil: second(5) },
    };
    const two = [waits('a'), waits('b')];
    expect(starts(two, { ...given, at: 4 })).toEqual({ beijing: ['a'] });
    expect(starts(two, { ...given, at: 5 })).toEqual({ beijing: ['a', 'b'] });
  });

  test('goes to a region that has not its share before one that has it, and has fewer', () => {
    const all = [
      sent('a'),
      waits('b', shop),
      ...['c', 'd'].map((id) => shanghai(sent(id))),
      shanghai(waits('e', shop)),
    ];
    const given = { rules: { concurrency: 5 }, shares: { beijing: 1, shanghai: 5 } };
    expect(starts(all, given)).toEqual({ shanghai: ['e'] });
  });

  test('is kept for those who wait out a pause up to the share of their region', () => {
    const all = [...several(8, 'west', (id) => paused(id)), ...east(20)];
    expect(inShanghai(all, { beijing: 2, shanghai: 5 })).toBe(8);
  });

  test('is kept for one of a group that waits out a pause', () => {
    const all = [...several(8, 'west', (id) => paused(id, shop)), ...east(20)];
    expect(inShanghai(all, { beijing: 5, shanghai: 5 })).toBe(9);
  });

  test('is kept for one who waits out a pause and can run beside whom his region sends, if not beside all', () => {
    const all = [
      waits('a', { groups: ['shop', 'blog'] }),
      waits('b', { ...shop, ...secured }),
      paused('c', { groups: ['blog'] }),
      ...east(2),
    ];
    const given = { rules: { concurrency: 3 }, shares: { beijing: 2, shanghai: 1 } };
    expect(starts(all, given)).toEqual({ beijing: ['b'], shanghai: ['east-0'] });
  });
});
