import { describe, expect, test } from 'vitest';
import { planHash } from '../../../functions/maintenance/invocation/show-plan.ts';
import { planFingerprint } from '../../../functions/maintenance/plan/fingerprint.ts';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import type { ConditionVerdict, LastActed } from '../../../functions/maintenance/plan/metric-conditions.ts';
import { jobOf, startAt } from '../run/night.ts';
import { beijing, instance, keepingFacts, unread } from './instance-fixture.ts';

const fleet = [instance('a'), instance('b'), instance('c', { status: 'FROZEN' })];

type Differences = {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly instances?: readonly Instance[];
  readonly unread?: string;
};

function planOf({ settings, instances = fleet, unread: also }: Differences = {}) {
  const inventory = [beijing(...instances), ...(also ? [unread(also)] : [])];
  return makePlan({ job: jobOf(settings), inventory, windowEnd: null, facts: keepingFacts(inventory) });
}

const plain = planOf();
const sameTargets = { targets: { region: 'beijing', names: ['?'], engineVersions: ['>= 4.0 < 6.0'] } };

function changed(name: string, parts: Partial<Instance>): Instance[] {
  return fleet.map((one) => (one.name === name ? { ...one, ...parts } : one));
}

describe('the hash of a plan', () => {
  test('is twelve hexadecimal digits, the same for the same plan', () => {
    expect(planHash(plain)).toMatch(/^[0-9a-f]{12}$/);
    expect(planHash(planOf())).toBe(planHash(plain));
  });

  test.each<[string, Differences]>([
    ['the order of a list', { instances: fleet.toReversed() }],
    ['words', { instances: changed('b', { status: 'ERROR' }) }],
    ['a timestamp', { instances: changed('b', { updatedAt: '2026-11-23T00:00:00Z' }) }],
    ['targets that select the same in another way', { settings: sameTargets }],
    ['a tag that nothing goes by', { instances: changed('b', { tags: { env: 'prod' } }) }],
  ])('is not changed by %s', (_, parts) => {
    expect(planHash(planOf(parts))).toBe(planHash(plain));
  });

  test.each<[string, Differences]>([
    ['another action', { settings: { action: 'restart' } }],
    ['an instance more', { instances: [...fleet, instance('d')] }],
    ['an instance less', { instances: fleet.slice(1) }],
    ['an instance that took the place of another', { instances: changed('b', { id: 'b2' }) }],
    ['an instance that became refused', { instances: changed('b', { status: 'RESTARTING' }) }],
    ['another wave', { settings: { rollout: { canary: 1 } } }],
    ['waves', { settings: { rollout: { concurrency: 1, ramp: true } } }],
    ['others beside whom it may not run', { settings: { rollout: { spreadBy: 'name-prefix' } } }],
    ['another concurrency', { settings: { rollout: { concurrency: 9 } } }],
    ['other failures allowed', { settings: { rollout: { maxFailures: 0 } } }],
    ['another number of tries', { settings: { retry: { attempts: 1 } } }],
    ['a region that cannot be read', { unread: 'shanghai' }],
  ])('is changed by %s', (_, parts) => {
    expect(planHash(planOf(parts))).not.toBe(planHash(plain));
  });

  test('is the same whatever the order of its instances', () => {
    const instances = plain.instances.toReversed();
    expect(planFingerprint({ ...plain, instances })).toBe(planFingerprint(plain));
  });

  test('differs with what could not be planned, and where', () => {
    const problem = { code: 'DCS.5000', region: 'shanghai', reason: 'could not be listed' };
    const withProblem = (parts: Partial<typeof problem>) =>
      planFingerprint({ ...plain, problems: [{ ...problem, ...parts }] });
    expect(withProblem({ code: 'DCS.4001' })).not.toBe(withProblem({}));
    expect(withProblem({ region: 'beijing' })).not.toBe(withProblem({}));
    expect(withProblem({ reason: 'other words' })).toBe(withProblem({}));
  });

  test('differs from job to job', () => {
    expect(planFingerprint({ ...plain, job: 'weekly' })).not.toBe(planFingerprint(plain));
  });
});

