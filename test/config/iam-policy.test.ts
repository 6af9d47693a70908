import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { DcsClient } from '../../functions/huawei/dcs-client.ts';
import { fleetOver } from '../../functions/huawei/fleet-over-clients.ts';
import { rawInstance } from '../huawei/fleet-under-test.ts';

const statement = z.strictObject({ Effect: z.literal('Allow'), Action: z.array(z.string()) });
const policy = z.strictObject({ Version: z.literal('1.1'), Statement: z.tuple([statement]) });
const written = readFileSync(new URL('../../config/iam-policy.json', import.meta.url), 'utf8');

/**
 * The permission that each call of the fleet takes, from DCS's table of actions. Of statistics and nodes it does
 * not speak; that they go with `list` is what their place in the API suggests.
 */
const actionOf: Readonly<Record<string, string>> = {
  'GET /v2/{project_id}/instances': 'dcs:instance:list',
  'GET /v2/{project_id}/instances/{instance_id}': 'dcs:instance:get',
  'GET /v2/{project_id}/instances/statistic': 'dcs:instance:list',
  'GET /v2/{project_id}/instances-logical-nodes': 'dcs:instance:list',
  'PUT /v2/{project_id}/instances/status': 'dcs:instance:modifyStatus',
};

const answers: Readonly<Record<string, object>> = {
  'GET /v2/{project_id}/instances': { instance_num: 1, instances: [rawInstance('a')] },
  'GET /v2/{project_id}/instances/{instance_id}': rawInstance('a'),
  'GET /v2/{project_id}/instances/statistic': { statistics: [] },
  'GET /v2/{project_id}/instances-logical-nodes': { count: 0, instances: [] },
  'PUT /v2/{project_id}/instances/status': { results: [{ instance: 'a', result: 'success' }] },
};

/** Uses every verb of the fleet once and tells which calls that takes. */
async function callsOfTheFleet(): Promise<readonly string[]> {
  const calls = new Set<string>();
  const client = new DcsClient({
    sendRequest: async <Answer>({ method, url }: { readonly method: string; readonly url: string }) => {
      calls.add(`${method} ${url}`);
      return answers[`${method} ${url}`] as Answer;
    },
  });
  const fleet = fleetOver(() => client, { now: () => 0, wait: async () => {} });
  await fleet.list('beijing');
  await fleet.show('beijing', 'a');
  await fleet.submit('beijing', 'restart', ['a']);
  await fleet.measure('beijing');
  return [...calls];
}

describe('config/iam-policy.json', () => {
  test('allows exactly what the calls of the fleet take', async () => {
    const [{ Action: allowed }] = policy.parse(JSON.parse(written)).Statement;
    const taken = (await callsOfTheFleet()).map((call) => actionOf[call] ?? `unknown: ${call}`);
    expect(allowed.toSorted()).toEqual([...new Set(taken)].toSorted());
  });

  test('is held against every call that the fleet makes', async () => {
    expect((await callsOfTheFleet()).toSorted()).toEqual(Object.keys(actionOf).toSorted());
  });
});
