import { describe, expect, test } from 'vitest';
import { looksLikeProduction } from '../../../functions/nightshift/probe/looks-like-production.ts';
import { probeCloud } from './probed-cloud.ts';

test('a cloud that is as it is assumed to be differs in nothing', async () => {
  const { differing, evidence, code } = await probeCloud({});
  expect(differing).toEqual([]);
  expect(code).toBe(0);
  const settled = evidence.findings.filter(({ seen }) => seen !== undefined).map(({ id }) => id);
  expect(settled).toMatchInlineSnapshot(`
    [
      "dcs.absent",
      "dcs.error-codes",
      "dcs.foreign-project",
      "dcs.request-id",
      "dcs.counts",
      "dcs.list.total",
      "dcs.list.offset",
      "dcs.list.beyond",
      "dcs.list.order",
      "dcs.list.filters",
      "dcs.show.replica-count",
      "dcs.show.idle-task",
      "dcs.show.sub-status",
      "dcs.backups.none",
      "dcs.change.one-bad",
      "dcs.restart.result",
      "dcs.restart.lag",
      "dcs.restart.statuses",
      "dcs.restart.task",
      "dcs.restart.seconds",
      "dcs.updated-at",
      "dcs.flush.result",
      "dcs.flush.statuses",
      "dcs.flush.seconds",
      "dcs.statistic.lag",
    ]
  `);
});

describe('what is read', () => {
  test('shows lists without an order or filters, other codes, and what is left out', async () => {
    const { seen, differing } = await probeCloud({
      confirmed: [],
      knobs: {
        listOrder: 'unstable',
        listFilters: 'ignored',
        replicaCount: 'left-out',
        errorCodes: 'numeric',
        noBackups: 'empty-list',
      },
    });
    expect(seen('dcs.list.order')).toBe('unstable');
    expect(seen('dcs.list.filters')).toBe('ignored');
    expect(seen('dcs.show.replica-count')).toBe('left-out');
    expect(seen('dcs.error-codes')).toBe('numeric');
    expect(seen('dcs.backups.none')).toBe('empty-list');
    expect(differing).toContain('dcs.absent');
  });

  test.each(['loose', 'too-strict'] as const)('shows filters that are %s', async (listFilters) => {
    const { seen } = await probeCloud({ confirmed: [], knobs: { listFilters } });
    expect(seen('dcs.list.filters')).toBe(listFilters);
  });
});

describe('a restart and a flush', () => {
  test('show how several ids are judged, lags, and the task meanwhile', async () => {
    const { seen } = await probeCloud({
      knobs: {
        oneBadOfSeveral: 'per-item',
        acceptanceLagSeconds: 7,
        statisticLagSeconds: 30,
        updatedAt: 'acceptance',
        taskWhileBusy: 'RESTARTING',
      },
    });
    expect(seen('dcs.change.one-bad')).toBe('per-item');
    // Looks are some seconds apart, and the clock goes on in jumps.
    expect(seen('dcs.restart.lag')).toBeGreaterThanOrEqual(7);
    expect(seen('dcs.restart.lag')).toBeLessThan(20);
    expect(seen('dcs.statistic.lag')).toBeGreaterThan(25);
    expect(seen('dcs.updated-at')).toBe('acceptance');
    expect(seen('dcs.restart.task')).toBe('RESTARTING');
  });

  test('show that nothing moves updated_at', async () => {
    const { seen } = await probeCloud({ confirmed: ['restart'], knobs: { updatedAt: 'nothing' } });
    expect(seen('dcs.updated-at')).toBe('nothing');
  });

  test.each([
    ['accepted', 'DCS.4026'],
    ['refused', 'DCS.4062'],
  ] as const)('of an engine before Redis 4.0 show that a soft restart is %s', async (how, code) => {
    const { seen } = await probeCloud({
      knobs: { softRestartOfOldEngines: how, unsupportedCode: code },
      instance: { engineVersion: '3.0.7' },
    });
    expect(seen('dcs.restart.old-engines')).toBe(how);
    expect(seen('dcs.flush.unsupported')).toBe(code);
  });
});

describe('a flush whose answer is lost', () => {
  test('is not sent again, and what it did is seen all the same', async () => {
    const { cloud, evidence, seen } = await probeCloud({
      confirmed: ['flush'],
      faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'dropped-after' } }],
    });
    const accepted = cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.action] : []));
    expect(accepted).toEqual(['flush']);
    const result = evidence.findings.find(({ id }) => id === 'dcs.flush.result');
    expect(result?.unsettled).toBe('its answer did not come');
    expect(seen('dcs.flush.statuses')).toBe('FLUSHING, RUNNING');
    expect(evidence.exchanges.filter(({ method }) => method === 'PUT')).toMatchObject([
      { status: null, sent: { instances: ['<instance_id-1>'], action: 'flush' }, silence: 'CLOSED' },
    ]);
  });
});

