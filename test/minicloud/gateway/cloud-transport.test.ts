import { afterEach, describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { type CloudClock, createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { send, sendSigned } from './signed-request.ts';

const started: Cloud[] = [];
afterEach(() => Promise.all(started.splice(0).map((cloud) => cloud.close())));

async function cloudWith(effect?: FaultEffect) {
  const clock = createHandClock(startAt);
  const faults = effect ? [{ operation: 'RestartOrFlushInstances', effect } as const] : [];
  const cloud = await startCloud({ clock, projects, instances: [{ name: 'a' }], faults });
  started.push(cloud);
  const restart = () =>
    sendSigned(cloud, 'PUT', `/v2/${project}/instances/status`, {
      body: { instances: [instanceIdOf('a')], action: 'restart' },
    });
  const accepted = () => cloud.audit().filter(({ kind }) => kind === 'accepted').length;
  return { cloud, clock, restart, accepted };
}

describe('on the wire', () => {
  test.each([
    ['dropped-before', 0],
    ['dropped-after', 1],
  ] as const)('a connection that is %s acceptance ends without an answer', async (kind, times) => {
    const { restart, accepted, cloud } = await cloudWith({ kind });
    await expect(restart()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(accepted()).toBe(times);
    expect(cloud.audit()).toContainEqual(
      expect.objectContaining({ kind: 'call', status: 'dropped', faults: [kind] }),
    );
  });

  test('a slow answer comes when its cloud time has passed, for what was accepted at once', async () => {
    const { restart, accepted, clock } = await cloudWith({ kind: 'slow-answer', seconds: 20 });
    let answered = false;
    const answer = restart().finally(() => {
      answered = true;
    });
    while (accepted() === 0) await new Promise(setImmediate);
    clock.advance(19_999);
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  test.each([
    ['an answer that is slow', { kind: 'slow-answer', seconds: 20 }],
    ['one that never comes', { kind: 'silent' }],
  ] as const)('%s is no longer waited for when whoever asked has gone', async (_, effect) => {
    const hand = createHandClock(startAt);
    const waits = new Set<() => void>();
    const clock: CloudClock = {
      ...hand,
      at(instant, act) {
        const callOff = hand.at(instant, () => waits.delete(callOff) && act());
        waits.add(callOff);
        return () => waits.delete(callOff) && callOff();
      },
      wait: (cloudMs) => new Promise((resolve) => clock.at(clock.now() + cloudMs, resolve)),
    };
    const cloud = await startCloud({
      ...{ clock, projects, instances: [] },
      faults: [{ operation: 'any', effect }],
    });
    const asked = sendSigned(cloud, 'GET', `/v2/${project}/instances`).catch((error: unknown) => error);
    while (waits.size === 0) await new Promise(setImmediate);
    await cloud.close();
    expect(await asked).toMatchObject({ code: 'ECONNRESET' });
    expect(waits.size).toBe(0);
  });

  test('a malformed answer arrives as it is', async () => {
    const html = await (await cloudWith({ kind: 'malformed', as: 'html' })).restart();
    expect(html).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } });
    expect(html.text).toMatch(/^<html>/);
    const truncated = await (await cloudWith({ kind: 'malformed', as: 'truncated-json' })).restart();
    expect(truncated.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(() => JSON.parse(truncated.text)).toThrow(SyntaxError);
  });

  test('throttling says how long to wait in a header', async () => {
    const { restart } = await cloudWith({ kind: 'throttled', retryAfterSeconds: 3 });
    expect(await restart()).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
  });

  test('a body of more than 12 MB is too large', async () => {
    const { cloud } = await cloudWith();
    const answer = await send(
      `${cloud.endpoint}/v2/${project}/instances/status`,
      'PUT',
      {},
      'x'.repeat(12 * 2 ** 20 + 1),
    );
    expect(answer.status).toBe(413);
  });
});

describe('a mounted handler', () => {
  const echo = (name: string) => (request: { url?: string | undefined }, body: Buffer) =>
    Promise.resolve({ status: 202, headers: { 'X-From': name }, body: `${request.url} ${body}` });

  test('gets unsigned requests under its prefix, and their bodies', async () => {
    const { cloud } = await cloudWith();
    cloud.mount('/inbox/', echo('inbox'));
    const answer = await send(`${cloud.endpoint}/inbox/ops?x=1`, 'POST', {}, 'hello');
    expect(answer).toMatchObject({
      status: 202,
      headers: { 'x-from': 'inbox' },
      text: '/inbox/ops?x=1 hello',
    });
  });

  test('under the longer prefix wins, and other paths stay the cloud’s', async () => {
    const { cloud } = await cloudWith();
    cloud.mount('/in', echo('short'));
    cloud.mount('/inbox/', echo('long'));
    expect((await send(`${cloud.endpoint}/inbox/a`, 'GET')).headers).toHaveProperty('x-from', 'long');
    expect((await send(`${cloud.endpoint}/in`, 'GET')).headers).toHaveProperty('x-from', 'short');
    expect((await send(`${cloud.endpoint}/other`, 'GET')).status).toBe(404);
  });

  test('that fails ends its connection and nothing else', async () => {
    const { cloud, restart } = await cloudWith();
    cloud.mount('/inbox/', () => Promise.reject(new Error('broken')));
    await expect(send(`${cloud.endpoint}/inbox/a`, 'GET')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await restart()).status).toBe(200);
  });
});

test('a closed cloud answers no more', async () => {
  const { cloud } = await cloudWith();
  await cloud.close();
  await expect(send(`${cloud.endpoint}/`, 'GET')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
