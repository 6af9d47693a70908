import { readFileSync } from 'node:fs';
import { encodeBatch } from '../../functions/maintenance/journal/record-format.ts';
import { openRunKey } from '../../functions/maintenance/journal/register-keys.ts';
import { recordKey } from '../../functions/maintenance/journal/store-keys.ts';
import { summaryOf } from '../../functions/maintenance/report/summarize.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import { fold } from '../../functions/maintenance/run/fold.ts';
import type { Conclusion } from '../../functions/maintenance/run/outcome.ts';
import { zoneOffset } from '../../functions/maintenance/runtime/zone-offset.ts';
import type { InboxChat } from '../../functions/minicloud/inbox/chats/chat.ts';
import { dingtalkInbox } from '../../functions/minicloud/inbox/chats/dingtalk.ts';
import { discordInbox } from '../../functions/minicloud/inbox/chats/discord.ts';
import { feishuInbox } from '../../functions/minicloud/inbox/chats/feishu.ts';
import { googleChatInbox } from '../../functions/minicloud/inbox/chats/google-chat.ts';
import { healthchecksInbox } from '../../functions/minicloud/inbox/chats/healthchecks.ts';
import { slackInbox } from '../../functions/minicloud/inbox/chats/slack.ts';
import { teamsInbox } from '../../functions/minicloud/inbox/chats/teams.ts';
import { wecomInbox } from '../../functions/minicloud/inbox/chats/wecom.ts';
import { createSmn } from '../../functions/minicloud/smn/smn-service.ts';
import { halfPastThree, projectId, withDeployed } from '../e2e/deployed-night.ts';
import { type Figure, figure } from './figure.ts';
import { type Cost, costAndGrowth, growth } from './least-cpu.ts';
import { openingOf } from './planned-run.ts';
import { peakOfBareNode } from './process-peak.ts';

/** Seconds of CPU, and megabytes (of 1024 kilobytes), of the function's process from its start to its answer. */
const mostCpuSeconds = 20;
const mostMegabytes = 256;

/** One channel of a kind: its settings beside the URL, what follows its path, and what answers there. */
type Kind = { readonly settings: string; readonly query?: string; readonly chat?: () => InboxChat };

const kinds: Readonly<Record<string, Kind>> = {
  feishu: {
    settings: 'kind: feishu, secret: demo, language: zh, mention: [all]',
    chat: () => feishuInbox('demo'),
  },
  lark: { settings: 'kind: lark, secret: demo', chat: () => feishuInbox('demo') },
  wecom: { settings: 'kind: wecom, language: zh', query: '?key=key-1', chat: () => wecomInbox('key-1') },
  dingtalk: {
    settings: 'kind: dingtalk, secret: SEC1',
    query: '?access_token=t-1',
    chat: () => dingtalkInbox({ token: 't-1', secret: 'SEC1' }),
  },
  slack: { settings: 'kind: slack, mention: [here]', chat: slackInbox },
  teams: { settings: 'kind: teams', query: '?sig=s-1', chat: teamsInbox },
  discord: { settings: 'kind: discord, mention: [everyone]', chat: discordInbox },
  google: {
    settings: 'kind: google-chat, language: zh',
    query: '?key=k-1&token=t-1',
    chat: googleChatInbox,
  },
  webhook: { settings: 'kind: webhook' },
  events: { settings: 'kind: webhook, envelope: cloudevents' },
};

/** What telling so many channels of so many instances came to. */
export type Telling = {
  readonly told: number;
  readonly untold: unknown;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
};

/**
 * A tick takes up a run that has ended and of which nobody was told: all it does is tell. The run's instances ended in
 * every way, and each channel has a URL and secrets of its own, which are looked for in every text.
 */
