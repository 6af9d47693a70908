import type { Card } from '../report/card.ts';
import { cutToLimit, fitCard } from '../report/fit-card.ts';
import { type Pen, writeCard } from '../report/write-card.ts';
import type { ChatContext } from './chat-kind.ts';

/** How a text becomes a body, and what of the body is limited. */
type TextBody<Body> = {
  readonly wrap: (text: string) => Body;
  readonly measure: (body: Body) => number;
};

/** A card as a body that holds one text, cut to the limit: first by what is least needed, then at its end. */
export function fitTextBody<Body>(
  card: Card,
  pen: Pen,
  { wrap, measure }: TextBody<Body>,
  { wording, limit }: Pick<ChatContext, 'wording' | 'limit'>,
): Body {
  const written = (each: Card) => writeCard(each, pen, wording);
  const { card: cut, body } = fitCard(card, (each) => wrap(written(each)), measure, limit);
  if (measure(body) <= limit) return body;
  return wrap(cutToLimit(written(cut), (text) => measure(wrap(text)), limit));
}

/** The bytes that a body takes as it is sent. */
export function jsonBytes(body: unknown): number {
  return Buffer.byteLength(JSON.stringify(body));
}
