/** Of so many names of a kind it is looked which one was meant: that goes through all that are known. */
export const mostLooked = 100;

/** The known name a misspelt one was most likely meant to be; `undefined` when none is near. */
export function nearestName(misspelt: string, known: readonly string[]): string | undefined {
  const allowed = misspelt.length <= 3 ? 1 : 2;
  let nearest: string | undefined;
  let least = allowed + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - misspelt.length) >= least) continue;
    const edits = editsBetween(misspelt.toLowerCase(), candidate.toLowerCase(), { under: least });
    if (edits < least) [nearest, least] = [candidate, edits];
  }
  return nearest;
}

/** `one of a, b, c; did you mean "b"?`, of many names the first few. */
export function oneOf(known: readonly string[], misspelt: string): string {
  const first = known.slice(0, 24).map((name) => (plainName.test(name) ? name : JSON.stringify(name)));
  const shown = known.length > 24 ? [...first, `${known.length - 24} more`] : first;
  const nearest = nearestName(misspelt, known);
  const list = shown.length === 1 ? shown.join() : `one of ${shown.join(', ')}`;
  return nearest === undefined ? list : `${list}; did you mean ${JSON.stringify(nearest)}?`;
}

/** What can be told from the words around it without quotes: no spaces, no signs that nobody sees. */
const plainName = /^[^\p{Z}\p{C}"',]+$/u;

/** The known name that a glob (`*` for any text, `?` for one sign) was most likely meant to match; `undefined` when none is near. */
export function nearestMatch(glob: string, known: readonly string[]): string | undefined {
  const letters = glob.replace(/[*?]/g, '').length;
  let nearest: string | undefined;
  let least = letters <= 3 ? 2 : Math.max(3, Math.floor(letters / 4) + 1);
  for (const candidate of known) {
    const edits = editsBetween(glob.toLowerCase(), candidate.toLowerCase(), { under: least, isGlob: true });
    if (edits < least) [nearest, least] = [candidate, edits];
  }
  return nearest;
}

/**
 * Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment distance). Of a glob,
 * a star takes any letters for nothing, and a question mark any one. Where it cannot be under a number any more,
 * it is given up.
 */
function editsBetween(
  one: string,
  other: string,
  { under, isGlob = false }: { readonly under: number; readonly isGlob?: boolean },
): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const letter = one[row - 1];
    const isStar = isGlob && letter === '*';
    const current = [(last[0] ?? 0) + (isStar ? 0 : 1)];
    for (let column = 1; column <= other.length; column++) {
      const same = letter === other[column - 1] || (isGlob && letter === '?');
      const swapped = letter === other[column - 2] && one[row - 2] === other[column - 1];
      const insert = isStar ? 0 : 1;
      current[column] = Math.min(
        (last[column] ?? 0) + insert,
        (current[column - 1] ?? 0) + insert,
        (last[column - 1] ?? 0) + (same ? 0 : insert),
        row > 1 && column > 1 && swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
    // Two rows, since a swap goes back over one.
    if (Math.min(...beforeLast) >= under && Math.min(...last) >= under) return Number.POSITIVE_INFINITY;
  }
  return last[other.length] ?? 0;
}
