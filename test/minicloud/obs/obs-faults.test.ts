import { afterEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import type { ObsFault, ObsFaultEffect } from '../../../functions/minicloud/obs/obs-fault.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { projects, startAt } from '../dcs/small-dcs.ts';
import { appendOf, askObs, type ObsAsked } from './obs-sender.ts';

const started: Cloud[] = [];
afterEach(() => Promise.all(started.splice(0).map((cloud) => cloud.close())));

async function cloudWith(...obsFaults: readonly ObsFault[]) {
  const clock = createHandClock(startAt);
  const cloud = await startCloud({ clock, projects, instances: [], buckets: ['journal'], obsFaults });
  started.push(cloud);
  return {
    cloud,
    clock,
    ask: (asked: ObsAsked) => askObs(cloud, asked),
    kept: (key: string) => cloud.obs.bucket('journal')?.get(key)?.bytes.toString(),
  };
}

describe('an append is', () => {
  test.each<[ObsFaultEffect, string | undefined]>([
    [{ kind: 'dropped-before' }, undefined],
    [{ kind: 'dropped-after' }, 'x'],
  ])('%j and leaves %s', async (effect, left) => {
    const { cloud, ask, kept } = await cloudWith({ operation: 'AppendObject', effect });
    await expect(ask(appendOf('a', 0, 'x'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(kept('a')).toBe(left);
    expect(cloud.audit()).toMatchObject([{ kind: 'obs', status: 'dropped', faults: [effect.kind] }]);
  });

  test.each<[ObsFaultEffect, number, string, string | undefined]>([
    [{ kind: 'server-error', code: 'SlowDown' }, 503, 'SlowDown', undefined],
    [{ kind: 'server-error', code: 'InternalError' }, 500, 'InternalError', undefined],
    [{ kind: 'server-error', code: 'InternalError', carriedOut: true }, 500, 'InternalError', 'x'],
    [{ kind: 'denied' }, 403, 'AccessDenied', undefined],
    [{ kind: 'refused', code: 'OperationNotSupported' }, 400, 'OperationNotSupported', undefined],
  ])('answered for %j with %i %s and leaves %s', async (effect, status, code, left) => {
    const { ask, kept } = await cloudWith({ operation: 'AppendObject', effect });
    const answer = await ask(appendOf('a', 0, 'x'));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    expect(kept('a')).toBe(left);
  });

  test('answered late, and carried out at once', async () => {
    const { cloud, clock, ask, kept } = await cloudWith({
      operation: 'any',
      effect: { kind: 'slow-answer', seconds: 20 },
    });
    let answered = false;
    const answer = ask(appendOf('a', 0, 'x')).finally(() => {
      answered = true;
    });
    while (cloud.audit().length === 0) await new Promise(setImmediate);
    expect(kept('a')).toBe('x');
    clock.advance(19_999);
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    clock.advance(1);
    expect((await answer).status).toBe(200);
  });
});

test('a fault plays as often as it says, after as many as it says, for its operation and keys alone', async () => {
  const { cloud, ask } = await cloudWith({
    ...{ operation: 'AppendObject', keyPrefix: 'runs/', after: 1, times: 2 },
    effect: { kind: 'denied' },
  });
  const statuses: number[] = [];
  for (const [key, position] of [
    ['runs/a', 0],
    ['b', 0],
    ['runs/a', 1],
    ['runs/c', 0],
    ['runs/a', 1],
  ] as const)
    statuses.push((await ask(appendOf(key, position, 'x'))).status);
  expect(statuses).toEqual([200, 200, 403, 403, 200]);
  cloud.obs.addFault({ operation: 'ListObjects', keyPrefix: 'runs/', effect: { kind: 'denied' } });
  expect((await ask({ method: 'GET', path: '/', query: 'prefix=runs/' })).status).toBe(403);
  expect((await ask({ method: 'GET', path: '/', query: 'prefix=b' })).status).toBe(200);
  expect((await ask({ method: 'GET', path: '/runs/a' })).status).toBe(200);
});

test('an answer that is cut short breaks off within its body', async () => {
  const { ask } = await cloudWith({ operation: 'GetObject', effect: { kind: 'cut-short' } });
  await ask(appendOf('a', 0, '0123456789'));
  await expect(ask({ method: 'GET', path: '/a' })).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a key that is denied within a batch stays, and the others go', async () => {
  const { ask, kept } = await cloudWith({
    ...{ operation: 'DeleteObjects', keyPrefix: 'b' },
    effect: { kind: 'item-denied' },
  });
  for (const key of ['a', 'b']) await ask(appendOf(key, 0, key));
  const body =
    '<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
  const { status, text } = await ask({ method: 'POST', path: '/', signed: 'delete', body });
  expect(status).toBe(200);
  expect(text).toContain('<Error><Key>b</Key><Code>AccessDenied</Code>');
  expect(text).not.toContain('<Key>a</Key>');
  expect([kept('a'), kept('b')]).toEqual([undefined, 'b']);
});

describe('a read that is none', () => {
  test.each<[ObsFaultEffect, number, string]>([
    [{ kind: 'cut-read', bytes: 2 }, 200, '0123'],
    [{ kind: 'cut-read' }, 200, ''],
    [{ kind: 'empty-read' }, 200, ''],
    [{ kind: 'stale-read' }, 200, '012'],
    [{ kind: 'stale-read', appends: 2 }, 404, 'NoSuchKey'],
  ])('gives for %j %i %j, and the next one all', async (effect, status, text) => {
    const { ask } = await cloudWith({ operation: 'GetObject', times: 1, effect });
    await ask(appendOf('a', 0, '012'));
    await ask(appendOf('a', 3, '345'));
    const bad = await ask({ method: 'GET', path: '/a' });
    expect(bad).toMatchObject({ status, text: expect.stringContaining(text) });
    if (status === 200) expect(bad.text).toBe(text);
    expect((await ask({ method: 'GET', path: '/a' })).text).toBe('012345');
  });
});

test('an append that is not stored is answered as one that is, and only where it would have been', async () => {
  const { ask, kept } = await cloudWith({
    operation: 'AppendObject',
    after: 1,
    times: 2,
    effect: { kind: 'not-stored' },
  });
  await ask(appendOf('a', 0, '012'));
  const answer = await ask(appendOf('a', 3, '345'));
  expect([answer.status, answer.headers['x-obs-next-append-position']]).toEqual([200, '6']);
  expect((await ask(appendOf('a', 6, '678'))).text).toContain('PositionNotEqualToLength');
  expect(kept('a')).toBe('012');
});

test('a clock that is off judges signatures, and dates the answers', async () => {
  const effect = { kind: 'clock-off', seconds: 1_200 } as const;
  const { ask, clock } = await cloudWith({ operation: 'any', times: 2, effect });
  const refused = await ask(appendOf('a', 0, '012'));
  expect(refused.text).toContain('RequestTimeTooSkewed');
  expect(Date.parse(String(refused.headers['date']))).toBe(clock.now() + 1_200_000);
  expect((await ask({ ...appendOf('a', 0, '012'), signedAt: clock.now() + 1_200_000 })).status).toBe(200);
  expect((await ask(appendOf('a', 3, '345'))).status).toBe(200);
});

test('a range without an end gives the rest, with bad reads too, and is refused where there is none', async () => {
  const { cloud, ask } = await cloudWith();
  await ask(appendOf('a', 0, '012345'));
  const from = (position: number) =>
    ask({ method: 'GET', path: '/a', headers: { range: `bytes=${position}-` } });
  const rest = await from(4);
  expect([rest.status, rest.text, rest.headers['content-range']]).toEqual([206, '45', 'bytes 4-5/6']);
  expect(await from(6)).toMatchObject({ status: 416, text: expect.stringContaining('InvalidRange') });
  cloud.obs.addFault({ operation: 'GetObject', effect: { kind: 'cut-read', bytes: 1 } });
  expect((await from(4)).text).toBe('4');
});
