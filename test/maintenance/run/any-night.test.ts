import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntryOf } from '../../../functions/minicloud/foundation/audit-entry.ts';
import {
  acceptedDuringBackup,
  acceptedSince,
  acceptedWithoutBackup,
  groupCollisions,
  mostInFlight,
  repeatedActions,
  repeatedFlushes,
} from '../../minicloud/gateway/audit-invariants.ts';
import { type Night, runNight, startAt } from './night.ts';

const effects: readonly FaultEffect[] = [
  { kind: 'throttled' },
  { kind: 'throttled', retryAfterSeconds: 20 },
  { kind: 'server-error', code: 'DCS.5000' },
  { kind: 'dropped-before' },
  { kind: 'dropped-after' },
  { kind: 'gateway-timeout' },
  { kind: 'slow-answer', seconds: 50 },
  { kind: 'malformed', as: 'html' },
  { kind: 'result-missing' },
  { kind: 'results-reversed' },
  { kind: 'item-failed' },
  { kind: 'call-refused', code: 'DCS.4111' },
  { kind: 'call-refused', code: 'DCS.4027' },
  { kind: 'acceptance-lag', seconds: 35 },
  { kind: 'stuck' },
  { kind: 'ends-in-error' },
  { kind: 'node-lost' },
  { kind: 'data-lost' },
  { kind: 'item-said', word: 'SUCCESS' },
  { kind: 'item-said', word: null },
  { kind: 'item-said', word: 'failed' },
  { kind: 'item-ignored' },
  { kind: 'half-done', status: 500, code: 'DCS.5006' },
  { kind: 'fails', status: 403, code: 'DCS.2007', message: 'Policy does not allow it.' },
  { kind: 'silent' },
];

