import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { backupsOver } from '../../functions/maintenance/huawei/dcs/backups-over-clients.ts';
import { DcsClient } from '../../functions/maintenance/huawei/dcs/dcs-client.ts';
import { fleetOver } from '../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import type { Backups, Fleet } from '../../functions/maintenance/run/fleet.ts';
import { reachable, readSources } from '../house/sources.ts';
import { rawInstance } from '../maintenance/huawei/fleet-under-test.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const statement = z.strictObject({ Effect: z.literal('Allow'), Action: z.array(z.string()) });
const policySchema = z.strictObject({ Version: z.literal('1.1'), Statement: z.tuple([statement]) });
const [{ Action: allowed }] = policySchema.parse(JSON.parse(read('config/iam-policy.json'))).Statement;

/**
 * What each call answers here, and the permission it takes by DCS's table of actions. Of statistics and nodes the
 * table does not speak; that they go with `list` is what their place in the API suggests.
 */
const calls: Readonly<Record<string, { readonly takes: string; readonly answer: object }>> = {
  'GET /v2/{project_id}/instances': {
    takes: 'dcs:instance:list',
    answer: { instance_num: 1, instances: [rawInstance('a')] },
  },
  'GET /v2/{project_id}/instances/statistic': { takes: 'dcs:instance:list', answer: { statistics: [] } },
  'GET /v2/{project_id}/instances-logical-nodes': {
    takes: 'dcs:instance:list',
    answer: { count: 0, instances: [] },
  },
  'GET /v2/{project_id}/instances/{instance_id}': {
    takes: 'dcs:instance:get',
    answer: rawInstance('a', { cache_mode: 'cluster' }),
  },
  'GET /v2/{project_id}/instance/{instance_id}/groups': {
    takes: 'dcs:instance:get',
    answer: { group_list: [] },
  },
  'GET /v2/{project_id}/instances/{instance_id}/configs': {
    takes: 'dcs:instance:getConfiguration',
    answer: { redis_config: [] },
  },
  'PUT /v2/{project_id}/instances/status': {
    takes: 'dcs:instance:modifyStatus',
    answer: { results: [{ instance: 'a', result: 'success' }] },
  },
  'GET /v2/{project_id}/instances/{instance_id}/backups': {
    takes: 'dcs:instance:getDataBackupLog',
    answer: { total_num: 0, backup_record_response: [] },
  },
  'POST /v2/{project_id}/instances/{instance_id}/backups': {
    takes: 'dcs:instance:backupData',
    answer: { backup_id: 'b' },
  },
};

type Uses<Port> = { readonly [Verb in keyof Port]: (port: Port) => Promise<unknown> };
const fleetUses: Uses<Fleet> = {
  list: (fleet) => fleet.list('beijing'),
  show: (fleet) => fleet.show('beijing', 'a'),
  facts: (fleet) => fleet.facts('beijing', 'a'),
  submit: (fleet) => fleet.submit('beijing', 'restart', ['a']),
  measure: (fleet) => fleet.measure('beijing'),
};
const backupUses: Uses<Backups> = {
  list: (backups) => backups.list('beijing', 'a'),
  make: (backups) => backups.make('beijing', 'a', ''),
};

/** The permissions that using a port takes. */
async function permissionsFor(
  use: (clientOf: () => DcsClient, clock: { now(): number; wait(ms: number): Promise<void> }) => unknown,
): Promise<readonly string[]> {
  const taken = new Set<string>();
  const client = new DcsClient({
    sendRequest: async <Answer>({ method, url }: { readonly method: string; readonly url: string }) => {
      const call = calls[`${method} ${url}`];
      if (!call) throw new Error(`no permission is known for ${method} ${url}`);
      taken.add(call.takes);
      return call.answer as Answer;
    },
  });
  await use(() => client, { now: () => 0, wait: async () => {} });
  return [...taken];
}

/** Whether a verb of a port is called anywhere in what is deployed. */
const deployed = reachable(['functions/maintenance.ts'], readSources('functions'), { types: false })
  .filter(({ path }) => !path.startsWith('functions/maintenance/huawei/'))
  .map(({ text }) => text);
const isUsed = (port: string, verb: string) => deployed.some((text) => text.includes(`${port}.${verb}(`));

async function permissionsOfRuns(): Promise<readonly string[]> {
  const verbs = [
    ...Object.entries(fleetUses)
      .filter(([verb]) => isUsed('fleet', verb))
      .map(([, use]) => permissionsFor((clientOf, clock) => use(fleetOver(clientOf, clock)))),
    ...Object.entries(backupUses)
      .filter(([verb]) => isUsed('backups', verb))
      .map(([, use]) => permissionsFor((clientOf, clock) => use(backupsOver(clientOf, clock)))),
  ];
  return [...new Set((await Promise.all(verbs)).flat())].sort();
}

describe('config/iam-policy.json', () => {
  test('allows exactly what the calls of a run take', async () => {
    expect(allowed.toSorted()).toEqual(await permissionsOfRuns());
  });
});

describe('the policies of durable runs', () => {
  const actionsOf = (path: string) => {
    const scoped = z.strictObject({
      Version: z.literal('1.1'),
      Statement: z.tuple([z.extend(statement, { Resource: z.array(z.string()) })]),
    });
    return scoped.parse(JSON.parse(read(path))).Statement[0];
  };

  test('allow what a bucket needs, in a policy of its own, as OBS is a global service', () => {
    const { Action, Resource } = actionsOf('config/iam-policy-journal.json');
    expect(Action).toEqual([
      'obs:bucket:ListBucket',
      'obs:object:GetObject',
      'obs:object:PutObject',
      'obs:object:DeleteObject',
    ]);
    expect(Resource).toEqual(['OBS:*:*:bucket:BUCKET', 'OBS:*:*:object:BUCKET/*']);
  });

  test('allow the function to invoke itself, and nothing else', () => {
    const { Action, Resource } = actionsOf('config/iam-policy-hand-over.json');
    expect(Action).toEqual(['functiongraph:function:invokeAsync']);
    expect(Resource).toEqual(['FunctionGraph:*:*:function:default/nightshift']);
  });
});

describe('the policy of conditions', () => {
  test('allows to read metrics, and nothing else', () => {
    const [{ Action }] = policySchema.parse(JSON.parse(read('config/iam-policy-ces.json'))).Statement;
    expect(Action).toEqual(['ces:metricData:list']);
  });
});

describe('the policy of channels to topics', () => {
  test('allows to publish, and nothing else', () => {
    const [{ Action }] = policySchema.parse(JSON.parse(read('config/iam-policy-smn.json'))).Statement;
    expect(Action).toEqual(['smn:topic:publish']);
  });
});
