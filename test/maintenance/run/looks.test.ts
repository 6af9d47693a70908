import { describe, expect, test } from 'vitest';
import { CallError, type CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { Backups, Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { findBackups, inspect, look, measured } from '../../../functions/maintenance/run/take-look.ts';
import { setStage } from './stage.ts';
import { openedAt, securing, stateOf, tracked, watching } from './tracked-fixture.ts';
import { createVirtualTime } from './virtual-clock.ts';

const region = 'beijing';
const failure: CallFailure = { kind: 'denied', code: 'DCS.4003', message: 'no right' };
const throws = (failed: CallFailure) => async () => {
  throw new CallError(failed);
};
const { clock } = createVirtualTime(openedAt);

describe('a look', () => {
  const { fleet } = setStage({ instances: [] });
  const state = stateOf([tracked('a', watching())]);
  const list = throws(failure);

  test('that fails is recorded with why', async () => {
    const failed = { type: 'look-failed', at: openedAt, region, failure };
    expect(await look({ ...fleet, list }, state, region, clock)).toStrictEqual(failed);
    expect(await inspect({ ...fleet, show: list }, region, ['a'], clock)).toStrictEqual(failed);
  });

  test('that fails for a fault of ours is nothing that the cloud did', async () => {
    const ours = async () => {
      throw new TypeError('of ours');
    };
    await expect(look({ ...fleet, list: ours }, state, region, clock)).rejects.toThrow('of ours');
  });

  test.each([
    [999, {}],
    [1_000, { age: 1_000 }],
    [20_000, { age: 20_000 }],
  ])('at single instances tells how old it is when the last one has come: after %i ms', async (ms, age) => {
    const time = createVirtualTime(openedAt).clock;
    const cause = { code: 'DCS.4013', message: 'no such instance' };
    const show: Fleet['show'] = async (_, id) => {
      if (id === 'b') await time.wait(ms);
      return { none: cause };
    };
    const gone = { status: 'GONE', idle: false, updatedAt: undefined, cause };
    expect(await inspect({ ...fleet, show }, region, ['a', 'b'], time)).toStrictEqual({
      type: 'inspected',
      at: openedAt + ms,
      region,
      sightings: [
        { id: 'a', ...gone, ...age },
        { id: 'b', ...gone },
      ],
    });
  });
});

describe('figures of a region', () => {
  const waiting = { kind: 'waiting', notBefore: openedAt } as const;
  const all = [tracked('a', waiting), tracked('b', watching()), tracked('c', waiting)];
  const keys = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['stranger', 4],
  ]);
  const health = { total: 2, active: 2, masters: 1 };
  const nodes = new Map([...keys].map(([id]) => [id, health]));
  const kept = (baseline: boolean, asked: readonly string[]) => {
    const event = measured(stateOf(all, { region: { baseline } }), region, { keys, nodes, asked }, openedAt);
    if (event.type !== 'measured') expect.unreachable('figures are figures');
    expect(event.nodes.map(([id]) => id)).toEqual(event.keys.map(([id]) => id));
    return event.keys.map(([id]) => id);
  };

  test('are those of all its instances at first, and of no strangers', () => {
    expect(kept(false, [])).toEqual(['a', 'b', 'c']);
  });

  test('are later those that are watched, and those that are asked for', () => {
    expect(kept(true, [])).toEqual(['b']);
    expect(kept(true, ['c'])).toEqual(['b', 'c']);
  });

  test('say which ones were asked for and what could not be read, and nothing where that is nothing', () => {
    const unread = { keysUnread: { code: 'DCS.1', message: 'no keys' } };
    const figures = { keys: new Map(), nodes: new Map() };
    const event = { type: 'measured', at: openedAt, region, keys: [], nodes: [] };
    const state = stateOf(all);
    expect(measured(state, region, { ...figures, asked: [] }, openedAt)).toStrictEqual(event);
    expect(measured(state, region, { ...figures, ...unread, asked: ['c'] }, openedAt)).toStrictEqual({
      ...event,
      ...unread,
      asked: ['c'],
    });
  });
});

describe('backups of several instances', () => {
  const permission = 'dcs:instance:getBackupRecords';
  const make: Backups['make'] = async () => ({ kind: 'refused', failure });
  const one = (id: string) => tracked(id, securing());
  const found = (list: Backups['list'], all = [one('a'), one('b')]) =>
    findBackups(
      { list, make },
      stateOf(all),
      region,
      all.map(({ planned }) => planned.id),
      clock,
    );
  const at = openedAt;

  test('that may be listed of some only are told of those', async () => {
    const denied = { ...failure, permission };
    const events = await found((_, id) => (id === 'a' ? throws(denied)() : Promise.resolve([])));
    expect(events).toMatchObject([
      { type: 'look-failed', at, region, failure: denied, backupsOf: ['a'] },
      { type: 'backups-seen', at, region, seen: [{ id: 'b' }] },
    ]);
  });

  test('that cannot be listed for any other reason are told of none', async () => {
    expect(await found(throws(failure))).toStrictEqual([
      { type: 'look-failed', at, region, failure, backupsOf: ['a', 'b'] },
    ]);
    const denied = { ...failure, permission };
    const mixed = await found((_, id) => throws(id === 'a' ? denied : failure)());
    expect(mixed).toStrictEqual([
      { type: 'look-failed', at, region, failure: denied, backupsOf: ['a'] },
      { type: 'look-failed', at, region, failure, backupsOf: ['b'] },
    ]);
    expect(await found((_, id) => (id === 'a' ? throws(failure)() : Promise.resolve([])))).toMatchObject([
      { type: 'look-failed', at, region, failure, backupsOf: ['a'] },
      { type: 'backups-seen', at, region, seen: [{ id: 'b' }] },
    ]);
  });

  test('that may be listed of none are those of nobody', async () => {
    const denied = { ...failure, permission };
    expect(await found(throws(denied))).toMatchObject([
      { type: 'look-failed', failure: denied, backupsOf: ['a'] },
      { type: 'look-failed', failure: denied, backupsOf: ['b'] },
      { type: 'backups-seen', at, region, seen: [] },
    ]);
  });

  test('that cannot be listed are told of together where DCS says the same of them', async () => {
    const other = { ...failure, code: 'DCS.5000' };
    const all = ['a', 'b', 'c'].map((id) => one(id));
    expect(await found((_, id) => throws(id === 'b' ? other : failure)(), all)).toStrictEqual([
      { type: 'look-failed', at, region, failure, backupsOf: ['a', 'c'] },
      { type: 'look-failed', at, region, failure: other, backupsOf: ['b'] },
    ]);
  });

  test('that cannot be listed for a fault of ours are nothing that the cloud did', async () => {
    const ours = async () => {
      throw new TypeError('of ours');
    };
    await expect(found(ours)).rejects.toThrow('of ours');
  });

  test('are none that were made for it where none was asked for', async () => {
    const events = await found(async () => [], [tracked('a', { kind: 'waiting', notBefore: openedAt })]);
    expect(events).toMatchObject([{ seen: [{ id: 'a', made: undefined }] }]);
  });
});
