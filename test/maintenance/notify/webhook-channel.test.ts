import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createWebhookChannel } from '../../../functions/maintenance/notify/webhook-channel.ts';
import { hangUp, silence, startReceiver, status } from './receiver.ts';
import { channelParts, finished, invocationFailed, now } from './sample-notice.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const inAMinute = now + 60_000;

describe('the webhook channel', () => {
  test('posts the summary as JSON', async () => {
    await using receiver = await startReceiver(status(204));
    const channel = createWebhookChannel(channelParts(`${receiver.url}/hook`));
    expect(await channel.tell(finished, inAMinute)).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 204',
    });
    const [message] = receiver.received;
    expect(JSON.parse(message?.body ?? '')).toEqual({
      type: 'nightshift.run.finished',
      timestamp: '2026-11-23T03:33:22+08:00',
      data: finished.summary,
    });
    expect(message).toMatchObject({
      path: '/hook',
      headers: { 'content-type': 'application/json', 'user-agent': 'Nightshift' },
    });
    expect(message?.headers).not.toHaveProperty('webhook-signature');
  });

  test('posts that nothing could be carried out', async () => {
    await using receiver = await startReceiver(status(200));
    await createWebhookChannel(channelParts(receiver.url)).tell(invocationFailed, inAMinute);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
      type: 'nightshift.invocation.failed',
      timestamp: '2026-11-22T19:34:00.000Z',
      data: { code: 'no-credentials', message: 'the function has no agency', requestId: 'a1b2c3' },
    });
  });

  test.each([finished, invocationFailed])(
    'signs every try anew over the same id and body ($type)',
    async (notice) => {
      await using receiver = await startReceiver(
        status(500),
        status(503, { 'retry-after': '3' }),
        status(200),
      );
      const parts = channelParts(receiver.url, { secret });
      const delivery = await createWebhookChannel(parts).tell(notice, inAMinute);
      expect(delivery).toMatchObject({ status: 'delivered', attempts: 3 });
      expect(parts.clock.waits).toEqual([500, 3_000]);

      const { received } = receiver;
      expect(received.map(({ headers }) => Number(headers['webhook-timestamp']) * 1_000 - now)).toEqual([
        0, 0, 3_000,
      ]);
      expect(new Set(received.map(({ body }) => body)).size).toBe(1);
      const ids = new Set(received.map(({ headers }) => headers['webhook-id']));
      expect(ids.size).toBe(1);
      expect([...ids][0]).toMatch(/^msg_[A-Za-z0-9_-]+$/);
      const oracle = new Webhook(secret);
      for (const { headers, body } of received) {
        const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
        expect(headers['webhook-signature']).toBe(oracle.sign(headers['webhook-id'] ?? '', at, body));
      }
    },
  );

  test('is accepted by the reference library', async () => {
    await using receiver = await startReceiver(status(200));
    // The library compares with the real time, so this once the clock has to be right.
    const clock = { now: Date.now, wait: async () => {} };
    await createWebhookChannel({ ...channelParts(receiver.url, { secret }), clock }).tell(
      finished,
      Date.now() + 60_000,
    );
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'nightshift.run.finished' });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature found');
  });

  test.each([
    ['redirect', 302, 'HTTP 302: redirects are not followed'],
    ['404', 404, 'HTTP 404'],
    ['410', 410, 'HTTP 410: the receiver is gone, remove the channel'],
  ])('takes a %s for final', async (_what, code, reason) => {
    await using receiver = await startReceiver(status(code, { location: '/elsewhere' }));
    const delivery = await createWebhookChannel(channelParts(receiver.url)).tell(finished, inAMinute);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 1, reason });
    expect(receiver.received).toHaveLength(1);
  });

  test.each([408, 429, 500, 503])('gives up after three answers of %i', async (code) => {
    await using receiver = await startReceiver(status(code));
    const delivery = await createWebhookChannel(channelParts(receiver.url)).tell(finished, inAMinute);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 3, reason: `HTTP ${code}` });
    expect(receiver.received).toHaveLength(3);
  });

  test('does not wait longer than there is time, though asked to', async () => {
    await using receiver = await startReceiver(status(429, { 'retry-after': '120' }));
    const parts = channelParts(receiver.url);
    expect(await createWebhookChannel(parts).tell(finished, inAMinute)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'HTTP 429; asked to wait 120s, longer than there is time',
    });
    expect(parts.clock.waits).toEqual([]);
  });

  test.each([
    ['hung up', hangUp],
    ['said nothing', silence],
  ])('does not know whether a message arrived whose receiver %s', async (_how, answer) => {
    await using receiver = await startReceiver(answer, status(500), status(404));
    const parts = { ...channelParts(receiver.url), random: () => 0 };
    const delivery = await createWebhookChannel(parts).tell(finished, now + 300);
    expect(delivery).toMatchObject({ status: 'unconfirmed', attempts: 3, reason: 'HTTP 404' });
  });

  test('knows that it arrived when a later try says so', async () => {
    await using receiver = await startReceiver(hangUp, status(200));
    const delivery = await createWebhookChannel(channelParts(receiver.url)).tell(finished, inAMinute);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  test('does not begin without time, nor go on without', async () => {
    await using receiver = await startReceiver(status(500));
    const channel = createWebhookChannel(channelParts(receiver.url));
    expect(await channel.tell(finished, now)).toEqual({
      channel: 'ops',
      status: 'not-tried',
      attempts: 0,
      reason: 'no time left to tell',
    });
    expect(await channel.tell(finished, now + 600)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'HTTP 500; no time left to try again',
    });
    expect(receiver.received).toHaveLength(1);
  });

  test('stops when a wait took longer than it was meant to', async () => {
    await using receiver = await startReceiver(status(500));
    const parts = channelParts(receiver.url);
    const clock = { ...parts.clock, wait: () => parts.clock.wait(30_000) };
    const delivery = await createWebhookChannel({ ...parts, clock }).tell(finished, inAMinute);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 1, reason: 'HTTP 500' });
  });
});
