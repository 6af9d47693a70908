import type { PublishedMessage } from '../../smn/smn-service.ts';
import type { ReceivedMessage } from '../inbox.ts';
import { type InboxRoom, type RoomKind, roomNames } from '../inbox-room.ts';
import { drawDingtalk } from './draw-dingtalk.ts';
import { drawDiscord } from './draw-discord.ts';
import { drawFeishu } from './draw-feishu.ts';
import { drawGoogleChat } from './draw-google-chat.ts';
import { drawPing } from './draw-healthchecks.ts';
import { drawSlack } from './draw-slack.ts';
import { drawSmn } from './draw-smn.ts';
import { drawTeams } from './draw-teams.ts';
import { drawWebhook } from './draw-webhook.ts';
import { drawWecom } from './draw-wecom.ts';
import type { Draw, Drawing } from './drawing.ts';

/** A message as a page shows it. */
export type ShownMessage = {
  readonly kind: RoomKind;
  /** The path, or the name of a topic. */
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly outcome: 'delivered' | 'degraded' | 'refused' | 'unanswered';
  readonly proof: 'verified' | 'wrong' | 'not judged' | 'address';
  /** What the sender got, in short. */
  readonly answer: string | undefined;
  /** `undefined` for a message that is none of its chat. */
  readonly drawing: Drawing | undefined;
  /** The body as it came. */
  readonly body: string;
};

/** All that can be shown, in the order of the kinds and, within one, of time. */
export function shownMessages({
  rooms,
  messages,
  published,
}: {
  readonly rooms: readonly InboxRoom[];
  readonly messages: readonly ReceivedMessage[];
  readonly published: readonly PublishedMessage[];
}): readonly ShownMessage[] {
  const order = Object.keys(roomNames);
  return [...messages.map((message) => shownPost(message, rooms)), ...published.map(shownTopic)].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.receivedAt - b.receivedAt,
  );
}

/** A path without a room is one that anybody posts a webhook to. */
function shownPost(message: ReceivedMessage, rooms: readonly InboxRoom[]): ShownMessage {
  const { path, body, receivedAt, answer } = message;
  const room = rooms.find((each) => path === each.path || path.startsWith(`${each.path}/`));
  const kind = room?.kind ?? 'webhook';
  const drawing = drawingOf(kind, message, room?.path ?? path);
  return {
    kind,
    room: path,
    receivedAt,
    outcome: outcomeOf(message, drawing),
    proof: proofOf(message, room),
    answer: answer && `${answer.status} ${answer.body}`.trim(),
    drawing,
    body,
  };
}

function shownTopic({ topicUrn, messageId, publishedAt, subject, texts }: PublishedMessage): ShownMessage {
  const drawing = drawSmn({ subject, texts });
  return {
    kind: 'smn',
    room: topicUrn.split(':').at(-1) ?? topicUrn,
    receivedAt: publishedAt,
    outcome: drawing?.plain ? 'degraded' : 'delivered',
    // No other call comes as far as a topic.
    proof: 'verified',
    answer: `200 ${JSON.stringify({ message_id: messageId })}`,
    drawing,
    body: JSON.stringify({ subject, ...texts }),
  };
}

const draws: Readonly<Record<Exclude<RoomKind, 'healthchecks'>, Draw>> = {
  feishu: drawFeishu,
  lark: drawFeishu,
  wecom: drawWecom,
  dingtalk: drawDingtalk,
  slack: drawSlack,
  teams: drawTeams,
  discord: drawDiscord,
  'google-chat': drawGoogleChat,
  webhook: drawWebhook,
  smn: drawSmn,
};

function drawingOf(
  kind: RoomKind,
  { path, query, body, json }: ReceivedMessage,
  room: string,
): Drawing | undefined {
  if (kind !== 'healthchecks') return draws[kind](json);
  const run = new URLSearchParams(query).get('rid') ?? undefined;
  return drawPing({ signal: path.slice(room.length), run, text: body });
}

function outcomeOf(
  { answered, answer }: ReceivedMessage,
  drawing: Drawing | undefined,
): ShownMessage['outcome'] {
  if (answer === undefined) return 'unanswered';
  const isTaken = answered === 'accepted' || (answered === 'status' && answer.status < 300);
  if (!isTaken) return 'refused';
  return drawing?.plain ? 'degraded' : 'delivered';
}

function proofOf({ answered, answer }: ReceivedMessage, room: InboxRoom | undefined): ShownMessage['proof'] {
  if (room?.proof !== 'signature') return 'address';
  if (answered === 'accepted') return 'verified';
  return answer && room.disproves?.(answer) ? 'wrong' : 'not judged';
}
