import { expect, test } from 'vitest';
import { CesClient } from '../../../../functions/maintenance/huawei/ces/ces-client.ts';
import {
  cesEndpoint,
  createCesMetrics,
} from '../../../../functions/maintenance/huawei/ces/metrics-over-clients.ts';
import { concealCredentials } from '../../../../functions/maintenance/huawei/credentials.ts';
import { SigningClient } from '../../../../functions/maintenance/huawei/signing-client.ts';
import { keys, settingsAt } from '../fleet-under-test.ts';
import { inTurn, json, listen } from '../listener.ts';
import { authorizationFor } from '../signature.ts';

const projectId = '0123456789abcdef0123456789abcdef';
const metric = {
  namespace: 'SYS.DCS',
  metric_name: 'memory_frag_ratio',
  dimensions: [{ name: 'dcs_instance_id', value: 'c830053e-d5a3-4bc0-b6d6-ca37d1ea9dd5' }],
};

test('a batch query is sent as documented: the capital letter, the project, the period as text', async () => {
  const { endpoint, arrived } = await listen(json(200, { metrics: [] }));
  const limits = { readTimeoutMs: 5_000, actionTimeoutMs: 5_000, now: Date.now };
  const credentials = concealCredentials(keys);
  const ces = new CesClient(
    new SigningClient({ endpoint, projectId, credentials, onlyReads: true, ...limits }),
  );
  const body = {
    metrics: [metric],
    from: 1_796_000_000_000,
    to: 1_796_000_600_000,
    period: '1',
    filter: 'average',
  };
  await ces.batchListMetricData({ body });
  const [sent] = arrived;
  expect(sent).toMatchObject({
    method: 'POST',
    path: `/V1.0/${projectId}/batch-query-metric-data`,
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'x-project-id': projectId,
      'x-security-token': keys.securityToken,
      connection: 'keep-alive',
    },
  });
  expect(sent?.headers['authorization']).toBe(sent && authorizationFor(sent, keys.accessKey, keys.secretKey));
});

test('a node is asked for with the dimension of its instance first', async () => {
  const { endpoint, arrived } = await listen(json(200, { metrics: [] }));
  const wanted = [{ instanceId: 'a', metric: 'used_memory', node: 'n' }];
  await createCesMetrics(settingsAt(endpoint)).read('beijing', wanted, { from: 0, to: 600_000 });
  expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
    metrics: [
      {
        namespace: 'SYS.DCS',
        metric_name: 'used_memory',
        dimensions: [
          { name: 'dcs_instance_id', value: 'a' },
          { name: 'dcs_cluster_redis_node', value: 'n' },
        ],
      },
    ],
    ...{ from: 0, to: 600_000, period: '1', filter: 'average' },
  });
});

test('each read is signed with the keys of now, and keys that are refused are renewed', async () => {
  const { endpoint, arrived } = await listen(
    inTurn(json(401, { error_code: 'APIGW.0301', error_msg: 'expired' }), json(200, { metrics: [] })),
  );
  let turn = 0;
  const renew = () => concealCredentials({ ...keys, accessKey: `FRESHKEY${turn++}` });
  const metrics = createCesMetrics({ ...settingsAt(endpoint), renew });
  const wanted = [{ instanceId: 'a', metric: 'keys' }];
  for (const _ of [1, 2])
    expect(await metrics.read('beijing', wanted, { from: 0, to: 600_000 })).toMatchObject([
      { kind: 'points' },
    ]);
  expect(arrived.map(({ headers }) => /Access=(\w+)/.exec(headers['authorization'] ?? '')?.[1])).toEqual([
    'FRESHKEY0',
    'FRESHKEY1',
    'FRESHKEY2',
  ]);
});

test.each([
  [undefined, 'https://ces.cn-north-4.myhuaweicloud.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['https://localhost:8443', 'https://localhost:8443'],
  ['https://dcs.cn-north-4.example.com:8443', 'https://ces.cn-north-4.example.com:8443'],
  ['https://vpcep-1234.example.com', 'https://ces.cn-north-4.myhuaweicloud.com'],
])('beside a DCS at %s is Cloud Eye at %s', (endpoint, expected) => {
  expect(cesEndpoint({ region: 'cn-north-4', endpoint })).toBe(expected);
});
