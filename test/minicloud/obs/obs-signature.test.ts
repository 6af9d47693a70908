import { describe, expect, test } from 'vitest';
import { readObsRequest } from '../../../functions/minicloud/obs/obs-request.ts';
import { obsSignatureFlaw } from '../../../functions/minicloud/obs/obs-signature.ts';

type Vector = readonly [
  name: string,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
];

/** The examples of "Signing and authenticating REST requests" of S3, whose scheme the AWS spelling is. */
const s3Keys = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const s3Host = 'johnsmith.s3.amazonaws.com';
const s3Vectors: readonly Vector[] = [
  [
    'a GET',
    'GET',
    '/photos/puppy.jpg',
    { date: 'Tue, 27 Mar 2007 19:36:42 +0000', authorization: 'bWq2s1WEIj+Ydj0vQ697zp+IXMU=' },
  ],
  [
    'a PUT',
    'PUT',
    '/photos/puppy.jpg',
    {
      'content-type': 'image/jpeg',
      date: 'Tue, 27 Mar 2007 21:15:45 +0000',
      authorization: 'MyyxeRY7whkBe+bq8fHCL/2kKUg=',
    },
  ],
  [
    'a listing',
    'GET',
    '/?prefix=photos&max-keys=50&marker=puppy',
    { date: 'Tue, 27 Mar 2007 19:42:41 +0000', authorization: 'htDYFYduRNen8P9ZfE/s9SuKy0U=' },
  ],
  [
    'a subresource',
    'GET',
    '/?acl',
    { date: 'Tue, 27 Mar 2007 19:44:46 +0000', authorization: 'c2WLPFtWHVgbEmeEG93a4cG37dM=' },
  ],
];

/** Made with `openssl dgst -sha1 -hmac` of the text that "User Signature Authentication" (obs_04_0010) describes. */
const obsKeys = {
  accessKey: 'LOCALCLOUDACCESSKEY1',
  secretKey: 'local-cloud-secret-key-of-no-other-use-1',
  securityToken: 'token-1',
};
const obsVectors: readonly Vector[] = [
  [
    'an append',
    'POST',
    '/runs/a%25b.jsonl?append&position=5',
    {
      'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==',
      'content-type': 'application/octet-stream',
      date: 'Sun, 22 Nov 2026 19:30:00 GMT',
      'x-obs-security-token': 'token-1',
      authorization: '+yvStE4S+HLj9swR4aTiEvKAkQo=',
    },
  ],
  [
    'a date among its own headers',
    'POST',
    '/?delete',
    {
      date: 'Mon, 23 Nov 2026 00:00:00 GMT',
      'x-obs-date': 'Sun, 22 Nov 2026 19:30:00 GMT',
      'x-obs-security-token': 'token-1',
      authorization: 'wIagy5nrNyi3kQMoJ6o0KusEXgY=',
    },
  ],
];
const obsHost = 'journal.obs.cn-north-4.myhuaweicloud.com';

function flawOf([, method, target, headers]: Vector, host: string, keys: typeof s3Keys, late = 0) {
  const scheme = host === s3Host ? 'AWS' : 'OBS';
  const sent = { ...headers, host, authorization: `${scheme} ${keys.accessKey}:${headers['authorization']}` };
  const signedAt = Date.parse(headers['x-obs-date'] ?? headers['date'] ?? '');
  return obsSignatureFlaw(readObsRequest(method, target, sent), sent, keys, signedAt + late)?.code;
}

describe('the signature spelled AWS', () => {
  test.each(s3Vectors)('holds for %s', (...vector) => {
    expect(flawOf(vector, s3Host, s3Keys)).toBeUndefined();
  });

  test.each(s3Vectors)('does not hold for %s with another key', (...vector) => {
    expect(flawOf(vector, s3Host, { ...s3Keys, secretKey: 'other' })).toBe('SignatureDoesNotMatch');
  });

  test('covers method, type, date, path and subresources, and no other parameters', () => {
    const [, put = s3Vectors[0], list] = s3Vectors;
    if (!put || !list) expect.unreachable();
    const [name, method, target, headers] = put;
    const changed: readonly Vector[] = [
      [name, 'POST', target, headers],
      [name, method, '/photos/puppy.png', headers],
      [name, method, `${target}?acl`, headers],
      [name, method, target, { ...headers, 'content-type': 'image/png' }],
      [name, method, target, { ...headers, 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }],
      [name, method, target, { ...headers, date: 'Tue, 27 Mar 2007 21:15:46 +0000' }],
      [name, method, target, { ...headers, 'x-amz-meta-a': '1' }],
    ];
    for (const vector of changed) expect(flawOf(vector, s3Host, s3Keys)).toBe('SignatureDoesNotMatch');
    expect(flawOf(['', 'GET', '/?prefix=other', list[3]], s3Host, s3Keys)).toBeUndefined();
  });
});

describe('the signature spelled OBS', () => {
  test.each(obsVectors)('holds for %s', (...vector) => {
    expect(flawOf(vector, obsHost, obsKeys)).toBeUndefined();
  });

  test('covers the position of an append', () => {
    const [append] = obsVectors;
    if (!append) expect.unreachable();
    const elsewhere: Vector = [append[0], append[1], '/runs/a%25b.jsonl?append&position=6', append[3]];
    expect(flawOf(elsewhere, obsHost, obsKeys)).toBe('SignatureDoesNotMatch');
  });

  test.each([
    [-900_001, 'RequestTimeTooSkewed'],
    [-900_000, undefined],
    [900_000, undefined],
    [900_001, 'RequestTimeTooSkewed'],
  ])('made %i ms before its arrival has the flaw %s', (late, flaw) => {
    for (const vector of obsVectors) expect(flawOf(vector, obsHost, obsKeys, late)).toBe(flaw);
  });
});
