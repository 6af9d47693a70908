import * as z from 'zod/mini';
import { channelExpected } from './every-channel.ts';
import { feishuFlaws, feishuSettings, larkFlaws, larkSettings } from './feishu.ts';
import { healthchecksFlaws, healthchecksSettings } from './healthchecks.ts';
import type { ChannelFlaws } from './setting-flaw.ts';
import { slackFlaws, slackSettings } from './slack.ts';
import { smnFlaws, smnSettings } from './smn.ts';
import { webhookFlaws, webhookSettings } from './webhook.ts';

const kinds = [
  feishuSettings,
  larkSettings,
  slackSettings,
  webhookSettings,
  smnSettings,
  healthchecksSettings,
] as const;

/** A channel of any kind, told apart by `kind`. */
export const channelSettings = z.discriminatedUnion('kind', kinds, {
  error: ({ code }) =>
    code === 'invalid_union'
      ? kinds.map(({ shape }) => shape.kind.def.values[0]).join(', ')
      : channelExpected,
});

/** Where a summary goes. */
export type ChannelSettings = z.output<typeof channelSettings>;
/** A kind of channel: a chat, or `webhook`. */
export type ChannelKind = ChannelSettings['kind'];

/** The settings of a kind. */
export type SettingsOf<Kind extends ChannelKind> = Extract<ChannelSettings, { kind: Kind }>;

/** What can be wrong with each kind. */
export const channelFlaws: Readonly<Record<ChannelKind, ChannelFlaws>> = {
  feishu: feishuFlaws,
  lark: larkFlaws,
  slack: slackFlaws,
  webhook: webhookFlaws,
  smn: smnFlaws,
  healthchecks: healthchecksFlaws,
};

/** The rules for a kind as it was written; `undefined` for one that is unknown. */
export function flawsOfKind(kind: unknown): ChannelFlaws | undefined {
  return typeof kind === 'string' && Object.hasOwn(channelFlaws, kind)
    ? channelFlaws[kind as ChannelKind]
    : undefined;
}

/** The values of a channel that must not be shown. */
export function secretsOfChannel(channel: ChannelSettings): readonly string[] {
  const settings: Readonly<Record<string, unknown>> = channel;
  return ['url', 'secret'].map((key) => settings[key]).filter((value) => typeof value === 'string');
}
