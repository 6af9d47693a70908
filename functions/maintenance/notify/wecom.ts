import { plainPen } from '../report/write-card.ts';
import { calledIn } from './called-in.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatKind } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';
import { withLookalikes } from './lookalike-signs.ts';
import { wecomPen } from './wecom-markdown.ts';
import { classifyWecom } from './wecom-verdict.ts';

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
