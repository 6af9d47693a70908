import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Card, plain, type SectionKind, sectionOf } from '../../../functions/maintenance/report/card.ts';
import { cutToLimit, fitCard } from '../../../functions/maintenance/report/fit-card.ts';
import { en } from '../../../functions/maintenance/report/wording/en.ts';
import { plainPen, writeCard } from '../../../functions/maintenance/report/write-card.ts';

const item = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => [
    plain(`${name} ${index} that takes some room in the message`),
  ]);

function cardWith(sections: readonly (readonly [SectionKind, number])[]): Card {
  return {
    tone: 'bad',
    headline: 'h',
    glance: [plain('g')],
    facts: [],
    sections: sections.flatMap(([kind, count]) => sectionOf(kind, kind, item(kind, count))),
    payload: { label: 'retry', json: '{"retryFailed":"r"}' },
  };
}

const render = (card: Card) => writeCard(card, plainPen(''), en);
const length = (text: string) => text.length;
const kinds: readonly SectionKind[] = ['person', 'steps', 'data', 'outage', 'notes'];

describe('a card that is too long', () => {
  const card = cardWith(kinds.map((kind) => [kind, 3]));
  const shownAt = (limit: number) =>
    Object.fromEntries(fitCard(card, render, length, limit).card.sections.map((each) => [each.kind, each]));

  test('is left as it is when it fits exactly', () => {
    const whole = render(card);
    expect(fitCard(card, render, length, whole.length)).toEqual({ card, body: whole });
  });

  test('loses what is least needed, and says how much', () => {
    const { notes, person } = shownAt(render(card).length - 1);
    expect(notes?.items.length).toBeLessThan(3);
    expect((notes?.items.length ?? 0) + (notes?.more ?? 0)).toBe(3);
    expect(person?.items).toHaveLength(3);
  });

  test('keeps the first that needs a person when all else is gone', () => {
    const { card: small } = fitCard(card, render, length, 90);
    expect(small.sections).toMatchObject([{ kind: 'person', more: 2 }]);
    expect(small.sections[0]?.items).toHaveLength(1);
  });

  test('comes as small as it gets when nothing fits', () => {
    expect(fitCard(card, render, length, 0).body).toBe('❌ h\ng');
  });

  test('never measures more than the limit, and never counts an item twice', () => {
    const counts = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(30)), { maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 6, max: 4_000 }), (drawn, limit) => {
        const written = cardWith([...new Map(drawn)]);
        const fitted = fitCard(written, render, length, limit);
        expect(fitted.body.length).toBeLessThanOrEqual(limit);
        for (const { kind, items, more } of fitted.card.sections)
          expect(items.length + more).toBe(new Map(drawn).get(kind));
      }),
    );
  });
});

describe('a text that is too long', () => {
  const bytes = (text: string) => Buffer.byteLength(text);

  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, ''],
    ['缓存服务', 12, '缓存服务'],
    ['缓存服务', 11, '缓存…'],
    ['缓存服务', 9, '缓存…'],
    ['缓存服务', 8, '缓…'],
    ['🧊🧊', 8, '🧊🧊'],
    ['🧊🧊', 7, '🧊…'],
    ['🧊🧊', 6, ''],
  ])('%s in %i bytes is %s', (text, limit, cut) => {
    expect(cutToLimit(text, bytes, limit)).toBe(cut);
  });
});
