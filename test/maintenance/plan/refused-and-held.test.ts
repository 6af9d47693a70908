import { describe, expect, test } from 'vitest';
import type { Instance, InstanceFacts } from '../../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../run/night.ts';
import { beijing, instance, keepingFacts, planOf, unread } from './instance-fixture.ts';

const losing: InstanceFacts = {
  cacheMode: 'single',
  replicasPerShard: 1,
  appendOnly: false,
  task: undefined,
};

/** What is noted of instances of which those of these ids lose their data. */
function notesOf(instances: readonly Instance[], ids: readonly string[]): readonly string[] {
  const inventory = [beijing(...instances)];
  const facts = new Map([...keepingFacts(inventory), ...ids.map((id) => [id, losing] as const)]);
  const plan = makePlan({ job: jobOf(), inventory, windowEnd: null, facts });
  expect(plan.instances.filter(({ code }) => code === 'acknowledgement').map(({ id }) => id)).toEqual(ids);
  return plan.notes.filter((note) => note.startsWith('exclude:'));
}

describe('what is refused for its data', () => {
  const named = (id: string, name: string) => instance(name, { id });
  const exclude = (chosen: string) => [
    `exclude: { ${chosen} } in the targets leaves out what is refused for its data`,
  ];

  test.each<[string, readonly Instance[], readonly string[], string]>([
    ['by its name', [named('1', 'a'), named('2', 'b')], ['2'], 'names: ["b"]'],
    [
      'by its id where one that goes on has the same name',
      [named('1', 'a'), named('2', 'b'), named('3', 'b')],
      ['3'],
      'ids: ["3"]',
    ],
    ['by its id where that is all it has', [named('1', 'a'), instance('b')], ['b'], 'ids: ["b"]'],
    [
      'by the ids of all where one has no name of its own',
      [named('1', 'a'), named('2', 'b'), instance('c')],
      ['2', 'c'],
      'ids: ["2", "c"]',
    ],
  ])('is offered as an exclusion %s', (_, instances, ids, chosen) => {
    expect(notesOf(instances, ids)).toEqual(exclude(chosen));
  });

  test('is offered where it is few and others go on', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, at) => named(String(100 + at), `n${at}`));
    const ids = (instances: readonly Instance[]) => instances.map(({ id }) => id).sort();
    const offered = (count: number) => {
      const inventory = [beijing(named('1', 'a'), ...some(count))];
      const facts = new Map([
        ...keepingFacts(inventory),
        ...ids(some(count)).map((id) => [id, losing] as const),
      ]);
      return makePlan({ job: jobOf(), inventory, windowEnd: null, facts }).notes.some((note) =>
        note.startsWith('exclude:'),
      );
    };
    expect([20, 21].map(offered)).toEqual([true, false]);
    expect(notesOf([named('1', 'a')], ['1'])).toEqual([]);
  });

  test('may be excluded where the job can be for others, and a flush is for nothing else', () => {
    const reason = (action: 'restart' | 'flush') => {
      const inventory = [beijing(instance('a'))];
      const job = { ...jobOf(), action };
      const facts = new Map([['a', losing]]);
      return makePlan({ job, inventory, windowEnd: null, facts }).instances[0]?.reason;
    };
    expect(reason('restart')).toMatch(/\) - exclude it in the targets, or write "destroysData: /);
    expect(reason('flush')).toMatch(/\) - write "destroysData: /);
  });
});

describe('an instance that another run has in hand', () => {
  const inventory = [beijing(instance('a', { status: 'FLUSHING' }), instance('b', { status: 'FLUSHING' }))];
  const planned = (destroysData?: 'acknowledged') =>
    makePlan({
      job: { ...jobOf(destroysData && { destroysData }), action: 'flush' },
      inventory,
      windowEnd: null,
      facts: keepingFacts(inventory),
      inHand: new Set(['a']),
    }).instances;

  test('is waited for, whatever it is in now; another one is not', () => {
    expect(planned('acknowledged')).toMatchObject([
      {
        id: 'a',
        decision: 'act',
        code: 'ready',
        reason: 'is FLUSHING and another run is working on it, so this one waits',
      },
      { id: 'b', decision: 'refuse', code: 'state' },
    ]);
  });

  test('is refused for what does not pass, with that reason', () => {
    const [one] = planned();
    expect(one).toMatchObject({ decision: 'refuse', code: 'acknowledgement' });
    expect(one?.reason).toMatch(/^a flush clears its data/);
  });
});

test('an id that may be in a region that could not be read is likened to none', () => {
  const ids = ['1b2c3d4e-0000-4000-8000-000000000002'];
  const listed = beijing(instance('orders', { id: '1b2c3d4e-0000-4000-8000-000000000001' }));
  const { instances } = planOf(
    { targets: { region: ['beijing', 'shanghai'], ids } },
    listed,
    unread('shanghai'),
  );
  expect(instances[0]).toMatchObject({
    code: 'region-unread',
    reason: 'its region could not be read, so nothing was done to it',
  });
});
