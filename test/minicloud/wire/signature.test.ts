import { describe, expect, test } from 'vitest';
import { canonicalRequest, signatureFlaw } from '../../../functions/minicloud/wire/signature.ts';

const keys = { accessKey: 'AK', secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc' };
const signedAt = Date.UTC(2019, 10, 15, 3, 36, 55);

/** The example of Huawei Cloud's signing guide ("AK/SK signing and authentication algorithm"). */
const official = {
  method: 'GET',
  target: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
  headers: {
    'content-type': 'application/json',
    host: 'service.region.example.com',
    'x-sdk-date': '20191115T033655Z',
    authorization:
      'SDK-HMAC-SHA256 Access=AK, SignedHeaders=content-type;host;x-sdk-date, ' +
      'Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
  },
  body: Buffer.alloc(0),
};

describe('a signature', () => {
  test('holds for the example of the signing guide', () => {
    expect(signatureFlaw(official, keys, signedAt)).toBeUndefined();
  });

  test('is made of the canonical request that the guide shows', () => {
    expect(canonicalRequest(official, ['content-type', 'host', 'x-sdk-date'])).toBe(
      [
        'GET',
        '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/',
        'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
        'content-type:application/json',
        'host:service.region.example.com',
        'x-sdk-date:20191115T033655Z',
        '',
        'content-type;host;x-sdk-date',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ].join('\n'),
    );
  });

  test('does not depend on how the query was encoded, nor on its order', () => {
    const canonical = (target: string) => canonicalRequest({ ...official, target }, ['host']);
    expect(canonical('/v2/p/i?name=a%20b*(1)~%E4%B8%AD&tags=env%3Dprod&empty')).toBe(
      canonical('/v2/p/i?empty=&tags=env%3dprod&name=a%20b%2A%281%29%7E%E4%B8%AD'),
    );
  });

  test('covers the body only as far as it says so', () => {
    const withHeader = {
      ...official,
      headers: { ...official.headers, 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' },
      body: Buffer.from('anything'),
    };
    expect(canonicalRequest(withHeader, ['x-sdk-content-sha256'])).toMatch(/\nUNSIGNED-PAYLOAD$/);
    expect(canonicalRequest(withHeader, ['host'])).not.toMatch(/\nUNSIGNED-PAYLOAD$/);
  });
});

describe('a request is refused', () => {
  const minute = 60_000;
  const refusal = (change: Partial<typeof official.headers>, now = signedAt, held: object = {}) => {
    const headers: Record<string, string> = { ...official.headers, ...change };
    return signatureFlaw({ ...official, headers }, { ...keys, ...held }, now);
  };

  test('15 minutes after it was signed, and as long before, but not within', () => {
    for (const sign of [-1, 1]) {
      expect(refusal({}, signedAt + sign * 15 * minute)).toBeUndefined();
      expect(refusal({}, signedAt + sign * (15 * minute + 1))).toBe(
        'calc ak sk signature fail:signature expired',
      );
    }
  });

  test('without a signature', () => {
    const { authorization: _, ...headers } = official.headers;
    expect(signatureFlaw({ ...official, headers }, keys, signedAt)).toBe('x-auth-token not found');
  });

  test('with a signature of another algorithm', () => {
    expect(refusal({ authorization: 'AWS4-HMAC-SHA256 Credential=AK' })).toBe('verify aksk signature fail');
  });

  test('when its date is not signed', () => {
    const authorization = official.headers.authorization.replace(';x-sdk-date', '');
    expect(refusal({ authorization })).toBe('verify aksk signature fail');
  });

  test('with an access key that nobody has, which is not repeated', () => {
    expect(refusal({}, signedAt, { accessKey: 'OTHER' })).toBe(
      'Get secretKey failed,ak:***,err:ak not exist',
    );
  });

  test('with another secret key, and told what the signature should have been made of', () => {
    expect(refusal({}, signedAt, { secretKey: 'other' })).toMatch(
      /^verify aksk signature fail,canonicalRequest:GET\|\/v1\/77b6a44cba5143ab91d13ab9a8ff44fd\/vpcs\/\|limit=2/,
    );
  });

  test('without the security token of temporary keys', () => {
    expect(refusal({}, signedAt, { securityToken: 'token' })).toMatch(/ak not exist$/);
  });
});
