import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { webhookId } from '../../../functions/maintenance/notify/notice.ts';
import { cloudEventBody } from '../../../functions/maintenance/notify/webhook-body.ts';
import {
  classifyCloudEvent,
  createWebhookChannel,
} from '../../../functions/maintenance/notify/webhook-channel.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { hangUp, startReceiver, status } from './receiver.ts';
import { channelParts, finished, invocationFailed, now } from './sample-notice.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const nothing = createRedactor([]);
const limit = 64 * 1024;

function eventOf(notice: Notice): { readonly text: string; readonly event: Record<string, unknown> } {
  const text = cloudEventBody(notice, { id: webhookId(notice), now }, nothing);
  return { text, event: JSON.parse(text) };
}

describe('a notice as a CloudEvent', () => {
  test('is the summary of a run', () => {
    expect(eventOf(finished).event).toEqual({
      specversion: '1.0',
      id: webhookId(finished),
      source: 'urn:nightshift:job:nightly-soft-restart',
      type: 'nightshift.run.finished',
      subject: 'nightly-soft-restart@2026-11-23T03:30:00+08:00',
      time: '2026-11-23T03:33:22+08:00',
      datacontenttype: 'application/json',
      data: finished.summary,
    });
  });

  test('is the failure of an invocation', () => {
    expect(eventOf(invocationFailed).event).toEqual({
      specversion: '1.0',
      id: webhookId(invocationFailed),
      source: 'urn:nightshift:function',
      type: 'nightshift.invocation.failed',
      subject: 'a1b2c3',
      time: '2026-11-22T19:34:00.000Z',
      datacontenttype: 'application/json',
      data: { code: 'no-credentials', message: 'the function has no agency', requestId: 'a1b2c3' },
    });
  });

  test('lists what needs a person first, and says how many it leaves out', () => {
    const rows = [
      ...Array.from({ length: 1_000 }, (_, at) => row(`well-${at}`)),
      ...Array.from({ length: 100 }, (_, at) => row(`bad-${at}`, { outcome: 'failed', code: 'e' })),
    ];
    const { text, event } = eventOf({ ...finished, summary: summarize(runEnd(rows)) });
    const { data } = event as { data: typeof finished.summary };
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(data.instances.filter(({ outcome }) => outcome === 'failed')).toHaveLength(100);
    const leftOut = 1_100 - data.instances.length;
    expect(data.problems.at(-1)?.reason).toContain(`${leftOut} instance(s)`);
  });

  test('holds no secret', () => {
    const failure = { code: 'canary-1', message: 'see https://h/canary-1', requestId: 'a' };
    const redact = createRedactor(['canary-1']);
    const named = { ...finished, summary: summarize(runEnd([row('canary-1', { id: 'id' })])) };
    for (const notice of [{ ...invocationFailed, failure } as Notice, named])
      expect(cloudEventBody(notice, { id: 'msg', now }, redact)).not.toContain('canary-1');
  });
});

describe('a receiver of CloudEvents', () => {
  test.each([
    [200, 'delivered'],
    [202, 'delivered'],
    [204, 'delivered'],
    [302, 'permanent'],
    [400, 'permanent'],
    [410, 'permanent'],
    [415, 'permanent'],
    [429, 'transient'],
    [502, 'transient'],
    [504, 'transient'],
  ])('that answers %i is %s', (code, kind) => {
    expect(classifyCloudEvent(code, { 'retry-after': '7' })).toMatchObject({
      kind,
      ...(kind === 'transient' && { retryAfter: '7' }),
    });
  });

  test('says with 202 and 415 what it says nowhere else', () => {
    expect(classifyCloudEvent(202, {}).reason).toBe('HTTP 202: taken in, what becomes of it is not told');
    expect(classifyCloudEvent(415, {}).reason).toBe('HTTP 415: the receiver takes no CloudEvents as JSON');
  });
});

describe('a webhook with envelope: cloudevents', () => {
  test('is announced as one event, and signed so that the reference library accepts it', async () => {
    await using receiver = await startReceiver(status(202));
    // The library compares with the real time, so this once the clock has to be right.
    const clock = { now: Date.now, wait: async () => {} };
    const parts = { ...channelParts(receiver.url, { secret, envelope: 'cloudevents' }), clock };
    expect(await createWebhookChannel(parts).tell(finished, Date.now() + 60_000)).toMatchObject({
      status: 'delivered',
      reason: 'HTTP 202: taken in, what becomes of it is not told',
    });
    const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = receiver.received;
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      specversion: '1.0',
      id: headers['webhook-id'],
    });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature found');
  });

  test('is the same event at every try', async () => {
    await using receiver = await startReceiver(status(500), hangUp, status(200));
    const channel = createWebhookChannel(channelParts(receiver.url, { envelope: 'cloudevents' }));
    for (const notice of [finished, invocationFailed]) await channel.tell(notice, now + 60_000);
    const bodies = receiver.received.map(({ body }) => body);
    expect(bodies).toHaveLength(4);
    expect(new Set(bodies.slice(0, 3)).size).toBe(1);
  });

  test('goes through an inbox that checks signatures', async () => {
    const handClock = { now: () => now, scale: Number.POSITIVE_INFINITY };
    const inbox = await startInbox({ clock: handClock, secrets: { '/events': secret } });
    try {
      const parts = channelParts(`${inbox.url}/events`, { secret, envelope: 'cloudevents' });
      expect(await createWebhookChannel(parts).tell(finished, now + 10_000)).toMatchObject({
        status: 'delivered',
        attempts: 1,
      });
      expect(inbox.messages).toMatchObject([
        { answered: 'accepted', json: { type: 'nightshift.run.finished', data: finished.summary } },
      ]);
    } finally {
      await inbox.close();
    }
  });
});
