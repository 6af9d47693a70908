import { expect, test } from 'vitest';
import { dingtalkInbox } from '../../functions/minicloud/inbox/chats/dingtalk.ts';
import { discordInbox } from '../../functions/minicloud/inbox/chats/discord.ts';
import { feishuInbox } from '../../functions/minicloud/inbox/chats/feishu.ts';
import { googleChatInbox } from '../../functions/minicloud/inbox/chats/google-chat.ts';
import { healthchecksInbox } from '../../functions/minicloud/inbox/chats/healthchecks.ts';
import { slackInbox } from '../../functions/minicloud/inbox/chats/slack.ts';
import { teamsInbox } from '../../functions/minicloud/inbox/chats/teams.ts';
import { wecomInbox } from '../../functions/minicloud/inbox/chats/wecom.ts';
import { createSmn } from '../../functions/minicloud/smn/smn-service.ts';
import { projectId, summariesOf, withDeployed } from './deployed-night.ts';

/** What stands behind each URL, and the settings of the channel that posts to it. */
const channels = {
  feishu: { chat: feishuInbox('demo'), keys: 'secret: demo, language: zh, mention: [all]' },
  lark: { chat: feishuInbox('demo'), keys: 'secret: demo' },
  wecom: { chat: wecomInbox('key-1'), query: '?key=key-1', keys: 'language: zh' },
  dingtalk: {
    chat: dingtalkInbox({ token: 't-1', secret: 'SEC1' }),
    query: '?access_token=t-1',
    keys: 'secret: SEC1',
  },
  slack: { chat: slackInbox(), keys: 'mention: [here]' },
  teams: { chat: teamsInbox(), query: '?sig=s-1', keys: 'when: always' },
  discord: { chat: discordInbox(), keys: 'mention: [everyone]' },
  'google-chat': { chat: googleChatInbox(), query: '?key=k-1&token=t-1', keys: 'language: zh' },
} as const;

test('the built function tells every kind of channel, and a check of the begin as well', async () => {
  const check = healthchecksInbox('/check');
  const chats = Object.entries(channels).map(([kind, { chat }]) => [`/${kind}`, chat] as const);
  const posting = Object.entries(channels).map(([kind, channel]) => {
    const query = 'query' in channel ? channel.query : '';
    return `  ${kind}: { kind: ${kind}, url: "\${ENDPOINT}/inbox/${kind}${query}", allowLoopback: true, ${channel.keys} }\n`;
  });
  const urn = `urn:smn:cn-north-4:${projectId}:nightly`;
  const others = `  check: { kind: healthchecks, url: "\${ENDPOINT}/inbox/check", allowLoopback: true }
  topic: { kind: smn, topicUrn: "${urn}", endpoint: "\${ENDPOINT}" }
  events: { kind: webhook, url: "\${ENDPOINT}/inbox/events", envelope: cloudevents, allowLoopback: true }
`;
  const names = [...Object.keys(channels), 'check', 'topic', 'events'];
  const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    notify: [${names.join(', ')}]
`;
  await withDeployed(
    {
      jobs,
      notify: posting.join('') + others,
      chats: { ...Object.fromEntries(chats), ...check.chats },
      instances: [{ name: 'cart-1' }, { name: '会话缓存🧊' }],
      // Ten seconds for a try are one of a busy machine.
      scale: 10,
    },
    async ({ cloud, inbox, tick }) => {
      const smn = createSmn(cloud);
      smn.createTopic('cn-north-4', 'nightly');
      const [summary] = summariesOf(await tick());
      expect(summary).toMatchObject({ status: 'succeeded', counts: { succeeded: 2 } });
      expect(inbox.messages.map(({ path, answered }) => `${path} ${answered}`).sort()).toEqual(
        [...Object.keys(channels), 'check', 'check/start', 'events']
          .map((path) => `/${path} accepted`)
          .sort(),
      );
      expect(check.pings).toMatchObject([{ kind: 'start' }, { kind: 'success' }]);
      expect(check.pings[1]?.tookMs).toBeGreaterThan(0);
      expect(smn.messages).toMatchObject([{ topicUrn: urn, subject: 'Nightshift: nightly succeeded' }]);
    },
  );
});
