import type { ReplyHeaders } from '../http/exchange.ts';
import { type Card, type Span, type Tone, toneMarks } from '../report/card.ts';
import { cutToLimit, fitCard } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import { type ChatBody, type ChatContext, type ChatKind, calledIn } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

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

/** A box with a coloured edge. */
export type DiscordEmbed = {
  readonly title?: string;
  readonly description: string;
  readonly color: number;
};

const colours: Readonly<Record<Tone, number>> = {
  good: 0x2eb67d,
  warn: 0xe8912d,
  bad: 0xe01e5a,
  quiet: 0x8d8d8d,
};

/** Characters that the title and the description of one embed may have. */
const titleLimit = 256;
const descriptionLimit = 4_096;

/** A card as embeds below one another: the second begins where the first is full. */
function discordEmbeds(card: Card, { wording }: Pick<ChatContext, 'wording'>): readonly DiscordEmbed[] {
  const color = colours[card.tone];
  const title = `${toneMarks[card.tone]} ${escapeDiscord(card.headline)}`;
  const [first = '', ...others] = descriptions(linesOf(card, wording));
  return [
    { title: cutToLimit(title, lengthOf, titleLimit), description: first, color },
    ...others.map((description) => ({ description, color })),
  ];
}

/** What Discord limits for all embeds of a message together. */
export function embedCharacters(embeds: readonly DiscordEmbed[]): number {
  return embeds.reduce((sum, { title = '', description }) => sum + title.length + description.length, 0);
}

function linesOf(card: Card, { andMore }: ChatContext['wording']): readonly string[] {
  const pen = { span: writeDiscordSpan };
  return [
    writeLine(card.glance, pen),
    ...card.facts.map(({ label, value }) => `**${label}** ${writeLine(value, pen)}`),
    ...card.sections.flatMap(({ title, items, more }) => [
      '',
      `**${title}**`,
      ...items.map((item) => `- ${writeLine(item, pen)}`),
      ...(more > 0 ? [`- ${andMore(more)}`] : []),
    ]),
    ...(card.payload ? ['', `**${card.payload.label}**`, discordCodeBlock(card.payload.json)] : []),
  ];
}

function descriptions(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => cutToLimit(each, lengthOf, descriptionLimit))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= descriptionLimit) {
      texts[texts.length - 1] = `${last}\n${line}`;
    } else if (line !== '') texts.push(line);
  }
  return texts;
}

/** In UTF-16 units, never fewer than what Discord counts. */
function lengthOf({ length }: string): number {
  return length;
}

/** A span in Discord's markdown; those who are called are not in it, as an embed calls nobody. */
function writeDiscordSpan(span: Span): string {
  switch (span.kind) {
    case 'mention':
      return '';
    case 'bold':
      return `**${escapeDiscord(span.text)}**`;
    case 'code':
      // Nothing has a meaning within code, and nothing escapes its end.
      return /[`\\]/.test(span.text) ? escapeDiscord(span.text) : `\`${span.text}\``;
    case 'plain':
      return escapeDiscord(span.text);
    default:
      return span satisfies never;
  }
}

/**
 * Text that is nothing but text. A backslash takes the meaning from every sign but the `@`, which Discord looks for
 * before it reads the markdown: a character without a width takes the word after it apart.
 */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\*_~`|<>#[\]]|:(?=\/\/|\w*[A-Za-z_]\w*:)|^[-+]|(?<=^\d+)\./g, '\\$&')
    .replace(/@(?=everyone|here)/gi, '@\u200B');
}

/** JSON as a block that is to be copied. */
export function discordCodeBlock(json: string): string {
  return json.includes('`') ? escapeDiscord(json) : `\`\`\`json\n${json}\n\`\`\``;
}

/** What Discord's codes mean where a text would fare no better; its words are not quoted, see `classifyStatus`. */
const advice: Readonly<Record<number, string>> = {
  10003: 'the channel is gone',
  10015: 'the webhook was removed',
  50027: 'the URL is wrong, or the webhook was removed',
  50083: 'the thread is archived',
  160005: 'the thread is locked',
  200000: 'a rule of the server (AutoMod) blocked it',
  200001: 'a rule of the server (AutoMod) blocked it',
  220001: 'the channel is a forum: add ?thread_id=… to the URL',
};

/** Reads an answer of a webhook: with `wait=true` success is the message that was made of it, without it 204. */
export function classifyDiscord(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    if (status === 204 || (status === 200 && typeof reply?.['id'] === 'string')) return byStatus;
    return notItsAnswer(byStatus.reason, 'Discord');
  }
  if (byStatus.kind === 'transient') {
    return { ...byStatus, retryAfter: secondsIn(reply) ?? byStatus.retryAfter };
  }
  const code = reply?.['code'];
  const why = typeof code === 'number' && Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (why !== undefined) return { kind: 'permanent', reason: `HTTP ${status}, code ${code}: ${why}` };
  if (status === 400 || status === 413)
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  return byStatus;
}

/** The body has the wait with a fraction; the header of whoever stands before Discord may not be meant for us. */
function secondsIn(reply: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const seconds = reply?.['retry_after'];
  return typeof seconds === 'number' && seconds >= 0 ? String(Math.ceil(seconds)) : undefined;
}
