import { afterEach, describe, expect, test } from 'vitest';
import { type Cloud, type CloudOptions, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { projects, startAt } from '../dcs/small-dcs.ts';
import { send } from '../gateway/signed-request.ts';
import { appendOf, askObs, type ObsAsked } from './obs-sender.ts';

const started: Cloud[] = [];
afterEach(() => Promise.all(started.splice(0).map((cloud) => cloud.close())));

async function cloudWithBucket(options: Partial<CloudOptions> = {}) {
  const clock = createHandClock(startAt);
  const cloud = await startCloud({ clock, projects, instances: [], buckets: ['journal'], ...options });
  started.push(cloud);
  const ask = (asked: ObsAsked) => askObs(cloud, asked);
  return { cloud, clock, ask };
}

const codeIn = (text: string) => /<Code>(.*?)<\/Code>/.exec(text)?.[1];

describe.each([
  ['obs', 'path'],
  ['obs', 'host'],
  ['amz', 'path'],
  ['amz', 'host'],
] as const)('a bucket, signed x-%s- and named in the %s,', (spelling, style) => {
  test.each([undefined, 'a/token+of==the-agency'])(
    'keeps what is appended, with token %s',
    async (securityToken) => {
      const { ask } = await cloudWithBucket({ securityToken });
      const way = { spelling, style };
      const first = await ask({ ...way, ...appendOf('runs/n%25402026.jsonl', 0, 'one\n') });
      expect(first).toMatchObject({ status: 200, headers: { 'x-obs-next-append-position': '4' } });
      expect(first.headers).toHaveProperty(`x-${spelling}-request-id`);
      const stale = await ask({ ...way, ...appendOf('runs/n%25402026.jsonl', 0, 'two\n') });
      expect([stale.status, codeIn(stale.text)]).toEqual([409, 'PositionNotEqualToLength']);
      await ask({ ...way, ...appendOf('runs/n%25402026.jsonl', 4, 'two\n') });
      expect(await ask({ ...way, method: 'GET', path: '/runs/n%25402026.jsonl' })).toMatchObject({
        status: 200,
        headers: { 'content-length': '8', 'x-obs-object-type': 'Appendable' },
        text: 'one\ntwo\n',
      });
      const head = await ask({ ...way, method: 'HEAD', path: '/runs/n%25402026.jsonl' });
      expect(head).toMatchObject({ status: 200, headers: { 'x-obs-next-append-position': '8' }, text: '' });
      const list = await ask({ ...way, method: 'GET', path: '/', query: 'prefix=runs/' });
      expect(list.text).toContain('<Contents><Key>runs/n%402026.jsonl</Key>');
      const removal = { ...way, method: 'POST', path: '/', signed: 'delete' };
      const body = '<Delete><Object><Key>runs/n%402026.jsonl</Key></Object></Delete>';
      expect((await ask({ ...removal, body })).text).toContain(
        '<Deleted><Key>runs/n%402026.jsonl</Key></Deleted>',
      );
      expect((await ask({ ...way, method: 'GET', path: '/runs/n%25402026.jsonl' })).status).toBe(404);
    },
  );
});

describe('a request is refused', () => {
  const get = { method: 'GET', path: '/a' } as const;
  const token = { securityToken: 'token' };

  test.each<[string, number, string, Partial<CloudOptions>, ObsAsked]>([
    ['a bucket that is not there', 404, 'NoSuchBucket', {}, { ...get, bucket: 'nowhere' }],
    ['a key that is not there', 404, 'NoSuchKey', {}, get],
    ['an access key it does not know', 403, 'InvalidAccessKeyId', {}, { ...get, accessKey: 'OTHER' }],
    ['temporary keys without their token', 403, 'InvalidAccessKeyId', token, { ...get, securityToken: null }],
    ['another token', 403, 'InvalidAccessKeyId', token, { ...get, securityToken: 'other' }],
    ['a token that expired', 403, 'InvalidAccessKeyId', { ...token, securityTokenExpiresAt: startAt }, get],
    ['a clock that is late', 403, 'RequestTimeTooSkewed', {}, { ...get, signedAt: startAt - 901_000 }],
    ['no date', 403, 'AccessDenied', {}, { ...get, headers: { date: '' } }],
    [
      'a signature of no known form',
      400,
      'InvalidArgument',
      {},
      { ...get, headers: { authorization: 'OBS a' } },
    ],
    [
      'bytes that are not those of the digest',
      400,
      'BadDigest',
      {},
      { ...appendOf('a', 0, 'x'), arrives: 'y' },
    ],
    [
      'an append without a position',
      400,
      'InvalidArgument',
      {},
      { method: 'POST', path: '/a', signed: 'append' },
    ],
    ['an operation it does not have', 501, 'NotImplemented', {}, { ...get, signed: 'acl' }],
    [
      'a batch that is no XML',
      400,
      'MalformedXML',
      {},
      { method: 'POST', path: '/', signed: 'delete', body: 'x' },
    ],
  ])('for %s: %i %s', async (_, status, code, options, asked) => {
    const { cloud, ask } = await cloudWithBucket(options);
    const answer = await ask(asked);
    expect([answer.status, codeIn(answer.text)]).toEqual([status, code]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/xml', 'x-obs-error-code': code });
    expect(cloud.audit()).toMatchObject([{ kind: 'obs', status }]);
  });
});

test('a secret key that was changed counts from then on', async () => {
  const { cloud, ask } = await cloudWithBucket();
  expect((await ask(appendOf('a', 0, 'x'))).status).toBe(200);
  const sentBefore = cloud.secretKey;
  cloud.secretKey = 'another';
  expect((await ask(appendOf('a', 1, 'x'))).status).toBe(200);
  const old = await askObs({ ...cloud, secretKey: sentBefore }, appendOf('a', 2, 'x'));
  expect([old.status, codeIn(old.text)]).toEqual([403, 'SignatureDoesNotMatch']);
});

test('an unsigned request for a bucket is denied, and any other stays the cloud’s', async () => {
  const { cloud } = await cloudWithBucket();
  const answer = await send(`${cloud.endpoint}/journal/a`, 'GET');
  expect([answer.status, codeIn(answer.text)]).toEqual([403, 'AccessDenied']);
  expect((await send(`${cloud.endpoint}/other/a`, 'GET')).text).toContain('APIGW.0101');
});

test('an object that was put takes no appends, and an error to HEAD is in its headers', async () => {
  const { ask } = await cloudWithBucket();
  expect((await ask({ method: 'PUT', path: '/a', body: 'whole' })).status).toBe(200);
  expect(codeIn((await ask(appendOf('a', 5, 'x'))).text)).toBe('ObjectNotAppendable');
  expect((await ask({ method: 'HEAD', path: '/a' })).headers).not.toHaveProperty('x-obs-object-type');
  expect((await ask({ method: 'DELETE', path: '/a' })).status).toBe(204);
  const gone = await ask({ method: 'HEAD', path: '/a' });
  expect(gone).toMatchObject({ status: 404, headers: { 'x-obs-error-code': 'NoSuchKey' }, text: '' });
});

test('a listing is cut at what was asked for and at 1,000, and tells where to go on', async () => {
  const { cloud, ask } = await cloudWithBucket();
  const bucket = cloud.obs.bucket('journal');
  for (let i = 0; i < 1_001; i += 1) bucket?.put(`k${String(i).padStart(4, '0')}`, Buffer.from('x'), startAt);
  const list = async (query: string) => {
    const { text } = await ask({ method: 'GET', path: '/', query });
    return {
      keys: [...text.matchAll(/<Contents><Key>(.*?)<\/Key>/g)].map(([, key]) => key),
      truncated: /<IsTruncated>true</.test(text),
      next: /<NextMarker>(.*?)</.exec(text)?.[1],
    };
  };
  const first = await list('max-keys=5000');
  expect([first.keys.length, first.truncated, first.next]).toEqual([1000, true, 'k0999']);
  expect(await list('marker=k0999')).toEqual({ keys: ['k1000'], truncated: false, next: undefined });
  expect(await list('prefix=k000&max-keys=2&marker=k0003')).toEqual({
    keys: ['k0004', 'k0005'],
    truncated: true,
    next: 'k0005',
  });
});

test('the audit log tells of every request, with its bucket, key and operation', async () => {
  const { cloud, clock, ask } = await cloudWithBucket();
  await ask(appendOf('a', 0, 'x'));
  clock.advance(1000);
  await ask({ method: 'GET', path: '/', query: 'prefix=a' });
  const entry = { kind: 'obs', requestId: expect.any(String), bucket: 'journal', status: 200, faults: [] };
  expect(cloud.audit()).toEqual([
    { ...entry, at: startAt, method: 'POST', key: 'a', operation: 'AppendObject' },
    { ...entry, at: startAt + 1000, method: 'GET', key: null, operation: 'ListObjects' },
  ]);
});
