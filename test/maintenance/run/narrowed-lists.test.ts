import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { endsOf, fleetOf, type NightOptions, runNight } from './night.ts';

const others = fleetOf(70, { tags: { env: 'live' } }, 'other');
const few = ['cache-1', 'cache-2', 'cache-3'].map((name) => ({ name, tags: { env: 'test', team: 'a' } }));
const job = (targets: object, more: object = {}) => ({
  destroysData: 'acknowledged',
  targets: { region: 'beijing', ...targets },
  ...more,
});

/** Who was restarted, and how the ones ended that were selected. */
async function night(targets: object, options: Partial<NightOptions> = {}) {
  const instances = options.instances ?? [...few, ...others];
  const played = await runNight({ ...options, instances, job: job(targets, options.job) });
  const accepted = played.audit.flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
  const names = new Map(instances.map(({ name }) => [instanceIdOf(name), name]));
  return { ...played, restarted: accepted.map((id) => names.get(id)).sort(), ends: endsOf(played) };
}

const all = few.map(({ name }) => name);
const succeeded = all.map(() => 'succeeded returned');

describe('whatever DCS makes of a filter', () => {
  test.each(['as-documented', 'ignored', 'loose'] as const)(
    'those are restarted that the targets select, and no others: %s',
    async (listFilters) => {
      const knobs = { listFilters };
      for (const targets of [
        { tags: { env: 'test' } },
        { tags: { env: 'test', team: 'a' } },
        { names: ['cache-*'] },
        { names: ['cache-*'], tags: { team: 'a' } },
        { ids: all.map(instanceIdOf) },
      ])
        expect(await night(targets, { knobs })).toMatchObject({ restarted: all, ends: succeeded });
      const one = { restarted: ['cache-1'], ends: ['succeeded returned'] };
      expect(await night({ names: ['cache-1'] }, { knobs })).toMatchObject(one);
      const excluding = { tags: { env: 'test' }, exclude: { names: ['*-2', '*-3'] } };
      expect(await night(excluding, { knobs })).toMatchObject(one);
      // As a name is compared loosely, `cache_1` is like `cache-1`.
      const like = { instances: [{ name: 'cache_1' }, { name: 'CACHE-1' }, ...few], knobs };
      expect(await night({ names: ['cache_1'] }, like)).toMatchObject({ restarted: ['cache_1'] });
    },
  );

  test('that nothing is there is believed of the whole list only', async () => {
    const knobs = { listFilters: 'too-strict' } as const;
    const instances = [...few.slice(0, 1), ...others];
    for (const targets of [{ tags: { env: 'test' } }, { names: ['cache-*'] }, { names: ['cache-1'] }])
      expect(await night(targets, { knobs, instances })).toMatchObject({
        restarted: ['cache-1'],
        ends: ['succeeded returned'],
      });
  });

  test('what is there instead is told of the whole list', async () => {
    const { state, rows } = await night({ tags: { env: 'tset' } });
    expect(rows.size).toBe(0);
    expect(state.problems).toMatchObject([
      {
        code: 'nothing-selected',
        reason: 'the targets select no instance: no instance has the tag env=tset, the nearest is env=test',
      },
    ]);
    const none = await night({ names: ['chace-*'] });
    expect(none.state.problems[0]?.reason).toContain('the nearest is cache-1');
    const gone = await night({ ids: [instanceIdOf('cache-1'), 'cache-2'] });
    expect(gone.ends).toEqual(['succeeded returned', 'refused not-found']);
    expect([...gone.rows.values()].at(-1)?.reason).toContain('it is the name of an instance');
  });
});

describe('watching', () => {
  const long = (count: number, more: object = {}) => fleetOf(count, more, 'many');
  const lists = ({ calls }: Awaited<ReturnType<typeof night>>) => calls['ListInstances'] ?? 0;

  test('one of a long list is by looks at that one', async () => {
    const last = await night({ names: ['*-1200'] }, { instances: long(1_200, { restartSeconds: 60 }) });
    expect(last.ends).toEqual(['succeeded returned']);
    // The two pages that it was planned by.
    expect(lists(last)).toBe(2);
    // And as many before anything was sent; after it, nobody reads the nodes of 1,199 others.
    expect(last.calls).toMatchObject({ BatchShowNodesInformation: 2, ShowNodesInformation: 1 });
  });

  test('the nodes of one of a long list is by the list where DCS does not tell them alone', async () => {
    const played = await night(
      { names: ['*-1199', '*-1200'] },
      {
        instances: long(1_200, { restartSeconds: 60 }),
        job: { rollout: { concurrency: 1 } },
        faults: [
          {
            operation: 'ShowNodesInformation',
            effect: { kind: 'fails', status: 400, code: 'DCS.4027', message: 'not supported' },
          },
        ],
      },
    );
    expect(played.ends).toEqual(['succeeded returned', 'succeeded returned']);
    expect(played.calls).toMatchObject({ BatchShowNodesInformation: 6, ShowNodesInformation: 1 });
  });

  test('many of a long list is by those that are restarting, as long as all of them are', async () => {
    const targets = { names: ['*0?'] };
    const instances = long(1_100, { restartSeconds: 60 });
    const played = await night(targets, { instances, job: { rollout: { concurrency: 50 } } });
    expect(new Set(played.ends)).toEqual(new Set(['succeeded returned']));
    // A call each while they are away, and then one for each of the five parts of the list in which they stand; the last ten
    // stand in one. The two pages of the whole list are read but once.
    expect(played.rows.size).toBe(110);
    expect(lists(played)).toBe(2 + 2 * (6 + 1 + 5) + 8);
  });

  test('goes on where a filter leaves out what it should have', async () => {
    const played = await night(
      { tags: { env: 'test' } },
      { knobs: { listFilters: 'too-strict' }, instances: [...few.slice(0, 1), ...others] },
    );
    expect(played.ends).toEqual(['succeeded returned']);
  });

  test('goes on by the list where one cannot be looked at alone', async () => {
    const played = await night(
      { names: ['*-1200'] },
      {
        instances: long(1_200, { restartSeconds: 60 }),
        faults: [
          {
            operation: 'ShowInstance',
            after: 1,
            times: 6,
            effect: { kind: 'fails', status: 400, code: 'DCS.5024', message: 'Query failed.' },
          },
        ],
      },
    );
    expect(played.ends).toEqual(['succeeded returned']);
    expect(lists(played)).toBeGreaterThan(2);
  });
});
