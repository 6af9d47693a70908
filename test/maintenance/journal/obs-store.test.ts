import { describe, expect, test } from 'vitest';
import type { ObsFaultEffect } from '../../../functions/minicloud/obs/obs-fault.ts';
import { bytesOf, failureOf, obsStage, storeAt } from './obs-stage.ts';

const key = 'runs/nightly%402026-11-23~=.jsonl';

describe('an append to OBS', () => {
  test('keeps every byte, also those that are no text', async () => {
    const { store } = await obsStage();
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(await store.append(key, 0, bytes)).toBe(256);
    expect(await store.append(key, 256, bytes)).toBe(512);
    expect(Uint8Array.from((await store.read(key)) ?? [])).toEqual(Uint8Array.from([...bytes, ...bytes]));
  });

  test('takes many megabytes at once', async () => {
    const { store } = await obsStage();
    const bytes = new Uint8Array(5 * 2 ** 20).fill(0xe4);
    expect(await store.append(key, 0, bytes)).toBe(bytes.length);
    expect(Buffer.compare((await store.read(key)) ?? new Uint8Array(), bytes)).toBe(0);
  });

  test('of nothing goes through too', async () => {
    const { store } = await obsStage();
    expect(await store.append(key, 0, bytesOf(''))).toBe(0);
  });

  test('lies under the prefix in the bucket', async () => {
    const { store, bucket } = await obsStage();
    await store.append(key, 0, bytesOf('x'));
    expect(bucket.list({ prefix: '', marker: '', maxKeys: 9 }).objects.map(([name]) => name)).toEqual([
      `nightshift/${key}`,
    ]);
  });

  test('at another position than the length is answered, not thrown', async () => {
    const { store, kept } = await obsStage();
    await store.append(key, 0, bytesOf('one'));
    for (const position of [0, 2, 4]) expect(await store.append(key, position, bytesOf('x'))).toBeUndefined();
    expect(kept(key)).toBe('one');
  });

  test.each<[ObsFaultEffect, string, string, string | undefined]>([
    [{ kind: 'dropped-before' }, 'ambiguous', 'CLOSED', undefined],
    [{ kind: 'dropped-after' }, 'ambiguous', 'CLOSED', 'x'],
    [{ kind: 'server-error', code: 'InternalError' }, 'ambiguous', 'InternalError', undefined],
    [{ kind: 'server-error', code: 'InternalError', carriedOut: true }, 'ambiguous', 'InternalError', 'x'],
    [{ kind: 'server-error', code: 'ServiceUnavailable' }, 'ambiguous', 'ServiceUnavailable', undefined],
    [{ kind: 'server-error', code: 'SlowDown' }, 'unreachable', 'SlowDown', undefined],
    [{ kind: 'refused', code: 'BadDigest' }, 'unreachable', 'BadDigest', undefined],
    [{ kind: 'denied' }, 'denied', 'AccessDenied', undefined],
    [{ kind: 'refused', code: 'MethodNotAllowed' }, 'permanent', 'MethodNotAllowed', undefined],
    [{ kind: 'refused', code: 'NotImplemented' }, 'permanent', 'NotImplemented', undefined],
  ])('that meets %j is %s (%s), is sent once, and leaves %s', async (effect, kind, code, left) => {
    const { store, requests, kept, clock } = await obsStage([{ operation: 'AppendObject', effect }]);
    expect(await failureOf(store.append(key, 0, bytesOf('x')))).toMatchObject({ kind, code });
    expect(requests()).toEqual(['AppendObject']);
    expect(clock.waits).toEqual([]);
    expect(kept(key)).toBe(left);
  });

  test('that is not answered in time is ambiguous', async () => {
    const slow = { operation: 'AppendObject', effect: { kind: 'slow-answer', seconds: 60 } } as const;
    const { store, kept } = await obsStage([slow], { timeoutMs: 300 });
    expect(await failureOf(store.append(key, 0, bytesOf('x')))).toMatchObject({
      ...{ kind: 'ambiguous', code: 'TIMEOUT' },
      message: expect.stringMatching(/^no answer from 127\.0\.0\.1:\d+ within 300 ms$/),
    });
    expect(kept(key)).toBe('x');
  });
});

