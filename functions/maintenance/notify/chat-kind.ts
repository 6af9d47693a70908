import type { Card } from '../report/card.ts';
import type { Wording } from '../report/wording/wording.ts';
import type { Classify } from './verdict.ts';

/** What drawing a card needs beside the card. */
export type ChatContext = {
  readonly wording: Wording;
  /** Who is called where the card has room for it; ids as the chat has them, none when nobody is to be called. */
  readonly mention: readonly string[];
  /** The most that a body may measure, in the unit of the chat; for what is measured, see `ChatKind.limit`. */
  readonly limit: number;
  /** The same for every try of a notice, for chats that drop what they have had. */
  readonly id: string;
};

/** A message as JSON. */
export type ChatBody = Readonly<Record<string, unknown>>;

/** A message on its way: the URL that is posted to and the JSON. */
export type ChatMessage = { readonly url: string; readonly body: ChatBody };

/** What is particular to a chat. All of it is pure. */
export type ChatKind = {
  /** `ChatContext.limit` when a real message is built. */
  readonly limit: number;
  /** The card as the chat draws it, cut to the limit. */
  readonly build: (card: Card, context: ChatContext) => ChatBody;
  /** The same in plain text, cut to the limit, for when the chat refuses the card. */
  readonly text: (card: Card, context: ChatContext) => ChatBody;
  readonly classify: Classify;
  /** What is posted to where it is not the URL as it stands in the schedule. */
  readonly address?: (url: string) => string;
  /** Adds what proves who sends; asked anew for every try, `now` in milliseconds since 1970. */
  readonly seal?: (message: ChatMessage, secret: string, now: number) => ChatMessage;
};

/** Whom a message calls: all whom the channel names when the card has room for them, otherwise nobody. */
export function calledIn({ glance }: Card, mention: readonly string[]): readonly string[] {
  return glance.some(({ kind }) => kind === 'mention') ? mention : [];
}
