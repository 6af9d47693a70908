import { fitCard } from '../report/fit-card.ts';
import { plainPen } from '../report/write-card.ts';
import { calledIn } from './called-in.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatKind } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';
import { jsonBytes } from './json-bytes.ts';
import { teamsCard, teamsText } from './teams-card.ts';
import { classifyTeams } from './teams-verdict.ts';

/** A workflow of Microsoft Teams that posts what it gets to a channel or chat. */
export const teams: ChatKind = {
  // About 28 KB are documented, less was measured; what is too large for Teams fails where we cannot see it.
  limit: 20_000,
  build(card, context) {
    const called = calledIn(card, context.mention);
    const render = (each: typeof card) => messageWith(teamsCard(each, called, context.wording));
    return fitCard(card, render, jsonBytes, context.limit).body;
  },
  text(card, context) {
    const called = calledIn(card, context.mention);
    const wrap = (text: string) => messageWith(teamsText(text, called));
    return fitTextBody(card, plainPen(''), { wrap, measure: jsonBytes }, context);
  },
  classify: classifyTeams,
};

/** The channel of a workflow. */
export function createTeamsChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(teams, parts);
}

function messageWith(content: ChatBody): ChatBody {
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}