describe('what is hashed', () => {
  const hour = 3_600_000;
  const grouped = [
    instance('b', { zones: ['z2', 'z1'], maintenance: { begin: hour, end: 5 * hour } }),
    instance('a', { status: 'FROZEN', zones: ['z1'] }),
  ];
  const hashed = (settings: Readonly<Record<string, unknown>>) =>
    JSON.parse(planFingerprint(planOf({ settings, instances: grouped })));
  const backup = { mode: 'none', maxAge: 24 * hour, timeout: hour / 2 };

  test('is what a plan does, instance by instance, in an order that does not depend on lists', () => {
    expect(hashed({ rollout: { spreadBy: 'az' } })).toEqual([
      ...['nightly', 'soft_restart', 10, 1, 3, backup, 0],
      [
        ['beijing', 'a', 'refuse', 'state', 0, null, [], false],
        ['beijing', 'b', 'act', 'ready', 0, 1, ['z1', 'z2'], false],
      ],
      [],
    ]);
  });

  test('has windows of instances where the job keeps to them, and statuses where it is for some only', () => {
    const targets = { region: 'beijing', names: ['*'], statuses: ['RUNNING'] };
    expect(hashed({ inMaintenanceWindow: true, targets })).toEqual([
      ...['nightly', 'soft_restart', 10, 1, 3, backup, 0, 'in its maintenance window'],
      [['beijing', 'b', 'act', 'ready', 0, 1, [], false, hour, 5 * hour]],
      [],
      ['RUNNING'],
    ]);
  });

  test('has conditions as they are written, and neither what is measured nor turns', () => {
    const onlyIf = { memory_frag_ratio: '> 1.5 for 30m' };
    expect(hashed({ onlyIf, atMostEvery: '20h', rollout: { canary: 1 } })).toEqual([
      ...['nightly', 'soft_restart'],
      [
        [['memory_frag_ratio', '> 1.5 for 30m']],
        'skip',
        'refuse',
        20 * hour,
        { canary: { count: 1 }, concurrency: { count: 10 }, ramp: false },
      ],
      ...[3, backup, 0],
      [
        ['beijing', 'a', 'refuse', 'state', 0, null, [], false],
        ['beijing', 'b', 'act', 'ready', 0, null, [], false],
      ],
      [],
    ]);
  });
});

describe('the hash of a plan with conditions', () => {
  const settings = {
    onlyIf: { memory_frag_ratio: '> 1.5 for 30m', used_memory: '> 200MB' },
    atMostEvery: '20h',
    rollout: { canary: 1, concurrency: '50%' },
  };
  type Seen = { readonly kinds?: readonly ConditionVerdict['kind'][]; readonly acted?: LastActed };

  function conditional(changes: object = {}, seen?: Seen, windowEnd: number | null = startAt + 3_600_000) {
    const inventory = [beijing(...fleet)];
    const { kinds = [], acted } = seen ?? {};
    const verdicts = new Map(
      fleet.map(({ id }, index) => [id, { kind: kinds[index] ?? 'not-met', reason: 'so it was' } as const]),
    );
    return planFingerprint(
      makePlan({
        job: jobOf({ ...settings, ...changes }),
        inventory,
        windowEnd,
        facts: keepingFacts(inventory),
        ...(seen && { known: { verdicts, acted } }),
      }),
    );
  }

  test.each<[string, Seen | undefined]>([
    ['all meet them', { kinds: ['met', 'met', 'met'] }],
    ['the first does not', { kinds: ['not-met', 'met', 'met'] }],
    ['nobody does', { kinds: [] }],
    ['nothing is known', { kinds: ['no-data', 'no-data', 'no-data'] }],
    ['the job acted on one lately', { kinds: ['met', 'met'], acted: { now: 2, at: new Map([['a', 1]]) } }],
    ['a record cannot be read', { kinds: ['met', 'met'], acted: { now: 2, at: new Map(), unread: 'x' } }],
  ])('is the same when %s', (_, seen) => {
    expect(conditional({}, seen)).toBe(conditional());
    const waits = { otherwise: 'wait' };
    expect(conditional(waits, seen)).toBe(conditional(waits));
  });

  test.each<[string, object]>([
    ['another limit', { onlyIf: { ...settings.onlyIf, memory_frag_ratio: '> 1.6 for 30m' } }],
    ['another time', { onlyIf: { ...settings.onlyIf, memory_frag_ratio: '> 1.5 for 10m' } }],
    ['a rule less', { onlyIf: { memory_frag_ratio: '> 1.5 for 30m' } }],
    ['a rule more', { onlyIf: { ...settings.onlyIf, instantaneous_ops: '< 500' } }],
    ['waiting for who does not meet them', { otherwise: 'wait' }],
    ['acting where nothing is known', { noData: 'act' }],
    ['another time between two', { atMostEvery: '21h' }],
    ['no time between two', { atMostEvery: undefined }],
    ['no rules', { onlyIf: undefined }],
    ['no conditions', { onlyIf: undefined, atMostEvery: undefined }],
    ['another rollout', { rollout: { canary: 1, concurrency: 1 } }],
  ])('is changed by %s', (_, changes) => {
    expect(conditional(changes)).not.toBe(conditional());
  });

  test('is changed by whom it may act on', () => {
    const without = { targets: { region: 'beijing', names: ['*'], exclude: { ids: ['b'] } } };
    expect(conditional(without, { kinds: ['met', 'not-met'] })).not.toBe(conditional());
  });
});
