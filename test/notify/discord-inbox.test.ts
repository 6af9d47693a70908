import { describe, expect, test } from 'vitest';
import { answerAsDiscord, type DiscordTrouble } from '../../functions/minicloud/inbox-discord.ts';
import { createChannel } from '../../functions/notify/create-channel.ts';
import { createRedactor } from '../../functions/notify/redact.ts';
import { type ChatPost, startChat } from './chat-receiver.ts';
import { endings } from './sample-endings.ts';
import { now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const well = (post: ChatPost) => answerAsDiscord(post);
const badly = (trouble: DiscordTrouble) => (post: ChatPost) => answerAsDiscord(post, trouble);

async function tell(url: string, clock = stillClock(now)) {
  const channel = await createChannel({
    name: 'ops',
    settings: {
      kind: 'discord',
      url: `${url}/api/webhooks/1/s3cret`,
      when: 'always',
      language: 'en',
      allowLoopback: true,
      mention: ['here'],
    },
    clock,
    random: () => 0,
    redact: createRedactor([url]),
  });
  return channel.tell(endings.partial, now + 60_000);
}

describe('a summary sent to a webhook of Discord', () => {
  test('arrives, and the answer says so', async () => {
    await using chat = await startChat(well);
    expect(await tell(chat.url)).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 200',
    });
    expect(chat.received).toMatchObject([{ method: 'POST', path: '/api/v10/webhooks/1/s3cret?wait=true' }]);
    expect(JSON.parse(chat.received[0]?.body ?? '')).toMatchObject({ content: '@here' });
  });

  test('is sent once more as text when the embeds are refused', async () => {
    await using chat = await startChat(badly('no-embeds'));
    expect(await tell(chat.url)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(JSON.parse(chat.received[1]?.body ?? '')).not.toHaveProperty('embeds');
  });

  test('waits as long as it is asked to', async () => {
    await using chat = await startChat(badly('too-many'), well);
    const clock = stillClock(now);
    expect(await tell(chat.url, clock)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(clock.waits).toEqual([2_000]);
  });

  test.each<DiscordTrouble>(['removed', 'wrong-token', 'forum', 'blocked-by-a-rule'])(
    'is not sent again when the trouble is %s',
    async (trouble) => {
      await using chat = await startChat(badly(trouble));
      expect(await tell(chat.url)).toMatchObject({ status: 'failed', attempts: 1 });
      expect(chat.received).toHaveLength(1);
    },
  );
});
