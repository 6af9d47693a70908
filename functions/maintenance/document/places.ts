/** Where something is in a text, for people; both 1-based. */
export type Place = { readonly line: number; readonly column: number };

/**
 * Tells the places of offsets in a text. Not yaml's `LineCounter`: its parser reports some lines out of order
 * when brackets are unbalanced, and the counter then answers with columns that do not exist.
 */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
