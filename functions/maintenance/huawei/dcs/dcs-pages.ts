/** A page of a list, and how many entries the service says there are in all. */
export type Page<Item> = { readonly total: number | undefined; readonly items: readonly Item[] };

/** Most entries DCS lets a page have; its own default is 10. */
export const largestPage = 1_000;

const passes = 3;

/**
 * Reads a list to its end, each entry once. The list is not sorted in any documented way, so instances that
 * come and go between two pages can hide others: when the pages do not add up to a total that held still, the
 * list is read again, and in the end everything seen is kept. A total that stays different is no error: whether
 * it counts the instances that failed to be created is not documented.
 */
export async function readAllPages<Item extends { readonly id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const seen = new Map<string, Item>();
  for (let pass = 1; pass <= passes; pass += 1) {
    const { items, addsUp } = await readOnce(readPage);
    if (addsUp) return [...items.values()];
    const known = seen.size;
    for (const [id, item] of items) seen.set(id, item);
    if (seen.size === known) break;
  }
  return [...seen.values()];
}

type Pass<Item> = { readonly items: ReadonlyMap<string, Item>; readonly addsUp: boolean };

async function readOnce<Item extends { readonly id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
): Promise<Pass<Item>> {
  const items = new Map<string, Item>();
  const totals = new Set<number | undefined>();
  let offset = 0;
  for (let pages = 0; ; pages += 1) {
    const { items: found, total } = await readPage(offset);
    const known = items.size;
    for (const item of found) items.set(item.id, item);
    totals.add(total);
    offset += found.length;
    // A short page is no end, DCS may give less than was asked for; a page with nothing new is.
    const nothingNew = items.size === known;
    if (!nothingNew && (total === undefined || offset < total)) continue;
    const allOnOnePage = pages === 0 || (pages === 1 && nothingNew);
    const complete = total === undefined || items.size === total || allOnOnePage;
    return { items, addsUp: totals.size === 1 && complete };
  }
}