const seeds = fc.uniqueArray(
  fc.record({
    name: fc.nat({ max: 60 }).map((n) => `cache-${n}`),
    region: fc.constantFrom('cn-north-4', 'cn-east-3'),
    tags: fc.record({ app: fc.constantFrom('a', 'b', 'c') }),
    // Documented as 10 seconds to 30 minutes.
    restartSeconds: fc.integer({ min: 10, max: 200 }),
    flushSeconds: fc.integer({ min: 1, max: 40 }),
    cacheMode: fc.constantFrom('ha', 'ha', 'cluster', 'single'),
    appendOnly: fc.boolean(),
    backupSeconds: fc.constantFrom(undefined, undefined, 200),
    status: fc.constantFrom('RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'ERROR', 'EXTENDING'),
  }),
  { minLength: 1, maxLength: 20, selector: ({ name }) => name },
);

const scenario = fc.record({
  instances: seeds,
  action: fc.constantFrom('restart', 'soft_restart', 'flush'),
  acknowledged: fc.boolean(),
  backup: fc.constantFrom('none', 'none', 'required', 'if-possible'),
  ramp: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 8 }),
  canary: fc.boolean(),
  spread: fc.boolean(),
  maxFailures: fc.integer({ min: 0, max: 5 }),
  windowSeconds: fc.constantFrom(undefined, 300, 1_200),
  act: fc.constantFrom(1_000, 8_000, 40_000),
  faults: fc.array(
    fc.record({
      operation: fc.constantFrom(
        'RestartOrFlushInstances',
        'RestartOrFlushInstances',
        'ListInstances',
        'ShowInstance',
        'CopyInstance',
        'ListBackupRecords',
      ),
      victim: fc.option(fc.nat({ max: 19 })),
      after: fc.nat({ max: 3 }),
      times: fc.integer({ min: 1, max: 3 }),
      effect: fc.constantFrom(...effects),
    }),
    { maxLength: 5 },
  ),
  knobs: fc.record({
    oneBadOfSeveral: fc.constantFrom('whole-call', 'per-item'),
    acceptanceLagSeconds: fc.constantFrom(0, 4, 25),
    updatedAt: fc.constantFrom('status', 'acceptance', 'nothing'),
    listOrder: fc.constantFrom('by-name', 'unstable'),
    repeatBeforeItShows: fc.constantFrom('queued', 'refused'),
  }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function run({ instances, action, faults, knobs, ...rules }: Scenario): Promise<Night> {
  const scripted = faults.map(({ operation, victim, effect, ...when }): Fault => {
    const name = victim === null ? undefined : instances[victim % instances.length]?.name;
    return {
      operation: operation as Fault['operation'],
      ...when,
      effect,
      ...(name && operation !== 'ListInstances' ? { matches: { instance: instanceIdOf(name) } } : {}),
    };
  });
  return runNight({
    instances: instances as readonly InstanceSeed[],
    faults: scripted,
    knobs: knobs as Partial<DcsKnobs>,
    job: {
      action,
      ...(rules.acknowledged ? { destroysData: 'acknowledged' } : {}),
      backup: rules.backup,
      targets: { region: ['beijing', 'shanghai'], names: ['*'] },
      rollout: {
        concurrency: rules.concurrency,
        maxFailures: rules.maxFailures,
        ramp: rules.ramp,
        ...(rules.canary ? { canary: 1 } : {}),
        ...(rules.spread ? { spreadBy: 'tag:app' } : {}),
      },
      settle: { timeout: '10m' },
    },
    ...(rules.windowSeconds === undefined ? {} : { windowSeconds: rules.windowSeconds }),
    seconds: { start: rules.act * 0.8, act: rules.act },
  });
}

/** What must hold of any night, read from the cloud's log and held against the run's claims. */
function violations(night: Night, given: Scenario): readonly string[] {
  const { audit, rows } = night;
  const appOf = new Map(given.instances.map(({ name, tags }) => [instanceIdOf(name), [tags.app]]));
  const accepted = new Set(
    audit
      .filter((entry): entry is AuditEntryOf<'accepted'> & { at: number } => entry.kind === 'accepted')
      .map(({ instance }) => instance),
  );
  const statusOf = new Map<string, string>(
    given.instances.map(({ name, status }) => [instanceIdOf(name), status]),
  );
  for (const entry of audit) if (entry.kind === 'status') statusOf.set(entry.instance, entry.to);
  const inFlight = mostInFlight(audit);
  const windowEnd = startAt + (given.windowSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  // DCS said success of a restart and it stayed RUNNING: nobody can see that it did nothing.
  const saidSo = new Set(
    audit.flatMap((entry) =>
      entry.kind === 'rejected' && entry.code === 'ignored' && entry.action !== 'flush'
        ? [entry.instance]
        : [],
    ),
  );
  const claims = [...rows.values()].flatMap(({ id, name, outcome, code, reason, attempts }) => [
    ...(reason === '' ? [`${name} has no reason`] : []),
    ...(outcome === 'succeeded' && !accepted.has(id) && !(code === 'accepted' && saidSo.has(id))
      ? [`${name} succeeded, but DCS never accepted it`]
      : []),
    ...(outcome === 'succeeded' && statusOf.get(id) !== 'RUNNING'
      ? [`${name} succeeded, but is ${statusOf.get(id)}`]
      : []),
    ...(['refused', 'skipped', 'deferred'].includes(outcome) && accepted.has(id) && attempts === 0
      ? [`${name} is ${outcome}, but DCS accepted it`]
      : []),
  ]);
  return [
    ...claims,
    // A region that could not be listed is a problem of the run; its instances cannot be known.
    ...(rows.size === given.instances.length || night.state.problems.length > 0
      ? []
      : [`${rows.size} rows for ${given.instances.length} instances`]),
    ...repeatedActions(audit),
    ...repeatedFlushes(audit),
    ...(inFlight > given.concurrency ? [`${inFlight} in flight, ${given.concurrency} allowed`] : []),
    ...acceptedDuringBackup(audit),
    ...(given.backup === 'required' ? acceptedWithoutBackup(audit) : []),
    ...(given.acknowledged ? [] : losses(given, accepted)),
    ...(given.spread ? groupCollisions(audit, (id) => appOf.get(id) ?? []) : []),
    // A call that was on its way when the window closed may be accepted in the seconds after.
    ...acceptedSince(audit, windowEnd + 60_000),
  ];
}

/** Actions that cleared data which nobody said might be lost. */
function losses({ action, instances }: Scenario, accepted: ReadonlySet<string>): readonly string[] {
  const loses = ({ cacheMode, appendOnly }: Scenario['instances'][number]) =>
    action === 'flush' || cacheMode === 'single' || !appendOnly;
  return instances
    .filter((instance) => loses(instance) && accepted.has(instanceIdOf(instance.name)))
    .map(({ name }) => `${name} lost its data unacknowledged`);
}

describe('any night', () => {
  test('keeps every promise, whatever the cloud does', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        expect(violations(await run(given), given)).toEqual([]);
      }),
      { numRuns: Number(process.env['NIGHTS'] ?? 150), seed: 20261123 },
    );
  });
});
