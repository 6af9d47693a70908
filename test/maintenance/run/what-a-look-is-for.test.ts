import { describe, expect, test } from 'vitest';
import type { MaintenanceWindow } from '../../../functions/maintenance/plan/maintenance-window.ts';
import type { Fleet, Wanted } from '../../../functions/maintenance/run/fleet.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import {
  figuresFor,
  figuresWanted,
  inspect,
  look,
  whatChanged,
} from '../../../functions/maintenance/run/take-look.ts';
import { instance } from '../plan/instance-fixture.ts';
import { setStage } from './stage.ts';
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
} from './tracked-fixture.ts';
import { createVirtualTime } from './virtual-clock.ts';

const region = 'beijing';
const { fleet } = setStage({ instances: [] });
const ownWindows = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
const waits = (id: string, parts: Partial<Tracked> = {}) =>
  tracked(id, { kind: 'waiting', notBefore: openedAt }, parts);
const restarting = seen({ status: 'RESTARTING' });

type Rules = NonNullable<Parameters<typeof stateOf>[1]>['rules'];

/** What of the list of Beijing is wanted some seconds into a run over these. */
async function wanted(all: readonly Tracked[], rules: Rules = {}, seconds = 5): Promise<Wanted | undefined> {
  const asked: (Wanted | undefined)[] = [];
  const list: Fleet['list'] = async (_, its) => {
    asked.push(its);
    return [];
  };
  const { clock } = createVirtualTime(second(seconds));
  await look({ ...fleet, list }, stateOf(all, { rules }), region, clock);
  return asked[0];
}

describe('a look at a region', () => {
  const conclusion = { id: 'a', outcome: 'unknown', code: 'unseen', reason: 'it is unseen' } as const;

  test.each<[string, Tracked, boolean]>([
    ['is for one that is just being sent', tracked('a', announced()), true],
    ['is for one that was sent', tracked('a', watching()), true],
    ['is for one that waits and was sent before', waits('a', { sent: watching() }), true],
    ['is for one that waits for another state', waits('a', { seen: seen({ status: 'EXTENDING' }) }), true],
    ['is for one that waits for a task to be over', waits('a', { seen: seen({ idle: false }) }), true],
    ['is not for one that only waits to be sent again', waits('a', { failedTries: 1 }), false],
    ['is not for one that waits and was never seen', waits('a', { cohort: '0', seen: undefined }), false],
    ['is not for one whose backup is looked after', tracked('a', securing()), false],
    [
      'is not for one whose try has failed',
      tracked('a', { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' }),
      false,
    ],
    [
      'is for one that was given up on unseen',
      tracked('a', { kind: 'done', conclusion, outOfSight: true }),
      true,
    ],
    ['is for one that was given up on while it restarted', ended('a', 'failed', { seen: restarting }), true],
    [
      'is not for one that somebody else flushes after its end',
      ended('a', 'failed', { seen: seen({ status: 'FLUSHING' }) }),
      false,
    ],
    ['is not for one that is done', ended('a', 'succeeded'), false],
  ])('%s', async (_, one, isWanted) => {
    expect((await wanted([one]))?.ids).toEqual(isWanted ? ['a'] : []);
  });

  test('is for all that wait as well every two minutes, where they wait for windows of their own', async () => {
    const all = [
      tracked('sent', watching()),
      waits('waits'),
      waits('again', { sent: watching() }),
      tracked('secures', securing()),
    ];
    expect((await wanted(all, ownWindows, 119))?.ids).toEqual(['sent', 'again']);
    expect((await wanted(all, ownWindows, 120))?.ids).toEqual(['sent', 'waits', 'again']);
    expect((await wanted(all, {}, 120))?.ids).toEqual(['sent', 'again']);
  });

  test('says of whom it is likely that they are busy: seen so, or accepted and not seen to leave yet', async () => {
    const all = [
      tracked('accepted', watching()),
      tracked('doubted', watching({ certainty: 'lost' })),
      tracked('back', watching({ leftAt: second(1) })),
      tracked('away', watching({ certainty: 'lost', leftAt: second(1) }), { seen: restarting }),
    ];
    expect((await wanted(all))?.busy).toEqual({ status: 'RESTARTING', ids: ['accepted', 'away'] });
  });

  test('takes an instance that the list has twice as it stands there first', () => {
    const state = stateOf([tracked('a', watching())]);
    const twice = [instance('a', { status: 'RESTARTING' }), instance('a', { status: 'ERROR' })];
    expect(whatChanged(state, region, twice)).toMatchObject([{ id: 'a', status: 'RESTARTING' }]);
  });
});

describe('the maintenance window of an instance', () => {
  const hour = 3_600_000;
  const known: MaintenanceWindow = { begin: 20 * hour, end: 21 * hour };
  const another: MaintenanceWindow = { begin: 22 * hour, end: 23 * hour };
  const { clock } = createVirtualTime(openedAt);
  const shown = (maintenance: MaintenanceWindow | undefined) =>
    instance('a', { updatedAt: 'then', ...(maintenance && { maintenance }) });
  const stateWith = (rules: Rules = {}) =>
    stateOf([tracked('a', watching(), { maintenance: known })], { rules });

  test.each<[string, MaintenanceWindow | undefined, MaintenanceWindow | undefined]>([
    ['is told where it is another than was known', another, another],
    ['is told where DCS tells none any more', undefined, { untold: true }],
    ['is not told where it is known', known, undefined],
  ])('%s', async (_, found, told) => {
    const one = shown(found);
    const sighting = {
      id: 'a',
      status: 'RUNNING',
      idle: true,
      updatedAt: 'then',
      ...(told && { maintenance: told }),
    };
    const state = stateWith(ownWindows);
    expect(whatChanged(state, region, [one])).toEqual(told ? [sighting] : []);
    const alone = await inspect({ ...fleet, show: async () => one }, region, ['a'], clock, state);
    expect(alone).toStrictEqual({ type: 'inspected', at: openedAt, region, sightings: [sighting] });
  });

  test('is nothing to a run that does not go by it', () => {
    expect(whatChanged(stateWith(), region, [shown(another)])).toEqual([]);
  });
});

describe('figures', () => {
  const losing = (id: string, losesData: boolean): Tracked => {
    const one = waits(id);
    return { ...one, planned: { ...one.planned, losesData } };
  };
  const both = [losing('loses', true), losing('keeps', false)];

  test.each([
    ['of a flush', 'flush', ['loses'], true],
    ['of a restart that keeps the data', 'restart', ['keeps'], true],
    ['of restarts of which one keeps the data', 'restart', ['loses', 'keeps'], true],
    ['but not of a restart that may lose all', 'restart', ['loses'], false],
  ] as const)('hold how many keys there are: %s', (_, action, ids, keys) => {
    expect(figuresFor(stateOf(both, { rules: { action } }), ids)).toEqual({ ids, keys });
  });

  test('are at first those of all that have no outcome', () => {
    const state = stateOf([ended('done', 'succeeded'), waits('waits')], { region: { baseline: false } });
    const isWanted = figuresWanted(state, region, []);
    expect(['done', 'waits', 'stranger'].filter(isWanted)).toEqual(['waits']);
  });
});
