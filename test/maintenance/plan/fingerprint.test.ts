import { describe, expect, test } from 'vitest';
import { planHash } from '../../../functions/maintenance/invocation/answer.ts';
import { planFingerprint } from '../../../functions/maintenance/plan/fingerprint.ts';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../run/night.ts';
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

function changed(name: string, parts: Partial<Instance>): Instance[] {
  return fleet.map((one) => (one.name === name ? { ...one, ...parts } : one));
}

describe('the hash of a plan', () => {
  test('is twelve hexadecimal digits, the same for the same plan', async () => {
    expect(await planHash(plain)).toMatch(/^[0-9a-f]{12}$/);
    expect(await planHash(planOf())).toBe(await planHash(plain));
  });

  test.each<[string, Differences]>([
    ['the order of a list', { instances: fleet.toReversed() }],
    ['words', { instances: changed('b', { status: 'ERROR' }) }],
    ['a timestamp', { instances: changed('b', { updatedAt: '2026-11-23T00:00:00Z' }) }],
    ['a tag that nothing goes by', { instances: changed('b', { tags: { env: 'prod' } }) }],
  ])('is not changed by %s', async (_, parts) => {
    expect(await planHash(planOf(parts))).toBe(await planHash(plain));
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
  ])('is changed by %s', async (_, parts) => {
    expect(await planHash(planOf(parts))).not.toBe(await planHash(plain));
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
