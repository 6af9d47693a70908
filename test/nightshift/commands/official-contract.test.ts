import type { HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import { FunctionGraphClient, FunctionGraphRegion } from '@huaweicloud/huaweicloud-sdk-functiongraph';
import { describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import { createFunctionAccount } from '../../../functions/nightshift/deploy/account/function-account.ts';
import {
  officialEndpoint,
  openVerbs,
} from '../../../functions/nightshift/deploy/account/functiongraph-verbs.ts';
import { carryOut } from '../../../functions/nightshift/deploy/deploy-function.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import { zipOf } from '../../../functions/nightshift/deploy/pack/pack-function.ts';
import type { Timer } from '../../../functions/nightshift/deploy/serverless/deployment.ts';
import type { Step } from '../../../functions/nightshift/deploy/step.ts';
import { officialRequests } from './official-requests.ts';

/** Our client, which keeps what the official one would have it send, and sends nothing. */
class Recorder extends SigningClient {
  readonly sent: unknown[] = [];

  constructor(endpoint: string) {
    const credentials = concealCredentials({ accessKey: 'a', secretKey: 's' });
    const rest = { readTimeoutMs: 1, actionTimeoutMs: 1, now: () => 0 };
    super({ endpoint, projectId: 'p1', credentials, ...rest });
  }

  override async sendRequest<T>(options: HttpRequestOptions): Promise<T> {
    this.sent.push(JSON.parse(JSON.stringify({ ...options, at: Reflect.get(this, 'endpoints') })));
    return {} as T;
  }
}

const timer: Timer = {
  name: 'tick',
  status: 'ACTIVE',
  scheduleType: 'Cron',
  schedule: '0 */5 * * * ?',
  userEvent: '',
};
const policy = {
  maxAsyncRetryAttempts: 0,
  maxAsyncEventAgeInSeconds: 3600,
  enableAsyncStatusLog: true,
  destinationConfig: { onFailure: { destination: 'SMN' as const, param: { topicUrn: 'urn:smn:1' } } },
};
const record = { made: true, timers: ['tick'], async: true, secrets: 'SALT.DIGEST' };
const goal: Goal = {
  name: 'nightshift',
  packageName: 'default',
  runtime: 'Node.js20.15',
  handler: 'index.handler',
  memorySize: 256,
  timeout: 900,
  description: 'At night',
  variables: { LEVEL: 'info' },
  encrypted: { HOOK: 'https://x' },
  xrole: 'nightshift-dcs',
  appXrole: 'nightshift-app',
  maxInstanceNum: 1,
  enableLtsLog: true,
  logConfig: { groupId: 'g1', groupName: 'group', streamId: 's1', streamName: 'stream' },
  asyncPolicy: policy,
  timers: [timer],
  code: { digest: '', bytes: 3 },
  secrets: 'SALT.DIGEST',
  adopts: false,
};
const steps: readonly Step[] = [
  { kind: 'create-function', record },
  { kind: 'update-config', record, because: [] },
  { kind: 'update-code' },
  { kind: 'limit-instances', most: 1 },
  { kind: 'set-policy', policy },
  { kind: 'drop-policy' },
  { kind: 'create-timer', timer },
  { kind: 'turn-timer', id: 't1', timer },
  { kind: 'delete-timer', id: 't1', timer, because: 'surplus' },
  { kind: 'delete-version', version: '1-00000000' },
  { kind: 'publish', version: '2-00000000' },
];

describe('every step sends the request that the official client builds of its own classes', () => {
  test.each(steps)('$kind', async (step) => {
    const endpoint = (await officialEndpoint('cn-north-4')) ?? '';
    const [ours, theirs] = [new Recorder(endpoint), new Recorder(endpoint)];
    const account = createFunctionAccount(await openVerbs(ours), {
      region: 'cn-north-4',
      projectId: 'p1',
      packageName: 'default',
      name: 'nightshift',
    });
    await carryOut(step, account, { goal, zip: zipOf(Buffer.from('zip')) });
    await officialRequests[step.kind]?.(new FunctionGraphClient(theirs));
    expect(theirs.sent).toHaveLength(1);
    expect(ours.sent).toEqual(theirs.sent);
    expect(ours.sent).toMatchObject([{ at: ['https://functiongraph.cn-north-4.myhuaweicloud.com'] }]);
  });

  test('and none is left out', () => {
    expect(steps.map(({ kind }) => kind)).toEqual(Object.keys(officialRequests));
  });
});

test('the address of every region is the official one', async () => {
  const regions = Object.keys(Reflect.get(FunctionGraphRegion, 'REGION_MAP'));
  expect(regions.length).toBeGreaterThan(20);
  for (const region of regions)
    expect(await officialEndpoint(region)).toBe(`https://functiongraph.${region}.myhuaweicloud.com`);
  expect(await officialEndpoint('cn-nowhere-9')).toBeUndefined();
});
