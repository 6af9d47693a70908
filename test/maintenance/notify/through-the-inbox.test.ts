import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookChannel } from '../../../functions/maintenance/notify/webhook-channel.ts';
import type { InboxReply } from '../../../functions/minicloud/inbox/scripted-reply.ts';
import { type InboxServer, startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { channelParts, finished, now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('a summary sent to an inbox that checks signatures', () => {
  let clock = stillClock(now);
  let inbox: InboxServer;
  beforeEach(async () => {
    clock = stillClock(now);
    // Moved by hand.
    const handClock = { now: clock.now, scale: Number.POSITIVE_INFINITY };
    inbox = await startInbox({ clock: handClock, secrets: { '/signed': secret } });
  });
  afterEach(() => inbox.close());

  function tell(withSecret: string, timeMs: number) {
    const parts = channelParts(`${inbox.url}/signed`, { secret: withSecret });
    return createWebhookChannel({ ...parts, clock, random: () => 0 }).tell(finished, clock.now() + timeMs);
  }

  test('arrives', async () => {
    expect(await tell(secret, 10_000)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(inbox.messages).toMatchObject([{ answered: 'accepted', json: { data: finished.summary } }]);
  });

  test('is refused under another secret, once', async () => {
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(await tell(other, 10_000)).toMatchObject({ status: 'failed', attempts: 1, reason: 'HTTP 401' });
  });

  test.each<[string, InboxReply]>([
    ['is busy', { kind: 'throttled', retryAfter: { seconds: 2 } }],
    ['names an hour to come again', { kind: 'throttled', retryAfter: { at: now + 5_000 } }],
    ['fails', { kind: 'status', status: 503 }],
    ['breaks the connection', { kind: 'dropped' }],
    ['says nothing', { kind: 'silent' }],
  ])('arrives at the second try, as one message, when the receiver %s', async (_how, reply) => {
    inbox.script(reply);
    // Of real time only what the silent one takes.
    const delivery = await tell(secret, reply.kind === 'silent' ? 300 : 10_000);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(inbox.messages.map(({ answered }) => answered)).toEqual([reply.kind, 'accepted']);
    expect(inbox.distinct()).toHaveLength(1);
  });

  test.each<[string, InboxReply, object]>([
    [
      'is gone',
      { kind: 'gone' },
      { status: 'failed', reason: 'HTTP 410: the receiver is gone, remove the channel' },
    ],
    ['sends it elsewhere', { kind: 'redirect', location: '/other' }, { status: 'failed' }],
    ['stalls after its status', { kind: 'stalled-body' }, { status: 'delivered', reason: 'HTTP 200' }],
    ['never stops answering', { kind: 'endless-body' }, { status: 'delivered', reason: 'HTTP 200' }],
  ])('is sent once when the receiver %s', async (_how, reply, ending) => {
    inbox.script(reply);
    expect(await tell(secret, 300)).toMatchObject({ attempts: 1, ...ending });
    expect(inbox.messages.map(({ answered }) => answered)).toEqual([reply.kind]);
  });
});
