import type { ReplyHeaders } from '../http/exchange.ts';
import type { Card, Line, Span, Tone } from '../report/card.ts';
import { fitCard } from '../report/fit-card.ts';
import { plainPen } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import { type ChatBody, type ChatContext, type ChatKind, calledIn } from './chat-kind.ts';
import { fitTextBody, jsonBytes } from './fit-text-body.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

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

const styles: Readonly<Record<Tone, string>> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  quiet: 'emphasis',
};

/**
 * An Adaptive Card. All text is in rich text blocks, of which nothing is read as markdown or as a mention; those who
 * are called are in a block of their own.
 */
export function teamsCard(card: Card, called: readonly string[], wording: ChatContext['wording']): ChatBody {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full', ...entitiesOf(called) },
    fallbackText: card.headline,
    body: [
      {
        type: 'Container',
        style: styles[card.tone],
        bleed: true,
        items: [
          richText([run(card.headline, { weight: 'Bolder', size: 'Medium' })]),
          richText(runs(card.glance), { spacing: 'Small' }),
          ...mentionBlock(called),
        ],
      },
      ...card.facts.map(({ label, value }) =>
        richText([run(`${label} `, { isSubtle: true }), ...runs(value)], { spacing: 'Small' }),
      ),
      ...card.sections.flatMap(({ title, items, more }) => [
        titleBlock(title),
        ...items.map((item) => richText([run('• '), ...runs(item)], { spacing: 'Small' })),
        ...(more > 0 ? [richText([run(`• ${wording.andMore(more)}`)], { spacing: 'Small' })] : []),
      ]),
      ...(card.payload
        ? [
            titleBlock(card.payload.label),
            richText([run(card.payload.json, { fontType: 'Monospace' })], { spacing: 'Small' }),
          ]
        : []),
    ],
  };
}

/** A card of nothing but lines, which any client can show: a workflow posts cards only. */
function teamsText(text: string, called: readonly string[]): ChatBody {
  const lines = text.split('\n').filter((line) => line !== '');
  return {
    type: 'AdaptiveCard',
    version: '1.2',
    ...(called.length > 0 && { msteams: entitiesOf(called) }),
    body: [...lines.map((line) => richText([run(line)], { spacing: 'Small' })), ...mentionBlock(called)],
  };
}

function titleBlock(title: string): ChatBody {
  return richText([run(title, { weight: 'Bolder' })], { spacing: 'Medium' });
}

function richText(inlines: readonly ChatBody[], look: ChatBody = {}): ChatBody {
  return { type: 'RichTextBlock', ...look, inlines };
}

function run(text: string, look: ChatBody = {}): ChatBody {
  // `{{DATE(…)}}` and `{{TIME(…)}}` are read everywhere.
  return { type: 'TextRun', ...look, text: text.replaceAll('{{', '{ {') };
}

function runs(line: Line): readonly ChatBody[] {
  return line.flatMap((span) => runOf(span));
}

function runOf(span: Span): readonly ChatBody[] {
  switch (span.kind) {
    case 'mention':
      return [];
    case 'bold':
      return [run(span.text, { weight: 'Bolder' })];
    case 'code':
      return [run(span.text, { fontType: 'Monospace' })];
    case 'plain':
      return span.text === '' ? [] : [run(span.text)];
    default:
      return span satisfies never;
  }
}

/** `<at>` counts in a text block only, and only together with its entity. */
function mentionBlock(called: readonly string[]): readonly ChatBody[] {
  if (called.length === 0) return [];
  return [{ type: 'TextBlock', spacing: 'Small', wrap: true, text: called.map(tagOf).join(' ') }];
}

function entitiesOf(called: readonly string[]): ChatBody {
  if (called.length === 0) return {};
  return {
    entities: called.map((id) => ({ type: 'mention', text: tagOf(id), mentioned: { id, name: id } })),
  };
}

function tagOf(id: string): string {
  return `<at>${id}</at>`;
}

/** What the codes of Power Automate mean where a smaller message would fare no better. */
const advice: Readonly<Record<string, string>> = {
  DirectApiAuthorizationRequired: 'the URL lacks its sig, or not anyone may trigger the workflow',
  DirectApiInvalidAuthorizationScheme: 'the URL lacks its sig, or the organisation does not allow such URLs',
  WorkflowTriggerIsNotEnabled: 'the workflow is turned off or was removed',
  WorkflowNotFound: 'the workflow was removed',
};

/**
 * Reads an answer of a workflow: 202 once it has the message. What becomes of it nobody tells us; a card that Teams
 * cannot show is seen in the history of the workflow only.
 */
export function classifyTeams(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  if (byStatus.kind === 'delivered') return classifyTaken(status, headers, body);
  if (byStatus.kind !== 'permanent') return byStatus;
  const code = codeIn(body);
  const why = code !== undefined && Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (why !== undefined) return { kind: 'permanent', reason: `HTTP ${status}, ${code}: ${why}` };
  if (status === 400 || status === 413)
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  return byStatus;
}

function classifyTaken(status: number, headers: ReplyHeaders, body: string): Verdict {
  const reason = `HTTP ${status}`;
  // A connector answered 200 when Teams had refused: `Microsoft Teams endpoint returned HTTP error 429`.
  const [error, inner] = /HTTP error(?: (\d{3}))?/i.exec(body) ?? [];
  if (error !== undefined) {
    const verdict = classifyStatus(Number(inner ?? 0), headers);
    const failure = `${reason}, but Teams answered with an error`;
    return verdict.kind === 'transient'
      ? { ...verdict, reason: `${failure}: ${verdict.reason}` }
      : { kind: 'permanent', reason: failure };
  }
  if (status === 202) return { kind: 'delivered', reason: `${reason}: the workflow has it` };
  // Some workflows answer themselves, with whatever they like; a page is from something before them.
  if (status === 200 && !body.trimStart().startsWith('<')) return { kind: 'delivered', reason };
  return notItsAnswer(reason, 'a workflow');
}

function codeIn(body: string): string | undefined {
  const error = readJsonReply(body)?.['error'];
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
