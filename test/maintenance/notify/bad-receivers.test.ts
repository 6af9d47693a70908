import { expect, test } from 'vitest';
import { tellAll } from '../../../functions/maintenance/notify/channel.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { channelSettings } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { feishuInbox } from '../../../functions/minicloud/inbox/chats/feishu.ts';
import type { InboxReply } from '../../../functions/minicloud/inbox/scripted-reply.ts';
import { startInbox } from '../../minicloud/inbox/inbox-server.ts';
import { channelParts, finished } from './sample-notice.ts';

/** What each of them does to every message. */
const receivers: Readonly<Record<string, InboxReply | undefined>> = {
  dead: { kind: 'dropped' },
  slow: { kind: 'silent' },
  stalled: { kind: 'stalled-body' },
  endless: { kind: 'endless-body' },
  lying: { kind: 'html' },
  good: undefined,
};

test('a dead, a slow, an endless and a lying receiver take no more than the time for telling, and no good one waits for them', async () => {
  const clock = realClock;
  const inbox = await startInbox({ chats: { '/good': feishuInbox() } });
  for (const [name, reply] of Object.entries(receivers))
    if (reply) inbox.script(reply, { times: 3, path: `/${name}` });
  const channels = await Promise.all(
    Object.keys(receivers).map((name) => {
      const settings = channelSettings.parse({
        kind: 'feishu',
        url: `${inbox.url}/${name}`,
        allowLoopback: true,
      });
      return createChannel({ ...channelParts(''), name, settings, clock });
    }),
  );
  const budgetMs = 1_500;
  const began = clock.now();
  const deliveries = await tellAll(channels, finished, began + budgetMs);
  // Alone the silent one would take ten seconds; what is added is for a busy machine.
  expect(clock.now() - began).toBeLessThan(budgetMs + 3_000);
  expect(Object.fromEntries(deliveries.map(({ channel, status }) => [channel, status]))).toEqual({
    dead: 'unconfirmed',
    slow: 'unconfirmed',
    stalled: 'unconfirmed',
    endless: 'unconfirmed',
    lying: 'unconfirmed',
    good: 'delivered',
  });
  await inbox.close();
});
