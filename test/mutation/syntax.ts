import { parseAst } from 'vitest/node';

/** A node of the syntax tree (ESTree with the nodes of TypeScript); what else it has depends on its type. */
export type Syntax = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

/** A node, the key of its parent that it stands under, and its parents from the nearest to the program. */
export type Placed = { readonly node: Syntax; readonly key: string; readonly above: readonly Syntax[] };

/** Types are nothing that runs, and imports nothing to change. */
const withoutCode = /^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import|ExportAll)/;

/** Every node of a file that runs, each before those within it. */
export function nodesOf(code: string, path: string): readonly Placed[] {
  const found: Placed[] = [];
  const visit = (value: unknown, key: string, above: readonly Syntax[]): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, key, above);
    if (!isSyntax(value) || withoutCode.test(value.type)) return;
    found.push({ node: value, key, above });
    const within = [value, ...above];
    for (const [name, child] of Object.entries(value)) visit(child, name, within);
  };
  visit(parseAst(code, { lang: 'ts' }, path), 'program', []);
  return found;
}

/** Whether a value under some key of a node is a node as well. */
export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes under a key that holds a list of them. */
export function listOf(value: unknown): readonly Syntax[] {
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

/** Without the brackets and types around it, which change nothing of what runs. */
export function bare(node: Syntax): Syntax {
  const wrapped = /^(TS\w+|Parenthesized)Expression$/.test(node.type) ? node['expression'] : undefined;
  return isSyntax(wrapped) ? bare(wrapped) : node;
}