test('a restart that ends in ERROR is told so, and nothing is flushed after it', async () => {
  const { cloud, evidence, seen } = await probeCloud({
    faults: [{ operation: 'RestartOrFlushInstances', times: 2, effect: { kind: 'ends-in-error' } }],
  });
  expect(seen('dcs.restart.statuses')).toBe('RESTARTING, ERROR');
  const accepted = cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.action] : []));
  expect(accepted).toEqual(['soft_restart']);
  const flush = evidence.findings.find(({ id }) => id === 'dcs.flush.result');
  expect(flush?.unsettled).toBe(
    'it was not carried out: the instance is ERROR, and nothing is done to one that is not RUNNING and idle',
  );
});

test('a read whose connection is lost is asked again', async () => {
  const { evidence, differing } = await probeCloud({
    confirmed: [],
    faults: [{ operation: 'ShowInstance', times: 2, effect: { kind: 'dropped-before' } }],
  });
  expect(differing).toEqual([]);
  expect(evidence.exchanges[0]).toMatchObject({ method: 'GET', status: 200 });
});

describe('refusals', () => {
  test('show what lacks a permission, and what asks too often, is answered', async () => {
    const { seen } = await probeCloud({
      confirmed: [],
      faults: [
        { operation: 'ListStatisticsOfRunningInstances', times: 1, effect: { kind: 'forbidden' } },
        {
          operation: 'ListNumberOfInstancesInDifferentStatus',
          times: 1,
          effect: { kind: 'throttled', retryAfterSeconds: 9 },
        },
      ],
    });
    expect(seen('dcs.forbidden')).toBe('403 DCS.2003');
    expect(seen('throttled')).toBe('429 APIGW.0308 with Retry-After');
    expect(seen('dcs.counts')).toBe('403 DCS.2003, 429 APIGW.0308, 200');
  });

  test('of the instance itself end with 1, and with evidence of it', async () => {
    const { code, said, evidence, seen } = await probeCloud({
      faults: [{ operation: 'ShowInstance', times: 1, effect: { kind: 'forbidden' } }],
    });
    expect(code).toBe(1);
    expect(said).toContain('DCS answered 403 DCS.2003 for the instance');
    expect(seen('dcs.forbidden')).toBe('403 DCS.2003');
    expect(evidence.exchanges).toHaveLength(1);
  });
});

describe('nothing is done', () => {
  const changed = ({ cloud }: Awaited<ReturnType<typeof probeCloud>>) =>
    cloud.audit().filter((entry) => entry.kind === 'accepted' || entry.kind === 'rejected');

  test('to an instance by the name of another', async () => {
    const probed = await probeCloud({ typed: 'to-be-kept' });
    expect(changed(probed)).toEqual([]);
    expect(probed.code).toBe(1);
    expect(probed.said).toContain(
      '--confirm-restart to-be-kept is not the name of the instance - expected to-be-lost',
    );
    expect(probed.evidence.exchanges.length).toBeGreaterThan(10);
  });

  test('to one that looks like production', async () => {
    const probed = await probeCloud({ instance: { name: 'orders-prod' } });
    expect(changed(probed)).toEqual([]);
    const why = probed.evidence.findings.find(({ id }) => id === 'dcs.flush.result')?.unsettled;
    expect(why).toMatch(/^it is called <name-1>, and probe acts on nothing that looks like production$/);
    expect(JSON.stringify(probed.evidence)).not.toContain('orders-prod');
  });

  test.each([
    ['prod-orders', [], true],
    ['live.orders', [], true],
    ['product-cache', [['team', 'delivery']], false],
    ['orders', [['env', 'Production']], true],
    ['orders', [['用途', '生产']], true],
    ['orders', [['prod', 'true']], true],
    ['orders', [['prod', 'false']], false],
  ] as const)('as %s with the tags %j does: %s', (name, tags, looks) => {
    expect(looksLikeProduction({ name, tags }) !== undefined).toBe(looks);
  });

  test('to one that is not RUNNING', async () => {
    const probed = await probeCloud({ instance: { status: 'ERROR' } });
    expect(changed(probed)).toEqual([]);
    expect(probed.seen('dcs.show.idle-task')).toMatch(/^not settled: the instance is ERROR/);
  });
});
