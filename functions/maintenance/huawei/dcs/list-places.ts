import { largestPage } from './dcs-pages.ts';

/** How many rows are read to be had with one call more: a list of no more is as cheap as a look at one of them. */
export const fewRows = 50;

/** How many rows may have come or gone before a row since it was read last. */
const shift = 4;

/** A list as it was last read: how many rows it had, and in which place each; none where it keeps no order. */
export type KnownList = {
  readonly rows: number;
  readonly places: ReadonlyMap<string, number>;
  readonly keepsOrder: boolean;
};

/** A list that nobody has read. */
export const unknownList: KnownList = { rows: 0, places: new Map(), keepsOrder: true };

/** A list that was just read, and that was found in its order whenever somebody was looked for by his place, or not. */
export function listAsRead(ids: readonly string[], keepsOrder: boolean): KnownList {
  const isPlaced = keepsOrder && ids.length > fewRows;
  const places = new Map(isPlaced ? ids.map((id, place) => [id, place]) : []);
  return { rows: ids.length, places, keepsOrder };
}

/** The same list when somebody was not in his place: no document says that it has an order. */
export function withoutOrder({ rows }: KnownList): KnownList {
  return { rows, places: new Map(), keepsOrder: false };
}

/** A part of a list, and who should be in it. */
export type Stretch = { readonly offset: number; readonly limit: number; readonly ids: readonly string[] };

/** How some of a list are found without reading the whole: a call for each stretch, and one for each that is alone. */
export type Apart = { readonly stretches: readonly Stretch[]; readonly alone: readonly string[] };

/** Those who stand near each other together, and alone who stands far from the others or nobody knows where. */
export function apart(ids: readonly string[], { places }: KnownList): Apart {
  const placed = ids
    .flatMap((id) => {
      const place = places.get(id);
      return place === undefined ? [] : [{ id, place }];
    })
    .sort((a, b) => a.place - b.place);
  const alone = ids.filter((id) => !places.has(id));
  const stretches: Stretch[] = [];
  let [first = { id: '', place: 0 }] = placed;
  let together: string[] = [];
  for (const [at, one] of placed.entries()) {
    if (together.length === 0) first = one;
    together.push(one.id);
    const next = placed[at + 1];
    const isNear = next && next.place - one.place <= fewRows;
    if (isNear && next.place - first.place + 2 * shift < largestPage) continue;
    const offset = Math.max(0, first.place - shift);
    if (together.length === 1) alone.push(one.id);
    else stretches.push({ offset, limit: one.place + shift + 1 - offset, ids: together });
    together = [];
  }
  return { stretches, alone };
}

/** How many calls that takes. */
export function callsOf({ stretches, alone }: Apart): number {
  return stretches.length + alone.length;
}

/** Who of the stretches is not among those that were found in them. */
export function missingOf({ stretches }: Apart, found: ReadonlySet<string>): readonly string[] {
  return stretches.flatMap(({ ids }) => ids.filter((id) => !found.has(id)));
}
