import { Composer, type CST, Lexer, Parser, type YAMLError } from 'yaml';
import type { Path } from './path.ts';
import { signBehind } from './sign-behind.ts';
import { isEcho, syntaxLesson, whereToMend } from './syntax-lesson.ts';
import { buildTree } from './yaml-tree.ts';

/** Where something is in a text, for people; both 1-based. */
type Position = { readonly line: number; readonly column: number };

/**
 * Tells the positions of offsets in a text. Not yaml's `LineCounter`: its parser reports some lines out of order
 * when brackets are unbalanced, and the counter then answers with columns that do not exist.
 */
function positionsIn(text: string): (offset: number) => Position {
  // A byte order mark is in no column.
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(1, offset - (starts[low] ?? 0) + 1) };
  };
}

/** Something wrong with the text as YAML; the message is `found - expected`. */
export type YamlFlaw = Position & { readonly path: Path; readonly code: string; readonly message: string };

/** The values of a document, and where each of them is written. */
export type YamlText = {
  readonly value: unknown;
  /** What is wrong although the values could be read: a key written twice, an alias of nothing. */
  readonly flaws: readonly YamlFlaw[];
  /**
   * Where a value or its key is written, or the first of a sign in that; for what is missing, the key of what it is
   * missing from.
   */
  positionOf(path: Path, part: 'key' | 'value', sign?: string): Position;
  /** A value as it is written, `0123` where the value is 123; `undefined` for what is no plain value. */
  spellingOf(path: Path): string | undefined;
  /** Whether a value stands where its path leads, and no alias or merge key brings it there from elsewhere. */
  isOwn(path: Path): boolean;
};

/** What reading YAML comes to; with broken syntax there are no values that could be trusted. */
type YamlReading =
  | { readonly ok: true; readonly yaml: YamlText }
  | { readonly ok: false; readonly flaws: readonly YamlFlaw[] };

// YAML 1.2 whatever a %YAML directive asks for: in 1.1 `no` is false, 0123 octal, and a day a Date.
const dialect = { schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false } as const;

/** Reads one YAML document with the places of its values. Never throws. */
export function readYaml(text: string): YamlReading {
  const positionAt = positionsIn(text);
  const bare = /\r(?!\n)/.exec(text);
  if (bare) {
    // To YAML it may be one of a comment or of a name, and what comes after it with it.
    const message =
      'a carriage return (U+000D) that no line feed follows - expected lines that end in LF or CRLF: save the file with those';
    return { ok: false, flaws: [{ ...positionAt(bare.index), path: [], code: 'text.line-end', message }] };
  }
  const { tokens, deepAt } = tokensOf(text);
  if (deepAt !== undefined) {
    const message = 'values nested more than 60 deep - expected fewer levels';
    return { ok: false, flaws: [{ ...positionAt(deepAt), path: [], code: 'yaml.depth', message }] };
  }

  // Token by token what `parseDocument` does, which would not let the depth be looked at in between.
  const [document, second] = compose(tokens, text.length);
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const flaws = syntaxFlaws(errors, text, positionAt);
  if (second) {
    const message = 'a second document after --- or ... - expected one';
    flaws.push({ ...positionAt(second.range[0]), path: [], code: 'yaml.syntax', message });
  }
  if (!document || flaws.length > 0) return { ok: false, flaws };

  const tree = buildTree(document);
  return {
    ok: true,
    yaml: {
      value: tree.value,
      flaws: tree.flaws.map(({ offset, ...flaw }) => ({ ...positionAt(offset), ...flaw })),
      positionOf: (path, part, sign) => {
        const found = tree.find(path);
        const [start, end] = [found[part], found.ends[part]];
        const at = sign === undefined ? -1 : text.slice(start, end).indexOf(sign);
        return positionAt(at < 0 ? start : start + at);
      },
      spellingOf: (path) => tree.find(path).spelling,
      isOwn: (path) => tree.find(path).isOwn,
    },
  };
}

/** Of so many mistakes it is looked whether a sign is behind them. */
const mostLooked = 20;

/** How many mistakes YAML finds in a text; one that is too deep to be composed is as bad as can be. */
function mistakesIn(text: string): number {
  const { tokens, deepAt } = tokensOf(text);
  if (deepAt !== undefined) return Number.POSITIVE_INFINITY;
  return compose(tokens, text.length).reduce((count, { errors }) => count + errors.length, 0);
}

/** Without the stacks of its errors: a text may have as many of them as it has signs, and nobody reads one. */
function compose(tokens: Iterable<CST.Token>, length: number) {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return [...new Composer(dialect).compose(tokens, true, length)];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** One flaw a line: what follows the first mistake of a line is mostly its echo. */
function syntaxFlaws(errors: readonly YAMLError[], text: string, positionAt: (offset: number) => Position) {
  const rows = errors.length > 0 ? text.split('\n') : [];
  const byLine = new Map<number, YamlFlaw>();
  // A line that a sign keeps from being a key leaves those below it without one.
  let broken = false;
  for (const error of errors) {
    const position = positionAt(whereToMend(error, text));
    if (byLine.has(position.line) || (byLine.size > 0 && isEcho(error.message))) continue;
    if (error.code === 'BAD_INDENT' && broken) continue;
    const sign = byLine.size < mostLooked ? signBehind(rows, position.line, mistakesIn) : undefined;
    broken ||= sign !== undefined;
    const message = syntaxLesson(error, rows[position.line - 1] ?? '');
    const flaw = sign ? { ...sign, code: 'text.sign' } : { ...position, code: 'yaml.syntax', message };
    byLine.set(flaw.line, { ...flaw, path: [] });
  }
  return [...byLine.values()];
}

/** Far deeper than a schedule, far from the depth at which composing nodes exhausts the stack. */
const deepest = 60;

/**
 * The tokens of a text, as `Parser.parse` gives them, or where it is first nested deeper than any schedule is. Looked
 * after on the way: the time that the parser takes grows with the square of the depth, and making nodes of the tokens
 * recurses, where V8 does not throw at some thousand levels but aborts.
 */
function tokensOf(text: string): { readonly tokens: readonly CST.Token[]; readonly deepAt?: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    const deep = parser.stack[deepest + 1];
    if (deep) return { tokens, deepAt: deep.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}
