import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { type RequestParts, send, sendSigned, type WireAnswer } from './signed-request.ts';

const minute = 60_000;
const path = `/v2/${project}/instances/status`;
const body = { instances: [instanceIdOf('a')], action: 'restart' };

describe('a cloud refuses, with 401 APIGW.0301 and nothing done,', () => {
  let clock: HandClock;
  let cloud: Cloud;
  beforeEach(async () => {
    clock = createHandClock(startAt);
    cloud = await startCloud({ clock, projects, instances: [{ name: 'a' }] });
  });
  afterEach(() => cloud.close());

  const put = (parts: RequestParts = {}) => sendSigned(cloud, 'PUT', path, { body, ...parts });
  const expectRefusal = (answer: WireAnswer, detail: string) => {
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({
      error_code: 'APIGW.0301',
      error_msg: expect.stringContaining(`Incorrect IAM authentication information: ${detail}`),
      request_id: answer.headers['x-request-id'],
    });
    expect(cloud.audit().at(-1)).toMatchObject({ kind: 'call', status: 401, operation: null, path });
    expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toEqual([]);
  };

  test('a request without a signature', async () => {
    expectRefusal(
      await send(cloud.endpoint + path, 'PUT', {}, JSON.stringify(body)),
      'x-auth-token not found',
    );
  });

  test('an access key nobody has', async () => {
    expectRefusal(await put({ accessKey: 'NOBODY' }), 'Get secretKey failed,ak:***,err:ak not exist');
  });

  test('a secret key that was changed', async () => {
    const signedWith = { ...cloud };
    cloud.secretKey = 'rotated';
    const answer = await sendSigned(signedWith, 'PUT', path, { body });
    expectRefusal(answer, `verify aksk signature fail,canonicalRequest:PUT|${path}/|`);
  });

  test('a request signed more than 15 minutes ago, or ahead, by the cloud’s clock', async () => {
    for (const skew of [-16, 16])
      expectRefusal(
        await put({ signedAt: startAt + skew * minute }),
        'calc ak sk signature fail:signature expired',
      );
    expect((await put({ signedAt: startAt - 15 * minute })).status).toBe(200);
  });

  test('temporary keys without their security token, or with another', async () => {
    cloud.securityToken = 'temporary';
    expectRefusal(await put({ securityToken: null }), 'Get secretKey failed,ak:***,err:ak not exist');
    expectRefusal(await put({ securityToken: 'another' }), 'decrypt token fail');
    expect((await put()).status).toBe(200);
  });

  test('a security token from the instant it expires', async () => {
    cloud.securityToken = 'temporary';
    cloud.securityTokenExpiresAt = startAt + minute;
    clock.advance(minute);
    expectRefusal(await put(), `token expires, expires_at: ${new Date(startAt + minute).toISOString()}`);
  });
});
