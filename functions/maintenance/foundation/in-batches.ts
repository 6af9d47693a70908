/** How many calls of one kind are under way at once: DCS throttles, and a function has few connections. */
const atOnce = 10;

/** Does the work for every item, ten at a time, and answers in their order. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  return results;
}
