import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { projects, startAt } from '../dcs/small-dcs.ts';

const OfficialClient = createRequire(import.meta.url)('esdk-obs-nodejs');
const Bucket = 'journal';
const Key = 'runs/nightly%402026~=.jsonl';
let cloud: Cloud;

beforeEach(async () => {
  // The client dates its requests by the clock of the machine.
  vi.useFakeTimers({ toFake: ['Date'], now: startAt });
  const clock = createHandClock(startAt);
  const securityToken = 'a/token+of==the-agency';
  cloud = await startCloud({ clock, projects, instances: [], buckets: [Bucket], securityToken });
});
afterEach(async () => {
  vi.useRealTimers();
  await cloud.close();
});

/** Leads any name to the cloud, so that the client may use the real ones and does what it does with them. */
const toLoopback: LookupFunction = (_, { all }, done) =>
  all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

async function clientAt(host: string, more: Record<string, unknown> = {}) {
  const { port } = new URL(cloud.endpoint);
  const client = new OfficialClient({
    access_key_id: cloud.accessKey,
    secret_access_key: cloud.secretKey,
    security_token: cloud.securityToken,
    server: `http://${host}:${port}`,
    http_agent: new Agent({ lookup: toLoopback, keepAlive: false }),
    is_signature_negotiation: false,
    max_retry_count: 0,
    ...more,
  });
  await new Promise(setImmediate);
  return client;
}

const shown = ({ CommonMsg, InterfaceResult }: Record<string, Record<string, unknown>>) => ({
  status: CommonMsg?.['Status'],
  code: CommonMsg?.['Code'],
  position: InterfaceResult?.['NextPosition'],
});

describe.each([
  ['by virtual host, signed OBS', 'obs.cn-north-4.myhuaweicloud.com', {}],
  ['in the path, signed AWS', '127.0.0.1', {}],
  ['by virtual host, signed AWS', 'obs.cn-north-4.myhuaweicloud.com', { signature: 'v2' }],
])('Huawei’s client, naming the bucket %s,', (_, host, more) => {
  test('appends, is refused a stale position, and reads position and bytes back', async () => {
    const client = await clientAt(host, more);
    const append = (Position: number, Body: string) => client.appendObject({ Bucket, Key, Position, Body });
    expect(shown(await append(0, 'one\n'))).toEqual({ status: 200, code: '', position: '4' });
    expect(shown(await append(0, 'two\n'))).toMatchObject({ status: 409, code: 'PositionNotEqualToLength' });
    expect(shown(await append(4, 'two\n'))).toMatchObject({ status: 200, position: '8' });
    const head = await client.getObjectMetadata({ Bucket, Key });
    expect(head.InterfaceResult).toMatchObject({
      ...{ ObjectType: 'Appendable', NextPosition: '8', ContentLength: '8' },
      RequestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect((await client.getObject({ Bucket, Key })).InterfaceResult.Content).toBe('one\ntwo\n');
  });

  test('puts, lists page by page, and removes', async () => {
    const client = await clientAt(host, more);
    for (const key of ['a/1', 'a/2', 'a/3', 'b']) await client.putObject({ Bucket, Key: key, Body: key });
    expect(shown(await client.appendObject({ Bucket, Key: 'b', Position: 1, Body: 'x' }))).toMatchObject({
      code: 'ObjectNotAppendable',
    });
    const first = await client.listObjects({ Bucket, Prefix: 'a/', MaxKeys: 2 });
    expect(first.InterfaceResult).toMatchObject({
      ...{ IsTruncated: 'true', NextMarker: 'a/2' },
      Contents: [{ Key: 'a/1', Size: '3' }, { Key: 'a/2' }],
    });
    const rest = await client.listObjects({ Bucket, Prefix: 'a/', Marker: 'a/2' });
    expect(rest.InterfaceResult).toMatchObject({ IsTruncated: 'false', Contents: [{ Key: 'a/3' }] });
    const batch = await client.deleteObjects({ Bucket, Objects: [{ Key: 'a/1' }, { Key: 'a/2' }] });
    expect(batch.InterfaceResult.Deleteds).toMatchObject([{ Key: 'a/1' }, { Key: 'a/2' }]);
    expect((await client.deleteObject({ Bucket, Key: 'b' })).CommonMsg.Status).toBe(204);
    const left = await client.listObjects({ Bucket });
    expect(left.InterfaceResult.Contents).toMatchObject([{ Key: 'a/3' }]);
  });

  test('is told what is not there, and that its key is wrong', async () => {
    const client = await clientAt(host, more);
    expect(shown(await client.getObject({ Bucket, Key }))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(shown(await client.getObject({ Bucket: 'other', Key }))).toMatchObject({ code: 'NoSuchBucket' });
    const head = await client.getObjectMetadata({ Bucket, Key });
    expect(shown(head)).toMatchObject({ status: 404 });
    cloud.secretKey = 'another';
    expect(shown(await client.getObject({ Bucket, Key }))).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});
