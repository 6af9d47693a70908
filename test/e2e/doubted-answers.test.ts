import { beforeAll, describe, expect, test } from 'vitest';
import type { Summary } from '../../functions/maintenance/report/summary.ts';
import type { Fault, FaultEffect } from '../../functions/minicloud/dcs/dcs-fault.ts';
import { type InstanceSeed, instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry } from '../../functions/minicloud/foundation/audit-entry.ts';
import { fails, operation } from '../maintenance/run/culprit-nights.ts';
import { repeatedActions, repeatedFlushes } from '../minicloud/gateway/audit-invariants.ts';
import { withDurable } from './durable-night.ts';

/** One night for all: each job has instances of its own, and a fault that is about them. */
type Story = {
  readonly action: 'flush' | 'soft_restart';
  readonly count: number;
  /** Which of them the fault is about; all of them when left out. */
  readonly culprit?: number;
  readonly times?: number;
  readonly effect: FaultEffect;
};

const stories = {
  'odd-word': { action: 'flush', count: 2, effect: { kind: 'item-said', word: 'SUCCESS' } },
  'no-word': { action: 'flush', count: 2, effect: { kind: 'item-said', word: null } },
  'failed-word': { action: 'flush', count: 2, effect: { kind: 'item-said', word: 'failed' } },
  'half-flushed': {
    action: 'flush',
    count: 2,
    times: 1,
    effect: { kind: 'half-done', status: 400, code: 'DCS.4026' },
  },
  'half-lost': {
    action: 'flush',
    count: 2,
    times: 1,
    effect: { kind: 'half-done', status: 500, code: 'DCS.5006' },
  },
  'half-refused': {
    action: 'soft_restart',
    count: 2,
    times: 1,
    effect: { kind: 'half-done', status: 403, code: 'DCS.2007' },
  },
  'odd-restart': { action: 'soft_restart', count: 2, effect: { kind: 'item-said', word: 'Success ' } },
  'failed-restart': {
    action: 'soft_restart',
    count: 2,
    times: 1,
    effect: { kind: 'item-said', word: 'failed' },
  },
  broken: { action: 'soft_restart', count: 10, culprit: 3, effect: fails(500, 'DCS.5000') },
  conflict: { action: 'soft_restart', count: 6, culprit: 5, effect: fails(409, 'DCS.4999') },
  'flush-broken': { action: 'flush', count: 6, culprit: 2, effect: fails(500, 'DCS.5000') },
  'flush-conflict': { action: 'flush', count: 5, culprit: 4, effect: fails(409, 'DCS.4999') },
  'flush-given-up': { action: 'flush', count: 3, culprit: 0, effect: fails(504, 'APIGW.0201') },
  'turned-down': { action: 'flush', count: 6, culprit: 4, effect: fails(422, 'DCS.4999') },
  denied: { action: 'soft_restart', count: 4, culprit: 1, effect: fails(403, 'DCS.2007') },
  closed: { action: 'soft_restart', count: 10, effect: fails(403, 'DCS.2007') },
} satisfies Readonly<Record<string, Story>>;

type Name = keyof typeof stories;
const all = Object.entries(stories) as [Name, Story][];

const jobs = all.map(
  ([name, { action }]) => `
  ${name}:
    action: ${action}
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["${name}-*"] }
    destroysData: acknowledged
    backup: none
    rollout: { concurrency: 10, maxFailures: 10 }
    settle: { timeout: 40s, poll: 1s, acceptance: 6s }
    retry: { attempts: 3, backoff: 1s }
    notify: [ops]
`,
);
const namesOf = (name: Name) => Array.from({ length: stories[name].count }, (_, place) => `${name}-${place}`);
const instances = all.flatMap(([name]) =>
  namesOf(name).map((each): InstanceSeed => ({ name: each, restartSeconds: 12, flushSeconds: 4 })),
);
const faults = all.flatMap(([name, { culprit, times, effect }]): Fault[] => {
  const about = culprit === undefined ? namesOf(name) : [`${name}-${culprit}`];
  return about.map((each) => ({
    operation,
    matches: { instance: instanceIdOf(each) },
    ...(times !== undefined && { times }),
    effect,
  }));
});

/** What came of a job: what people were told, and what the cloud did. */
type Told = {
  readonly rows: Summary['instances'];
  readonly audit: readonly AuditEntry[];
  readonly calls: number;
};

