import { describe, expect, test } from 'vitest';
import { answerAsTeams, type TeamsTrouble } from '../../functions/minicloud/inbox-teams.ts';
import { createChannel } from '../../functions/notify/create-channel.ts';
import { createRedactor } from '../../functions/notify/redact.ts';
import { type ChatPost, startChat } from './chat-receiver.ts';
import { endings } from './sample-endings.ts';
import { now } from './sample-notice.ts';
import { stillClock } from './still-clock.ts';

const well = (post: ChatPost) => answerAsTeams(post);
const badly = (trouble: TeamsTrouble) => (post: ChatPost) => answerAsTeams(post, trouble);

const path =
  '/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=s3cret';

async function tell(url: string, clock = stillClock(now)) {
  const channel = await createChannel({
    name: 'ops',
    settings: {
      kind: 'teams',
      url: `${url}${path}`,
      when: 'failure',
      language: 'en',
      allowLoopback: true,
      mention: ['ops@example.com'],
    },
    clock,
    random: () => 0.5,
    redact: createRedactor([`${url}${path}`]),
  });
  return channel.tell(endings.partial, now + 60_000);
}

describe('a summary sent to a workflow of Teams', () => {
  test('arrives, letter by letter under the URL that was given', async () => {
    await using chat = await startChat(well);
    expect(await tell(chat.url)).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 202: the workflow has it',
    });
    expect(chat.received).toMatchObject([{ method: 'POST', path }]);
  });

  test('keeps words that happen to be in every such URL', () => {
    const redact = createRedactor([`https://e1.environment.api.powerplatform.com${path}`]);
    const text = 'directly: redirects of automations and workflows by powerautomate';
    expect(redact(text)).toBe(text);
    expect(redact(`at ${path}`)).not.toContain('s3cret');
  });

  test('is sent once more as a card of lines when the card is refused', async () => {
    await using chat = await startChat(badly('plain-cards-only'));
    expect(await tell(chat.url)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(JSON.parse(chat.received[1]?.body ?? '')).toMatchObject({
      attachments: [{ content: { version: '1.2' } }],
    });
  });

  test.each<[TeamsTrouble, number]>([
    ['too-many', 3_000],
    ['hidden-error', 500],
  ])('is sent again when the trouble is %s', async (trouble, waitMs) => {
    await using chat = await startChat(badly(trouble), well);
    const clock = stillClock(now);
    expect(await tell(chat.url, clock)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(clock.waits).toEqual([waitMs]);
  });

  test.each<TeamsTrouble>(['off', 'removed', 'not-for-anyone'])(
    'is not sent again when the trouble is %s',
    async (trouble) => {
      await using chat = await startChat(badly(trouble));
      expect(await tell(chat.url)).toMatchObject({ status: 'failed', attempts: 1 });
      expect(chat.received).toHaveLength(1);
    },
  );
});
