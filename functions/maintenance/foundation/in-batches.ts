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

/**
 * Does the work for every item, so many at a time and the next as soon as one is done, and answers in their order. When one
 * fails, no other is begun.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()].reverse();
  const workOn = async () => {
    for (let next = left.pop(); next; next = left.pop()) results[next[0]] = await work(next[1]);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, workOn));
  } finally {
    left.length = 0;
  }
  return results;
}