const told = new Map<string, Told>();
let deniedCalls = 0;
beforeAll(async () => {
  await withDurable({ jobs: jobs.join(''), instances, faults, scale: 60 }, async (night) => {
    await night.tick();
    if (night.summaries().length < all.length) await night.tickUntilOver();
    const audit = night.cloud.audit();
    deniedCalls = audit.filter((entry) => entry.kind === 'call' && entry.status === 403).length;
    for (const summary of night.summaries()) {
      const ids = new Set(summary.instances.map(({ id }) => id));
      const its = audit.filter((entry) => 'instance' in entry && ids.has(entry.instance));
      const sent = its.flatMap((entry) =>
        entry.kind === 'accepted' || entry.kind === 'rejected' ? [entry.requestId] : [],
      );
      told.set(summary.job, { rows: summary.instances, audit: its, calls: new Set(sent).size });
    }
  });
}, 120_000);

function toldOf(name: Name): Told {
  return told.get(name) ?? expect.unreachable(`nobody was told of ${name}`);
}

function outcomesOf(name: Name): readonly string[] {
  return toldOf(name).rows.map(({ outcome }) => outcome);
}

describe('the built function, when DCS answers what is not documented or not true,', () => {
  test.each<Name>(['odd-word', 'no-word', 'failed-word'])(
    'flushes once and tells what was seen (%s)',
    (name) => {
      const { rows, audit, calls } = toldOf(name);
      expect(outcomesOf(name)).toEqual(['succeeded', 'succeeded']);
      const word = (stories[name].effect as { word?: unknown }).word;
      for (const { reason } of rows) expect(reason).toContain(`DCS answered ${JSON.stringify(word)} for it`);
      expect(repeatedFlushes(audit)).toEqual([]);
      expect(calls).toBe(1);
    },
  );

  test.each<[Name, readonly string[]]>([
    ['half-flushed', ['succeeded', 'succeeded']],
    ['half-lost', ['succeeded', 'succeeded']],
    ['flush-given-up', ['unknown', 'unknown', 'unknown']],
  ])('flushes nobody twice where a call failed, whatever it did (%s)', (name, outcomes) => {
    expect([...outcomesOf(name)].sort()).toEqual([...outcomes].sort());
    expect(repeatedFlushes(toldOf(name).audit)).toEqual([]);
  });

  test('restarts nobody twice where a call was refused that did half of it', () => {
    expect(outcomesOf('half-refused')).toEqual(['succeeded', 'succeeded']);
    expect(repeatedActions(toldOf('half-refused').audit)).toEqual([]);
  });

  test.each<Name>(['odd-restart', 'failed-restart'])(
    'restarts once what was seen to restart (%s)',
    (name) => {
      expect(outcomesOf(name)).toEqual(['succeeded', 'succeeded']);
      expect(repeatedActions(toldOf(name).audit)).toEqual([]);
    },
  );
});

describe('the built function, when one instance makes calls fail,', () => {
  test.each<[Name, string]>([
    ['broken', 'DCS.5000'],
    ['conflict', 'DCS.4999'],
    ['denied', 'DCS.2007'],
    ['turned-down', 'DCS.4999'],
    ['flush-broken', 'DCS.5000'],
    ['flush-conflict', 'DCS.4999'],
  ])('the others end well (%s)', (name, code) => {
    const { rows, audit } = toldOf(name);
    const failed = rows.filter(({ outcome }) => outcome !== 'succeeded');
    const { culprit } = stories[name] as Story;
    expect(failed).toMatchObject([{ name: `${name}-${culprit}`, outcome: 'failed', cause: { code } }]);
    expect(repeatedActions(audit)).toEqual([]);
  });

  test('names the permission where it is denied', () => {
    const [denied] = toldOf('denied').rows.filter(({ outcome }) => outcome === 'failed');
    expect(denied?.cause).toMatchObject({ permission: 'dcs:instance:modifyStatus', status: 403 });
  });

  test('finds out in few calls that it is not up to the instances', () => {
    expect(new Set(outcomesOf('closed'))).toEqual(new Set(['failed']));
    // Little more than one culprit of ten takes, besides those for the one that is denied.
    expect(deniedCalls).toBeLessThanOrEqual(13 + 5);
  });
});
