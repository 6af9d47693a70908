import type { Card } from '../report/card.ts';

/** Those of `mention` whom a card calls, for chats that have them beside the text: all or nobody. */
export function whoIsCalled(card: Card, mention: readonly string[]): readonly string[] {
  return card.glance.some(({ kind }) => kind === 'mention') ? mention : [];
}
