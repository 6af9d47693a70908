import { describe, expect, test } from 'vitest';
import { HuaweiCallError } from '../../../functions/maintenance/huawei/huawei-call-error.ts';
import { SigningClient } from '../../../functions/maintenance/huawei/signing-client.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { checkCredentials } from '../../../functions/nightshift/doctor/check-credentials.ts';
import { IamClient, identify } from '../../../functions/nightshift/doctor/identity.ts';

const projectId = '0123456789abcdef0123456789abcdef';

/** By the machine's clock, as the official signer knows no other. */
async function asked(keys: { readonly secretKey?: string } = {}) {
  const cloud = await startCloud({
    clock: createCloudClock(),
    projects: { 'cn-north-4': projectId, 'cn-east-3': 'fedcba9876543210fedcba9876543210' },
    instances: [],
  });
  const { endpoint, accessKey, secretKey } = cloud;
  const client = new SigningClient({
    ...{ endpoint, projectId: '', readTimeoutMs: 5_000, actionTimeoutMs: 5_000, now: cloud.clock.now },
    credentials: { accessKey, secretKey, securityToken: undefined, ...keys },
  });
  try {
    return await identify(new IamClient(client, client));
  } finally {
    await cloud.close();
  }
}

/** A client of a service that answers in this way. */
function answering(answer: () => unknown) {
  return { sendRequest: async () => answer() as never };
}

describe('whose keys they are', () => {
  test('is what STS and IAM tell, with a signature and without a permission', async () => {
    const identity = await asked();
    expect(identity).toEqual({
      kind: 'known',
      caller: {
        accountId: '00000000000000000000000000000a11',
        principalUrn: 'iam::00000000000000000000000000000a11:user:operator',
      },
      accountName: 'local',
      projects: [
        { id: projectId, name: 'cn-north-4', enabled: true },
        { id: 'fedcba9876543210fedcba9876543210', name: 'cn-east-3', enabled: true },
      ],
    });
    expect(checkCredentials({ kind: 'there', temporary: false }, identity, undefined)).toMatchObject([
      { severity: 'ok', what: 'user operator of account local; permanent keys' },
    ]);
  });

  test('is told as refused, without the signed text', async () => {
    const identity = await asked({ secretKey: 'another-secret-key' });
    expect(identity).toMatchObject({ kind: 'refused', code: 'APIGW.0301' });
    expect(JSON.stringify(identity)).not.toContain('canonicalRequest');
  });

  test('is not asked a second time after a refusal, as six of them lock the key', async () => {
    let calls = 0;
    const refusing = answering(() => {
      calls += 1;
      throw new HuaweiCallError('APIGW.0301', 'ak not exist', { end: 'refused', httpStatus: 401 });
    });
    expect(await identify(new IamClient(refusing, refusing))).toMatchObject({ kind: 'refused' });
    expect(calls).toBe(1);
  });

  test('is not known where IAM does not answer as documented, which is no fault of the keys', async () => {
    const odd = answering(() => ({ something: 'else' }));
    const identity = await identify(new IamClient(odd, odd));
    expect(identity).toMatchObject({ kind: 'unknown' });
    expect(checkCredentials({ kind: 'there', temporary: false }, identity, undefined)).toMatchObject([
      { severity: 'not-tried', code: 'credentials.unknown' },
    ]);
  });

  test.each([
    ['token expires, expires_at: 2026-11-23T00:00:00Z', /have expired/],
    ['decrypt token fail', /all three values from one response/],
    ['AK access failed to reach the limit,forbidden', /wait five minutes/],
    ['verify aksk signature fail', /secret key is not the one/],
    ['Get secretKey failed,ak:***,err:ak not exist', /HUAWEICLOUD_SDK_SECURITY_TOKEN/],
  ])('refused with "%s", tells what to do', (message, todo) => {
    const refused = { kind: 'refused', code: 'APIGW.0301', message } as const;
    const [finding] = checkCredentials({ kind: 'there', temporary: false }, refused, undefined);
    expect(finding?.todo).toMatch(todo);
  });

  test('of an agency is told with its session', () => {
    const caller = { accountId: 'a1', principalUrn: 'sts::a1:assumed-agency:nightshift-dcs/run' };
    const known = { kind: 'known', caller, accountName: undefined, projects: undefined } as const;
    const [finding] = checkCredentials({ kind: 'there', temporary: true }, known, undefined);
    expect(finding?.what).toMatch(/^assumed-agency nightshift-dcs\/run of account a1; temporary keys/);
  });
});
