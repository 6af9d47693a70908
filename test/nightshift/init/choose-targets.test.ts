import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectInstances } from '../../../functions/maintenance/plan/select-instances.ts';
import {
  candidates,
  chooseTargets,
  worthLooking,
} from '../../../functions/nightshift/init/choose-targets.ts';
import { scheduleText } from '../../../functions/nightshift/init/schedule-text.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';

type Seen = Parameters<typeof chooseTargets>[0][number];

const keeps = { losesData: false, reason: 'keeps its data over a restart (appendonly is on)' };
const loses = { losesData: true, reason: 'single-node: nothing is kept over a restart' };
const unknown = { losesData: null, reason: 'how it keeps its data could not be read' };

function seen(name: string, tags: Record<string, string>, rest: Partial<Seen> = {}): Seen {
  return { id: `id-${name}`, name, tags, restart: keeps, unread: null, ...rest };
}

describe('a first job', () => {
  test('goes by the tag that speaks of trying things out, however few have it', () => {
    const all = [seen('a', { app: 'shop' }), seen('b', { app: 'shop' }), seen('c', { app: 'x', env: 'Dev' })];
    expect(chooseTargets(all)).toMatchObject({ kind: 'tag', key: 'env', value: 'Dev', tagged: 1 });
  });

  test('goes by another tag only where none who has it looks like production', () => {
    const all = [seen('a', { app: 'shop' }), seen('shop-prod-1', { app: 'shop' }), seen('c', { team: 'x' })];
    expect(chooseTargets(all)).toMatchObject({ kind: 'tag', key: 'team', value: 'x' });
  });

  test('is for one instance where all is production, and rather for one that keeps its data', () => {
    const env = { env: 'prod' };
    const all = [seen('a', env, { restart: loses }), seen('b', env)];
    expect(chooseTargets(all)).toMatchObject({ kind: 'instance', id: 'id-b', loses: undefined });
    expect(chooseTargets([seen('a', env, { restart: loses })])).toMatchObject({ loses: loses.reason });
  });

  test('leaves out whose data a restart loses or may lose: by name, by id where the name is no use', () => {
    const env = { env: 'test' };
    const all = [
      seen('keeps', env),
      seen('loses', env, { restart: loses }),
      seen('odd*', env, { restart: unknown }),
      seen('twice', env, { id: 'one', restart: loses }),
      seen('twice', {}, { id: 'other' }),
    ];
    expect(chooseTargets(all)).toMatchObject({
      excluded: [
        { by: 'names', value: 'loses', reason: loses.reason },
        { by: 'ids', value: 'id-odd*', reason: unknown.reason },
        { by: 'ids', value: 'one' },
      ],
    });
  });

  test('is for one of a tag of which more would have to be left out than anybody reads', () => {
    const all = Array.from({ length: 5_000 }, (_, at) =>
      seen(`cache-${at}`, { env: 'test' }, { restart: at === 4_000 ? keeps : loses }),
    );
    const insteadOf = { key: 'env', value: 'test', tagged: 5_000, losing: 4_999 };
    expect(chooseTargets(all)).toEqual({
      ...{ kind: 'instance', id: 'id-cache-4000', name: 'cache-4000', loses: undefined, insteadOf },
    });
    expect(chooseTargets(all.slice(3_980, 4_001))).toMatchObject({ kind: 'tag', tagged: 21 });
  });

  test('is for nobody in particular where there is nobody', () => {
    expect(chooseTargets([])).toEqual({ kind: 'unknown' });
    expect(chooseTargets([seen('a', { env: 'dev' }, { unread: 'tags' })])).toEqual({ kind: 'unknown' });
  });

  test('does not look at the data of thousands', () => {
    const all = Array.from({ length: 5_000 }, (_, at) =>
      seen(`cache-${at}`, { env: at % 2 ? 'staging' : 'prod', team: at < 300 ? 'test' : 'b' }),
    );
    expect(candidates(all)[0]).toMatchObject({ key: 'team', value: 'test' });
    expect(worthLooking(all)).toHaveLength(350);
  });
});

test('whatever the account calls things, the schedule can be read and selects who was meant', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('dev', 'prod', 'a: b', '#', '"', '${X}', '*', 'null', '否', '\n'),
  );
  const restart = fc.constantFrom(keeps, loses, { losesData: null, reason: 'a\nline: # "x"' });
  const instance = fc.record({ name: word, tags: fc.dictionary(word, word, { maxKeys: 2 }), restart });
  fc.assert(
    fc.property(
      fc.array(instance, { maxLength: 8 }),
      fc.constantFrom('en' as const, 'zh' as const),
      (some, language) => {
        const all = some.map((each, at): Seen => ({ ...each, id: `id-${at}`, unread: null }));
        const targets = chooseTargets(all);
        const text = scheduleText({
          ...{
            targets,
            language,
            instances: all.length,
            timezone: 'Asia/Shanghai',
            bucket: 'journal',
            schema: undefined,
          },
          place: { region: 'cn-north-4', projectId: 'a'.repeat(32), endpoint: undefined, isLocal: false },
        });
        const { schedule, references, warnings } = checkSchedule('schedule.yaml', text);
        expect([references, warnings]).toEqual([[], []]);
        const [job] = schedule.jobs;
        const instances = all.map(({ id, name, tags }) => ({
          ...{
            id,
            name,
            tags,
            region: 'cn-north-4',
            engine: 'Redis',
            engineVersion: '5.0',
            status: 'RUNNING',
          },
          ...{ idle: true, zones: [], updatedAt: undefined },
        }));
        if (!job) throw new Error('there is no job');
        const { selected } = selectInstances(job.targets, [{ region: 'cn-north-4', instances }]);
        const restarts = selected.map(({ id }) => all.find((each) => each.id === id)?.restart?.losesData);
        // One instance may be named that would lose its data: the run refuses it.
        expect(restarts.length === 1 || restarts.every((each) => each === false)).toBe(true);
        expect(selected.length > 0).toBe(targets.kind !== 'unknown');
      },
    ),
    { numRuns: 300 },
  );
});
