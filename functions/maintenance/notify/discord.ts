import { fitCard } from '../report/fit-card.ts';
import { plainPen } from '../report/write-card.ts';
import { calledIn } from './called-in.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatKind } from './chat-kind.ts';
import { discordEmbeds, embedCharacters } from './discord-embeds.ts';
import { discordCodeBlock, escapeDiscord } from './discord-markdown.ts';
import { classifyDiscord } from './discord-verdict.ts';
import { fitTextBody } from './fit-text-body.ts';

/** Characters of a message without embeds. */
const contentLimit = 2_000;
/** SUPPRESS_EMBEDS: no previews of what happens to look like an address. */
const withoutPreviews = 1 << 2;

/** A webhook of Discord. */
export const discord: ChatKind = {
  // Characters of all embeds together.
  limit: 6_000,
  build(card, context) {
    const called = calledIn(card, context.mention);
    const render = (each: typeof card) => discordEmbeds(each, context);
    return {
      // An embed calls nobody.
      ...(called.length > 0 && { content: called.map(mentionOf).join(' ') }),
      allowed_mentions: allowedMentions(called),
      embeds: fitCard(card, render, embedCharacters, context.limit).body,
    };
  },
  text(card, context) {
    const called = calledIn(card, context.mention);
    const wrap = (content: string) => ({
      content,
      allowed_mentions: allowedMentions(called),
      flags: withoutPreviews,
    });
    const measure = ({ content }: { readonly content: string }) => content.length;
    const limit = Math.min(context.limit, contentLimit);
    const pen = { ...plainPen(called.map(mentionOf).join(' '), escapeDiscord), payload: discordCodeBlock };
    return fitTextBody(card, pen, { wrap, measure }, { ...context, limit });
  },
  classify: classifyDiscord,
};

/** The channel of a webhook. */
export function createDiscordChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  const { settings } = parts;
  return createChatChannel(discord, { ...parts, settings: { ...settings, url: postingUrl(settings.url) } });
}

/**
 * Without `wait`, Discord answers 204 even when it kept nothing. The version is written out, as the one that is
 * meant without any counts `retry_after` in milliseconds.
 */
export function postingUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.searchParams.set('wait', 'true');
  url.pathname = url.pathname.replace(/^\/api\/(v\d+\/)?webhooks\//, '/api/v10/webhooks/');
  return url.href;
}

/** Whom Discord may call, whatever else the message looks like. */
function allowedMentions(called: readonly string[]): ChatBody {
  const ids = (kind: string) =>
    called.flatMap((each) => (each.startsWith(`${kind}:`) ? [each.slice(kind.length + 1)] : []));
  return {
    parse: called.some((each) => each === 'everyone' || each === 'here') ? ['everyone'] : [],
    users: ids('user'),
    roles: ids('role'),
  };
}

function mentionOf(called: string): string {
  const [kind, id] = called.split(':');
  if (id === undefined) return `@${called}`;
  return kind === 'role' ? `<@&${id}>` : `<@${id}>`;
}
