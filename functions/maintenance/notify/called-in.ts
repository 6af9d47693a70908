import type { Card } from '../report/card.ts';

/** Whom a message calls: all whom the channel names when the card has room for them, otherwise nobody. */
export function calledIn({ glance }: Card, mention: readonly string[]): readonly string[] {
  return glance.some(({ kind }) => kind === 'mention') ? mention : [];
}
