import { describe, expect, test } from 'vitest';
import type { ObsFaultEffect } from '../../../functions/minicloud/obs/obs-fault.ts';
import { bytesOf, failureOf, obsStage } from './obs-stage.ts';

const passing: readonly ObsFaultEffect[] = [
  { kind: 'dropped-before' },
  { kind: 'dropped-after' },
  { kind: 'server-error', code: 'SlowDown' },
  { kind: 'server-error', code: 'InternalError' },
];

describe('a read of OBS', () => {
  test.each([...passing, { kind: 'cut-short' } as const])('outlasts %j twice', async (effect) => {
    const { store, requests, clock } = await obsStage([{ operation: 'GetObject', times: 2, effect }]);
    await store.append('a', 0, bytesOf('0123456789'));
    expect(Buffer.from((await store.read('a')) ?? []).toString()).toBe('0123456789');
    expect(requests()).toEqual(['AppendObject', 'GetObject', 'GetObject', 'GetObject']);
    const [first = 0, second = 0] = clock.waits;
    expect(first).toBeGreaterThanOrEqual(200);
    expect(second).toBeGreaterThan(first);
  });

  test.each(passing)('gives up after %j three times', async (effect) => {
    const { store, requests } = await obsStage([{ operation: 'GetObject', effect }]);
    expect((await failureOf(store.read('a'))).kind).toBe('unreachable');
    expect(requests()).toHaveLength(3);
  });

  test('that takes too long was not answered, and is tried again', async () => {
    const slow = { operation: 'GetObject', effect: { kind: 'slow-answer', seconds: 60 } } as const;
    const { store, requests } = await obsStage([slow], { timeoutMs: 300 });
    expect(await failureOf(store.read('a'))).toMatchObject({ kind: 'unreachable', code: 'TIMEOUT' });
    expect(requests()).toHaveLength(3);
  });

  test('that is refused is not tried again', async () => {
    const { store, requests } = await obsStage([{ operation: 'any', effect: { kind: 'denied' } }]);
    expect((await failureOf(store.read('a'))).kind).toBe('denied');
    expect((await failureOf(store.list('a'))).kind).toBe('denied');
    expect(requests()).toEqual(['GetObject', 'ListObjects']);
  });

  test('of an empty object is empty, of none nothing', async () => {
    const { store, bucket } = await obsStage();
    bucket.put('nightshift/empty', bytesOf(''), 0);
    expect(await store.read('empty')).toHaveLength(0);
    expect(await store.read('none')).toBeUndefined();
  });
});

describe('a listing of OBS', () => {
  const stageWithMany = async () => {
    const stage = await obsStage();
    const numbered = Array.from({ length: 2_003 }, (_, index) => `runs/${String(index).padStart(4, '0')}`);
    for (const name of numbered) stage.bucket.put(`nightshift/${name}`, bytesOf('x'), 0);
    stage.bucket.put('other/runs/0000', bytesOf('x'), 0);
    stage.bucket.put('nightshift/locks/a', bytesOf('x'), 0);
    return { ...stage, numbered };
  };

  test('goes on page by page to the end', async () => {
    const { store, numbered, requests } = await stageWithMany();
    expect(await store.list('runs/')).toEqual(numbered);
    expect(requests()).toHaveLength(3);
    expect(await store.list('')).toEqual(['locks/a', ...numbered]);
  });

  test('asks for no more than is wanted', async () => {
    const { store, numbered, requests } = await stageWithMany();
    expect(await store.list('runs/', { limit: 2 })).toEqual(numbered.slice(0, 2));
    expect(await store.list('runs/', { limit: 1_001, after: 'runs/0009' })).toEqual(
      numbered.slice(10, 1_011),
    );
    expect(await store.list('runs/', { limit: 0 })).toEqual([]);
    expect(requests()).toHaveLength(3);
  });

  test('is empty where there is nothing, or nothing after', async () => {
    const { store } = await stageWithMany();
    expect(await store.list('nothing')).toEqual([]);
    expect(await store.list('runs/', { after: 'runs/2002' })).toEqual([]);
  });

  test.each(passing)('outlasts %j twice on any page', async (effect) => {
    const { store, cloud, numbered, requests } = await stageWithMany();
    cloud.obs.addFault({ operation: 'ListObjects', after: 1, times: 2, effect });
    expect(await store.list('runs/')).toEqual(numbered);
    expect(requests()).toHaveLength(5);
  });
});

describe('a removal from OBS', () => {
  test('goes in batches of a thousand, and does not mind what is gone already', async () => {
    const { store, bucket, requests } = await obsStage();
    const names = Array.from({ length: 1_001 }, (_, index) => `runs/${index}`);
    for (const name of names) bucket.put(`nightshift/${name}`, bytesOf('x'), 0);
    await store.remove([...names, 'never%40there']);
    expect(await store.list('')).toEqual([]);
    expect(requests()).toEqual(['DeleteObjects', 'DeleteObjects', 'ListObjects']);
    await store.remove([]);
    expect(requests()).toHaveLength(3);
  });

  test('of a key that OBS keeps is denied, although the batch went through', async () => {
    const { store, kept, bucket } = await obsStage([
      { operation: 'DeleteObjects', keyPrefix: 'nightshift/b', effect: { kind: 'item-denied' } },
    ]);
    for (const name of ['a', 'b']) bucket.put(`nightshift/${name}`, bytesOf('x'), 0);
    const error = await failureOf(store.remove(['a', 'b']));
    expect(error).toMatchObject({ kind: 'denied', code: 'AccessDenied' });
    expect(error.message).toContain('nightshift/b was not removed');
    expect([kept('a'), kept('b')]).toEqual([undefined, 'x']);
  });

  test.each<[ObsFaultEffect, string]>([
    [{ kind: 'dropped-after' }, 'ambiguous'],
    [{ kind: 'server-error', code: 'InternalError', carriedOut: true }, 'ambiguous'],
    [{ kind: 'server-error', code: 'SlowDown' }, 'unreachable'],
  ])('that meets %j is %s and sent once', async (effect, kind) => {
    const { store, requests } = await obsStage([{ operation: 'DeleteObjects', effect }]);
    expect((await failureOf(store.remove(['a']))).kind).toBe(kind);
    expect(requests()).toEqual(['DeleteObjects']);
  });
});
