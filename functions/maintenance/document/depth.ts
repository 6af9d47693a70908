import type { CST } from 'yaml';

/** Far deeper than a schedule, far from the depth at which composing nodes exhausts the stack. */
const deepest = 60;

/**
 * Where the text is first nested deeper than any schedule is; `undefined` when nowhere. Asked of the tokens,
 * because making nodes of them recurses, and at some thousand levels V8 does not throw but aborts.
 */
export function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = [...tokens];
  for (let depth = 0; level.length > 0; depth++) {
    const first = level[0];
    if (depth > deepest && first) return first.offset;
    level = level.flatMap(inside);
  }
  return undefined;
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) =>
    [item.key, item.value].filter((part) => part !== undefined && part !== null),
  );
}
