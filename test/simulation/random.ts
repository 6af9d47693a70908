/** Chance that a seed decides: the same seed and the same questions give the same answers. */
export interface Random {
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  /** True with a probability from 0 to 1. */
  chance(probability: number): boolean;
  /** One of several; throws a `RangeError` for none. */
  pick<Item>(items: readonly Item[]): Item;
  /** Another source of its own, so that what is asked of one does not change the answers of the other. */
  branch(name: string): Random;
}

/** Chance from a seed; see `Random`. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: small, fast, and more than random enough for drawing nights.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    chance: (probability) => next() < probability,
    pick(items) {
      const place = whole(0, items.length - 1);
      if (items.length === 0) throw new RangeError('there is nothing to pick from');
      return items[place] as (typeof items)[number];
    },
    branch: (name) => createRandom(hash(name, seed)),
  };
}

/** FNV-1a, over a seed. */
function hash(text: string, seed: number): number {
  let mixed = (0x811c9dc5 ^ seed) >>> 0;
  for (let place = 0; place < text.length; place++)
    mixed = Math.imul(mixed ^ text.charCodeAt(place), 0x01000193) >>> 0;
  return Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b) >>> 0;
}
