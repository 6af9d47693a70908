/**
 * Whether a glob (`*` for any text, `?` for one character) selects every name that another one does. A no may be
 * wrong where stars stand beside question marks; a yes never is.
 */
export function globCovers(wide: string, narrow: string): boolean {
  const text = [...narrow];
  let reached: ReadonlySet<number> = new Set([0]);
  for (const symbol of wide) {
    const next = new Set<number>();
    for (const at of reached) {
      if (symbol === '*') for (let end = at; end <= text.length; end++) next.add(end);
      else if (text[at] === symbol || (symbol === '?' && text[at] !== '*' && at < text.length))
        next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(text.length);
}

/** Whether there can be a name that both globs select. */
export function globsMeet(one: string, other: string): boolean {
  const text = [...other];
  let reached = pastStars([0], text);
  for (const symbol of one) {
    const next: number[] = [];
    for (const at of reached) {
      const facing = text[at];
      if (symbol === '*') for (let end = at; end <= text.length; end++) next.push(end);
      else if (facing === '*') next.push(at);
      else if (facing !== undefined && (facing === symbol || facing === '?' || symbol === '?'))
        next.push(at + 1);
    }
    reached = pastStars(next, text);
  }
  return reached.has(text.length);
}

/** The places, and those behind the stars that stand at them: a star may also stand for nothing. */
function pastStars(places: readonly number[], text: readonly string[]): ReadonlySet<number> {
  const all = new Set(places);
  // A set hands out what is added to it on the way, so a row of stars is passed in one walk.
  for (const at of all) if (text[at] === '*') all.add(at + 1);
  return all;
}
