import type { PublishedMessage } from '../../smn/smn-service.ts';
import type { ReceivedMessage } from '../inbox.ts';
import { type InboxRoom, type RoomKind, roomKinds } from '../room-kinds.ts';
import type { Drawing } from './drawing.ts';

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
  const order = Object.keys(roomKinds);
  return [...messages.map((message) => shownPost(message, rooms)), ...published.map(shownTopic)].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.receivedAt - b.receivedAt,
  );
}

/** A path without a room is one that anybody posts a webhook to. */
function shownPost(message: ReceivedMessage, rooms: readonly InboxRoom[]): ShownMessage {
  const { path, query, body, json, receivedAt, answer } = message;
  const room = rooms.find((each) => path === each.path || path.startsWith(`${each.path}/`));
  const kind = room?.kind ?? 'webhook';
  const tail = path.slice((room?.path ?? path).length);
  const drawing = roomKinds[kind].draw({ json, body, query, tail });
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
  const body = JSON.stringify({ subject, ...texts });
  const drawing = roomKinds.smn.draw({ json: { subject, texts }, body, query: '', tail: '' });
  return {
    kind: 'smn',
    room: topicUrn.split(':').at(-1) ?? topicUrn,
    receivedAt: publishedAt,
    outcome: drawing?.plain ? 'degraded' : 'delivered',
    // No other call comes as far as a topic.
    proof: 'verified',
    answer: `200 ${JSON.stringify({ message_id: messageId })}`,
    drawing,
    body,
  };
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
