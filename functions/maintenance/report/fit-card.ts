import type { Card, Section, SectionKind } from './card.ts';

/** What is let go of first comes first. */
const leastNeeded: readonly SectionKind[] = [
  'notes',
  'untouched',
  'outage',
  'comparison',
  'data',
  'steps',
  'problems',
  'person',
  'untold',
];

/** A message as it is sent, and the card that is in it. */
type Fitted<Body> = { readonly card: Card; readonly body: Body };

/**
 * The body of a card in which the least needed items are left out, one after the other, until what is sent
 * measures at most `limit`. The first item of what needs a person stays as long as there is anything else; a
 * title stays with the number of what is left out. What cannot be made to fit comes as small as it gets.
 */
export function fitCard<Body>(
  card: Card,
  render: (card: Card) => Body,
  measure: (body: Body) => number,
  limit: number,
): Fitted<Body> {
  const whole = { card, body: render(card) };
  if (measure(whole.body) <= limit) return whole;
  const cuts = cutsOf(card);
  // The least cut that fits, found by halves: to render is what costs, and every cut is smaller than the one before.
  let least = 0;
  let most = cuts.length;
  while (least < most) {
    const middle = (least + most) >> 1;
    const tried = cutBy(card, cuts, middle);
    if (measure(render(tried)) <= limit) most = middle;
    else least = middle + 1;
  }
  const cut = cutBy(card, cuts, Math.min(least, cuts.length));
  return { card: cut, body: render(cut) };
}

type Cut = { readonly kind: SectionKind; readonly drop: 'item' | 'section' } | { readonly drop: 'payload' };

/** All cuts in their order. */
function cutsOf({ sections, payload }: Card): readonly Cut[] {
  const sorted = leastNeeded.flatMap((kind) => sections.filter((section) => section.kind === kind));
  const items = ({ kind, items: all }: Section, kept = 0) =>
    all.slice(kept).map(() => ({ kind, drop: 'item' }) as const);
  const isNeeded = ({ kind }: Section) => kind === 'person' || kind === 'untold';
  const needed = sorted.filter(isNeeded);
  const others = sorted.filter((section) => !isNeeded(section));
  return [
    ...others.flatMap((section) => items(section)),
    ...needed.flatMap((section) => items(section, 1)),
    ...others.map(({ kind }) => ({ kind, drop: 'section' }) as const),
    ...(payload ? [{ drop: 'payload' } as const] : []),
    ...needed.map(({ kind }) => ({ kind, drop: 'section' }) as const),
  ];
}

function cutBy(card: Card, cuts: readonly Cut[], count: number): Card {
  const made = cuts.slice(0, count);
  const dropped = (kind: SectionKind, drop: 'item' | 'section') =>
    made.filter((cut) => cut.drop === drop && cut.kind === kind).length;
  const sections = card.sections.flatMap((section): Section[] => {
    const { kind, items, more } = section;
    if (dropped(kind, 'section') > 0) return [];
    const gone = dropped(kind, 'item');
    return [{ ...section, items: items.slice(0, items.length - gone), more: more + gone }];
  });
  return {
    ...card,
    sections,
    payload: made.some(({ drop }) => drop === 'payload') ? undefined : card.payload,
  };
}

/** The longest beginning of a text, in whole characters and with `…`, that measures at most `limit`. */
export function cutToLimit(text: string, measure: (text: string) => number, limit: number): string {
  if (measure(text) <= limit) return text;
  const points = [...text];
  let least = 0;
  let most = points.length;
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if (measure(`${points.slice(0, middle).join('')}…`) <= limit) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? '' : `${points.slice(0, least).join('')}…`;
}