describe('a failure that lasts', () => {
  test('of an object that was uploaded says what to do', async () => {
    const { store, bucket } = await obsStage();
    bucket.put(`nightshift/${key}`, bytesOf('whole'), 0);
    expect(await failureOf(store.append(key, 5, bytesOf('x')))).toMatchObject({
      ...{ kind: 'permanent', code: 'ObjectNotAppendable' },
      message: expect.stringMatching(
        /^nightshift\/runs\/\S+ in bucket journal cannot be appended to: .* leave it where it is and choose another prefix, with this one as journal\.movedFrom \(.*; request [0-9a-f]{32}\)$/,
      ),
    });
  });

  test.each<[string, 'OperationNotSupported' | 'AppendTooLarge' | 'TemporaryRedirect', RegExp]>([
    ['with replication', 'OperationNotSupported', /replication; choose a bucket without it/],
    ['that is too large', 'AppendTooLarge', /beyond 5 GB/],
    ['of another region', 'TemporaryRedirect', /is not at 127\.0\.0\.1:\d+; correct its region/],
  ])('%s says what to do', async (_, code, message) => {
    const { store } = await obsStage([{ operation: 'any', effect: { kind: 'refused', code } }]);
    const told = { kind: 'permanent', code, message: expect.stringMatching(message) };
    expect(await failureOf(store.append(key, 0, bytesOf('x')))).toMatchObject(told);
    expect(await failureOf(store.read(key))).toMatchObject(told);
  });

  test('of a bucket that is not there says so to every verb, unlike a key that is not there', async () => {
    const { store } = await obsStage([], { bucket: 'journals' });
    const message = expect.stringMatching(/^there is no bucket journals at 127\.0\.0\.1:\d+; create it/);
    const told = { kind: 'permanent', code: 'NoSuchBucket', message };
    expect(await failureOf(store.read(key))).toMatchObject(told);
    expect(await failureOf(store.append(key, 0, bytesOf('x')))).toMatchObject(told);
    expect(await failureOf(store.list(''))).toMatchObject(told);
    expect(await failureOf(store.remove([key]))).toMatchObject(told);
  });

  test('of the keys is denied, and says which', async () => {
    const { store, cloud } = await obsStage();
    cloud.secretKey = 'changed';
    const wrong = await failureOf(store.append(key, 0, bytesOf('x')));
    expect(wrong).toMatchObject({ kind: 'denied', code: 'SignatureDoesNotMatch' });
    expect(wrong.message).toMatch(/^the secret key does not belong to the access key/);
    cloud.securityToken = 'renewed';
    const expired = await failureOf(store.read(key));
    expect(expired).toMatchObject({ kind: 'denied', code: 'InvalidAccessKeyId' });
    expect(expired.message).toMatch(/the security token has expired/);
  });

  test('of permissions says which are wanted, of the clock that it is off', async () => {
    const { store, cloud } = await obsStage([{ operation: 'GetObject', effect: { kind: 'denied' } }]);
    const { message, kind } = await failureOf(store.read(key));
    expect(kind).toBe('denied');
    for (const action of ['object:PutObject', 'object:GetObject', 'object:DeleteObject', 'bucket:ListBucket'])
      expect(message).toContain(`obs:${action}`);
    cloud.obs.addFault({ operation: 'AppendObject', effect: { kind: 'clock-off', seconds: 1_200 } });
    const late = await failureOf(store.append(key, 0, bytesOf('x')));
    expect(late).toMatchObject({ kind: 'denied', code: 'RequestTimeTooSkewed' });
    expect(late.message).toMatch(
      /^the clock of \S+ is (off: it is )?20 minutes ahead of that of this machine/,
    );
  });
});

describe('settings that no request could carry', () => {
  test.each([
    [{ bucket: 'Journal' }, '"Journal" is no name of a bucket'],
    [{ bucket: 'a b' }, '"a b" is no name of a bucket'],
    [{ prefix: '/a' }, '"/a" is no prefix of keys'],
    [{ prefix: 'ä/' }, '"ä/" is no prefix of keys'],
    [{ prefix: 'a/../b/' }, '"a/../b/" is no prefix of keys'],
    [
      { endpoint: undefined, region: 'cn north' },
      '"https://obs.cn north.myhuaweicloud.com" is no address of OBS',
    ],
    [{ endpoint: 'http://127.0.0.1:99999' }, '"http://127.0.0.1:99999" is no address of OBS'],
    [{ endpoint: 'http://127.0.0.1/path' }, '"http://127.0.0.1/path" is no address of OBS'],
  ])('%j are refused at once', (settings, message) => {
    expect(() => storeAt('http://127.0.0.1:9', settings)).toThrow(message);
  });

  test.each(['', 'a b', 'ä', 'a?b', 'a\n', '..', './a', 'a/../b', 'a/.'])(
    'as the key %j are refused before anything is sent',
    async (odd) => {
      const { store, requests } = await obsStage();
      const told = { kind: 'permanent', code: 'KEY' };
      expect(await failureOf(store.read(odd))).toMatchObject(told);
      expect(await failureOf(store.append(odd, 0, bytesOf('x')))).toMatchObject(told);
      expect(await failureOf(store.remove(['a', odd]))).toMatchObject(told);
      expect(requests()).toEqual([]);
    },
  );
});
