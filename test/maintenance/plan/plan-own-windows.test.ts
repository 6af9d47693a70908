import { describe, expect, test } from 'vitest';
import { makePlan, type PlanInput } from '../../../functions/maintenance/plan/make-plan.ts';
import { jobOf, startAt } from '../run/night.ts';
import { beijing, instance, keepingFacts } from './instance-fixture.ts';

const hour = 3_600_000;

/** An instance that may be touched for four hours, from an hour of the day on in UTC. */
const from = (name: string, begin: number, status = 'RUNNING') =>
  instance(name, { status, maintenance: { begin: begin * hour, end: (begin + 4) * hour } });

function planFor(
  instances: readonly ReturnType<typeof instance>[],
  settings: object = {},
  more: Partial<PlanInput> = {},
) {
  const inventory = [beijing(...instances)];
  return makePlan({
    job: jobOf({ inMaintenanceWindow: true, ...settings }),
    inventory,
    windowEnd: startAt + 24 * hour,
    facts: keepingFacts(inventory),
    now: startAt,
    ...more,
  });
}

/** Whoever has the first turn. */
const canaryOf = (...instances: readonly ReturnType<typeof instance>[]) =>
  planFor(instances, { rollout: { canary: 1 } }).instances.find(({ wave }) => wave === 0)?.id;

describe('a plan that keeps to the windows of its instances', () => {
  test('has the window of each that is acted on', () => {
    const { instances, rules } = planFor([from('a', 2), from('b', 3, 'FROZEN')]);
    expect(instances).toStrictEqual([
      {
        id: 'a',
        name: 'a',
        region: 'beijing',
        decision: 'act',
        code: 'ready',
        reason: 'is RUNNING; its maintenance window is 02:00-06:00 UTC',
        maintenance: { begin: 2 * hour, end: 6 * hour },
        losesData: false,
        tier: 0,
        wave: 1,
        groups: [],
      },
      {
        id: 'b',
        name: 'b',
        region: 'beijing',
        decision: 'refuse',
        code: 'state',
        reason: 'is FROZEN - a soft restart needs RUNNING or ERROR',
        losesData: false,
        tier: 0,
        wave: null,
        groups: [],
      },
    ]);
    expect(rules.inMaintenanceWindow).toEqual({ zone: 'UTC', clock: { offset: 0, changes: [] } });
  });

  test('tells them by the clock of the job', () => {
    const local = { zone: 'Asia/Shanghai', clock: { offset: 8 * hour, changes: [] } };
    const { instances, rules } = planFor([from('a', 2)], {}, { local });
    expect(instances[0]?.reason).toBe(
      'is RUNNING; its maintenance window is 02:00-06:00 UTC (10:00-14:00 Asia/Shanghai)',
    );
    expect(rules.inMaintenanceWindow).toEqual(local);
  });

  test('has for its canary whose window is the first to open', () => {
    expect(canaryOf(from('a', 6), from('b', 2), from('c', 20))).toBe('c');
  });

  test('prefers none of those whose windows are open', () => {
    // It is 19:30.
    expect(canaryOf(from('a', 19), from('b', 17), from('c', 20))).toBe('a');
  });

  test('leaves alone whose window cannot be read', () => {
    const odd = instance('odd', { maintenance: { odd: { begin: '"x"', end: '"y"' } } });
    expect(planFor([odd]).instances[0]).toMatchObject({
      decision: 'refuse',
      code: 'maintenance-unread',
      wave: null,
    });
    expect(planFor([odd]).instances[0]).not.toHaveProperty('maintenance');
  });
});

test('a plan that does not keep to them says nothing of them', () => {
  const plan = planFor([from('a', 2)], { inMaintenanceWindow: false });
  expect(plan.instances[0]).toMatchObject({ reason: 'is RUNNING' });
  expect(plan.instances[0]).not.toHaveProperty('maintenance');
  expect(plan.rules).not.toHaveProperty('inMaintenanceWindow');
});
