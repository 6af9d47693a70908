import type { ReplyHeaders } from '../http/exchange.ts';
import type { Card, Span, Tone } from '../report/card.ts';
import { type Pen, plainPen } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import { type ChatKind, calledIn } from './chat-kind.ts';
import { busyRobot, classifyErrcode } from './errcode-verdict.ts';
import { fitTextBody } from './fit-text-body.ts';
import { boldMarkdown, withLookalikes } from './lookalike-signs.ts';
import type { Verdict } from './verdict.ts';

/** Bytes of a text; of markdown there may be twice as many. */
const textLimit = 2_048;

/** A group robot of WeCom (企业微信). Nothing is signed: the key in the URL is all there is. */
export const wecom: ChatKind = {
  // Bytes of `content`; for the whole body nothing is documented.
  limit: 4_096,
  build(card, context) {
    const wrap = (content: string) => ({ msgtype: 'markdown', markdown: { content } });
    const measure = ({ markdown }: ReturnType<typeof wrap>) => Buffer.byteLength(markdown.content);
    return fitTextBody(card, wecomPen(card, context.mention), { wrap, measure }, context);
  },
  text(card, context) {
    const called = calledIn(card, context.mention).map((id) => (id === 'all' ? '@all' : id));
    const mentions = called.length > 0 ? { mentioned_list: called } : {};
    const wrap = (content: string) => ({ msgtype: 'text', text: { content, ...mentions } });
    const measure = ({ text }: ReturnType<typeof wrap>) => Buffer.byteLength(text.content);
    const limit = Math.min(context.limit, textLimit);
    // `<@ID>` calls people in a text as well.
    return fitTextBody(card, plainPen('', withLookalikes), { wrap, measure }, { ...context, limit });
  },
  classify: classifyWecom,
};

/** The channel of a group robot. */
export function createWecomChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(wecom, parts);
}

/** All the colours there are: green, grey and orange-red. */
const colours: Readonly<Record<Tone, string>> = {
  good: 'info',
  warn: 'warning',
  bad: 'warning',
  quiet: 'comment',
};

/**
 * Writes WeCom's `markdown`, which the oldest clients know and which alone has colours and mentions. Lists are no
 * part of it, but read as such.
 */
function wecomPen({ tone }: Pick<Card, 'tone'>, mention: readonly string[]): Pen {
  return {
    span: (span) => writeSpan(span, mention),
    headline: (mark, text) => `## <font color="${colours[tone]}">${mark} ${withLookalikes(text)}</font>`,
    fact: (label, value) => `>${label}: ${value}`,
    title: (title) => `**${title}**`,
    item: (item) => `- ${item}`,
    payload: inCode,
  };
}

function writeSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention':
      return mention.map((id) => ` <@${id}>`).join('');
    case 'bold':
      return boldMarkdown(span.text);
    case 'code':
      return inCode(span.text);
    case 'plain':
      return withLookalikes(span.text);
    default:
      return span satisfies never;
  }
}

/** Whether tags are read within code is not said. */
function inCode(text: string): string {
  return `\`${withLookalikes(text)}\``;
}

const permanent: Readonly<Record<number, string>> = {
  93000: 'the robot was removed, or the key in the URL is wrong',
  40008: 'the kind of message is unknown',
};

/** Longer than it may be, which the plain text is not: by the robot's own check, and by that of WeCom's messages. */
const tooLong: readonly number[] = [40058, 45002];

/**
 * Reads an answer of a group robot: HTTP 200 says nothing, `errcode` does. Its words hold the function's own IP
 * address.
 */
export function classifyWecom(status: number, headers: ReplyHeaders, body: string): Verdict {
  return byErrcode(status, headers, body);
}

const byErrcode = classifyErrcode({
  read: (errcode) => (typeof errcode === 'number' ? errcode : undefined),
  judge(code) {
    if (tooLong.includes(code))
      return { kind: 'refused-card', reason: `errcode ${code}: the message is too long` };
    switch (code) {
      case -1:
        return busyRobot(code, 'WeCom is busy');
      case 45033:
        return busyRobot(code, 'too many calls at one time');
      case 45009:
        return busyRobot(code, 'more than 20 messages in a minute', 60);
      default:
        return Object.hasOwn(permanent, code)
          ? { kind: 'permanent', reason: `errcode ${code}: ${permanent[code]}` }
          : undefined;
    }
  },
});