export async function tellLargeRun(instances: number, channels: number): Promise<Telling> {
  const check = healthchecksInbox('/check');
  const urn = `urn:smn:cn-north-4:${projectId}:nightly`;
  const names = Object.keys(kinds);
  const made = Array.from({ length: channels - 2 }, (_, n) => {
    const kind = kinds[names[n % names.length] ?? ''];
    return { name: `${names[n % names.length]}-${n}`, kind };
  });
  const notify = made.map(
    ({ name, kind }) =>
      `  ${name}: { ${kind?.settings}, url: "\${ENDPOINT}/inbox/${name}${kind?.query ?? ''}", allowLoopback: true }\n`,
  );
  const chats = made.flatMap(({ name, kind }) => (kind?.chat ? [[`/${name}`, kind.chat()] as const] : []));
  const all = [...made.map(({ name }) => name), 'check', 'topic'];
  const run = 'nightly@2026-11-23T03:00:00+08:00';
  let telling: Telling | undefined;
  await withDeployed(
    {
      instances: [],
      chats: { ...Object.fromEntries(chats), ...check.chats },
      notify: `${notify.join('')}  check: { kind: healthchecks, url: "\${ENDPOINT}/inbox/check", allowLoopback: true }
  topic: { kind: smn, topicUrn: "${urn}", endpoint: "\${ENDPOINT}" }
`,
      jobs: `  nightly: { action: soft_restart, cron: "0 3 * * *", targets: { region: beijing, names: ["*"] } }

journal: { url: "obs://journal", region: cn-north-4, endpoint: "\${ENDPOINT}" }
`,
      scale: 10,
      timeLimitSeconds: 300,
    },
    async ({ cloud, inbox, host, tick }) => {
      const smn = createSmn(cloud);
      smn.createTopic('cn-north-4', 'nightly');
      const journal = cloud.obs.bucket('journal');
      const batch = {
        run,
        position: 0,
        batch: 'b-1',
        writer: 'bench',
        events: endedRun(run, instances, all),
      };
      journal?.append(recordKey(run), 0, Buffer.from(encodeBatch(batch)), halfPastThree);
      journal?.append(openRunKey(run, halfPastThree - 1_800_000), 0, Buffer.from('\n'), halfPastThree);
      const ended = await tick();
      if (ended.kind !== 'answered')
        throw new Error(JSON.stringify({ ...ended, logs: ended.logs.slice(-3) }));
      const { untold, summaries } = ended.answer as { untold?: unknown; summaries: readonly unknown[] };
      if (summaries.length !== 1) throw new Error('nothing was told');
      telling = {
        told: inbox.messages.filter(({ answered }) => answered === 'accepted').length + smn.messages.length,
        untold: untold ?? [],
        cpuSeconds: cpuSecondsOf(host.pid()),
        peakBytes: ended.peakMemoryBytes ?? Number.NaN,
      };
    },
  );
  if (!telling) throw new Error('nobody was told');
  return telling;
}

/** All that a process and its threads have computed, with what the kernel did for them. Throws where there is no `/proc`. */
function cpuSecondsOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  // The kernel counts in hundredths of a second, whatever it is built with.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The events of a run whose instances ended in every way. */
function endedRun(run: string, count: number, notify: readonly string[]): readonly RunEvent[] {
  const at = halfPastThree - 1_700_000;
  const { ids, opened } = openingOf({
    ...{ run, at, count, notify, name: 'session-cache', concurrency: 50 },
    waveOf: (place) => 1 + Math.floor(place / 50),
  });
  const conclusions = ids.map((id, n): Conclusion => {
    if (n % 3 === 0)
      return { id, outcome: 'failed', code: 'settle-timeout', reason: `was not back after ${n}s` };
    if (n % 5 === 0)
      return { id, outcome: 'skipped', code: 'max-failures', reason: 'not started: many failed' };
    return { id, outcome: 'succeeded', code: 'returned', reason: 'was seen to restart and is RUNNING' };
  });
  return [opened, { type: 'concluded', at, conclusions }, { type: 'finished', at }];
}

async function tellAll(instances: number, channels: number): Promise<Telling> {
  const telling = await tellLargeRun(instances, channels);
  if (telling.told !== channels)
    throw new Error(`${telling.told} of ${channels} channels were told: ${JSON.stringify(telling.untold)}`);
  return telling;
}

/**
 * What telling 50 channels of all kinds of a run over so many instances costs, from the first line of its journal to the
 * last answer, beside one over a single instance, and how what it costs more grows; its memory beside that of a node that
 * does nothing; and summing such a run up, which stands before every text, beside the summary as JSON. Throws unless all
 * of them were told.
 */
export async function measureTelling(
  sizes: readonly [small: number, large: number],
  turns: number,
): Promise<Figure[]> {
  const channels = 50;
  const [one, small, large] = [
    await tellAll(1, channels),
    await tellAll(sizes[0], channels),
    await tellAll(sizes[1], channels),
  ];
  const count = sizes[1].toLocaleString('en');
  const what = `telling ${count} instances to ${channels} channels`;
  const moreThanOne = (size: number, { cpuSeconds }: Telling): Cost => ({
    ...{ size, value: cpuSeconds - one.cpuSeconds, baseline: size },
  });
  const summingUp = costAndGrowth(
    `CPU of summing ${count} instances up, beside that as JSON`,
    sizes,
    (size) => {
      const state = fold(endedRun('nightly@2026-11-23T03:00:00+08:00', size, ['ops']));
      const summary = summaryOf(state, halfPastThree, zoneOffset);
      return {
        work: () => summaryOf(state, halfPastThree, zoneOffset),
        beside: () => JSON.stringify(summary),
      };
    },
    { turns },
  );
  return [
    figure(`CPU of ${what}`, 's', {
      value: large.cpuSeconds,
      baseline: one.cpuSeconds,
      atMost: mostCpuSeconds,
    }),
    growth(moreThanOne(sizes[0], small), moreThanOne(sizes[1], large)),
    figure(`peak memory of ${what}`, 'MB', {
      value: large.peakBytes / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
    ...summingUp,
  ];
}
