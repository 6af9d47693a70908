import { describe, expect, test } from 'vitest';
import { answerAsGoogleChat, type GoogleChatTrouble } from '../../functions/minicloud/inbox-google-chat.ts';
import { createChannel } from '../../functions/notify/create-channel.ts';
import { createRedactor } from '../../functions/notify/redact.ts';
import { type ChatPost, startChat } from './chat-receiver.ts';
import { endings } from './sample-endings.ts';
import { now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const well = (post: ChatPost) => answerAsGoogleChat(post);
const badly = (trouble: GoogleChatTrouble) => (post: ChatPost) => answerAsGoogleChat(post, trouble);

async function tell(url: string, clock = stillClock(now)) {
  const channel = await createChannel({
    name: 'ops',
    settings: {
      kind: 'google-chat',
      url: `${url}/v1/spaces/A/messages?key=k3y&token=s3cret`,
      when: 'always',
      language: 'zh',
      allowLoopback: true,
      mention: ['users/all'],
    },
    clock,
    random: () => 0.5,
    redact: createRedactor([url]),
  });
  return channel.tell(endings.partial, now + 60_000);
}

describe('a summary sent to a space of Google Chat', () => {
  test('arrives, and the answer says so', async () => {
    await using chat = await startChat(well);
    expect(await tell(chat.url)).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 200',
    });
    expect(chat.received).toMatchObject([
      { method: 'POST', path: '/v1/spaces/A/messages?key=k3y&token=s3cret' },
    ]);
    expect(JSON.parse(chat.received[0]?.body ?? '')).toMatchObject({
      text: '<users/all>',
      fallbackText: 'Nightshift：nightly-soft-restart 部分完成',
    });
  });

  test('is sent once more as text when the card is refused', async () => {
    await using chat = await startChat(badly('no-cards'));
    expect(await tell(chat.url)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(JSON.parse(chat.received[1]?.body ?? '')).not.toHaveProperty('cardsV2');
  });

  test.each<GoogleChatTrouble>(['too-many', 'unavailable'])(
    'is sent again, later each time, when the trouble is %s',
    async (trouble) => {
      await using chat = await startChat(badly(trouble), badly(trouble), well);
      const clock = stillClock(now);
      expect(await tell(chat.url, clock)).toMatchObject({ status: 'delivered', attempts: 3 });
      expect(clock.waits).toEqual([500, 1_500]);
    },
  );

  test.each<GoogleChatTrouble>(['wrong-key', 'wrong-token', 'not-allowed', 'gone'])(
    'is not sent again when the trouble is %s',
    async (trouble) => {
      await using chat = await startChat(badly(trouble));
      expect(await tell(chat.url)).toMatchObject({ status: 'failed', attempts: 1 });
      expect(chat.received).toHaveLength(1);
    },
  );
});
