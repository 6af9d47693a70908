import type { Change } from './mutant.ts';
import { bare, isSyntax, listOf, type Placed, type Syntax } from './syntax.ts';

/**
 * Every change that is made at a node. Of changes of which one is noticed whenever another is, only the harder one
 * is made: an operand of `&&` is left out, but `&&` does not become `||`; a test becomes true and false, but is not
 * turned round. Texts for people (what has a space) stay as they are: their wording is on record elsewhere.
 */
export function changesAt({ node, key, above }: Placed, code: string): readonly Change[] {
  const place: Place = { node, key, above, code, parent: above[0] };
  return changers.flatMap((change) => change(place));
}

type Place = Placed & { readonly code: string; readonly parent: Syntax | undefined };
type Changer = (place: Place) => readonly Change[];

const textOf = (code: string, { start, end }: Syntax) => code.slice(start, end);
/** As an operand: brackets that stand around a node are no part of its text. */
const operand = (code: string, node: Syntax) =>
  /^(Binary|Logical|Conditional|Arrow|Assignment|Await|TS)/.test(node.type)
    ? `(${textOf(code, node)})`
    : textOf(code, node);

function to({ node }: Place, ...codes: readonly string[]): readonly Change[] {
  return codes.map((code) => ({
    start: node.start,
    end: node.end,
    became: code,
    instead: { kind: 'expression', code },
  }));
}

/** The operands of a chain of one operator, whatever brackets are between them. */
function operandsOf(node: Syntax): readonly Syntax[] {
  const operands = [node['left'], node['right']].filter(isSyntax);
  return operands.flatMap((each) => {
    const inner = bare(each);
    return inner.type === 'LogicalExpression' && inner['operator'] === node['operator']
      ? operandsOf(inner)
      : [each];
  });
}

/** Part of a longer chain of the same operator, whose operands are left out one by one. */
function isInChain({ node, above }: Place): boolean {
  const next = above.find(({ type }) => !/^TS/.test(type));
  return next?.type === 'LogicalExpression' && next['operator'] === node['operator'];
}

const isOperand = ({ above }: Place) =>
  above.find(({ type }) => !/^TS/.test(type))?.type === 'LogicalExpression';
const isTest = ({ key }: Place) => key === 'test';

const chains: Changer = (place) => {
  const { node, code } = place;
  const { operator } = node;
  if (node.type !== 'LogicalExpression' || isInChain(place)) return [];
  const operands = operandsOf(node).map((each) => `(${textOf(code, each)})`);
  const shorter = operands.map((_, left) => operands.filter((__, at) => at !== left).join(` ${operator} `));
  const settled = operator === '&&' ? ['false'] : operator === '||' ? ['true'] : [];
  return to(place, ...shorter, ...settled);
};

const boundaries: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

const comparisons: Changer = (place) => {
  const { node, code } = place;
  const { left, right, operator } = node;
  if (node.type !== 'BinaryExpression' || !isSyntax(left) || !isSyntax(right)) return [];
  if (!/^([<>]=?|[!=]==?|in|instanceof)$/.test(String(operator))) return [];
  const boundary = boundaries[String(operator)];
  return [
    ...(boundary ? to(place, `${operand(code, left)} ${boundary} ${operand(code, right)}`) : []),
    ...(isTest(place) || isOperand(place) ? [] : to(place, 'true', 'false')),
  ];
};

const tests: Changer = (place) => {
  if (!isTest(place) || place.parent?.type === 'SwitchCase') return [];
  const { type, operator } = bare(place.node);
  // What a chain is when one operand decides it is made there.
  if (type === 'LogicalExpression' && operator === '&&') return to(place, 'true');
  if (type === 'LogicalExpression' && operator === '||') return to(place, 'false');
  // A loop that never ends shows nothing but that.
  return /^(While|DoWhile|For)Statement$/.test(place.parent?.type ?? '')
    ? to(place, 'false')
    : to(place, 'true', 'false');
};

const negations: Changer = (place) =>
  place.node.type === 'UnaryExpression' &&
  place.node['operator'] === '!' &&
  !isTest(place) &&
  !isOperand(place)
    ? to(place, 'true', 'false')
    : [];

const opposites: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };

const arithmetic: Changer = (place) => {
  const { node, code } = place;
  const { left, right, operator, argument } = node;
  if (node.type === 'UpdateExpression' && isSyntax(argument)) {
    const [before, after] = operator === '++' ? ['++', '--'] : ['--', '++'];
    return to(place, textOf(code, node).replace(before, after));
  }
  if (!isSyntax(left) || !isSyntax(right)) return [];
  const opposite = opposites[String(operator).replace(/=$/, '')];
  if (opposite === undefined || ![left, right].every(isNumber)) return [];
  if (node.type === 'BinaryExpression')
    return to(place, `${operand(code, left)} ${opposite} ${operand(code, right)}`);
  if (node.type === 'AssignmentExpression' && String(operator).length === 2)
    return to(place, `${textOf(code, left)} ${opposite}= ${operand(code, right)}`);
  return [];
};

/** As far as it can be seen here: texts are joined with `+` as well. */
const isNumber = ({ type, value }: Syntax) => type !== 'TemplateLiteral' && typeof value !== 'string';

const literals: Changer = (place) => {
  const { node, key, parent } = place;
  if (node.type !== 'Literal') return [];
  if (typeof node['value'] === 'boolean') return to(place, String(!node['value']));
  if (typeof node['value'] !== 'string' || /\s/.test(node['value'])) return [];
  const isName =
    (key === 'key' && parent?.['computed'] === false) || /^(Import|Export)/.test(parent?.type ?? '');
  const isCompared = parent?.type === 'BinaryExpression' && parent['operator'] !== '+';
  return isName || isCompared || node['value'] === '' ? [] : to(place, "'?'");
};

const lists: Changer = (place) => {
  const { node, parent } = place;
  const isEntry = parent?.type === 'ArrayExpression';
  if (node.type === 'ArrayExpression' && listOf(node['elements']).length > 0 && !isEntry)
    return to(place, '[]');
  return [];
};

const swapped: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
};
/** A call of these is left out, and what it is made on stays. */
const leftOut: ReadonlySet<string> = new Set(['filter', 'sort', 'toSorted', 'slice', 'reverse', 'replace']);

const methods: Changer = (place) => {
  const { node, code } = place;
  const callee = node['callee'];
  if (node.type !== 'CallExpression' || !isSyntax(callee) || callee.type !== 'MemberExpression') return [];
  const { object, property } = callee;
  if (!isSyntax(object) || !isSyntax(property)) return [];
  // A chain with `?.` ends as a whole.
  if (textOf(code, callee).includes('?.')) return [];
  const name = textOf(code, property);
  const other = swapped[name];
  if (other !== undefined)
    return to(
      place,
      textOf(code, object) +
        code.slice(object.end, property.start) +
        other +
        code.slice(property.end, node.end),
    );
  return leftOut.has(name) ? to(place, textOf(code, object)) : [];
};

/** Of an object that changes another one, or that holds what is optional. */
const parts: Changer = ({ node, key, parent, code }) => {
  const { start, end } = node;
  const gone = (kind: 'no-property' | 'no-elements'): readonly Change[] => [
    { start, end, became: '', instead: { kind } },
  ];
  if (key === 'elements' && node.type === 'SpreadElement' && parent?.type === 'ArrayExpression')
    return isConditional(node) ? [] : gone('no-elements');
  if (key !== 'properties' || parent?.type !== 'ObjectExpression') return [];
  const changes = listOf(parent['properties']).some(({ type }) => type === 'SpreadElement');
  return changes && !isConditional(node) && !/\bget\b/.test(code.slice(start, start + 4))
    ? gone('no-property')
    : [];
};

/** `...(test ? [one] : [])` and `...(test && { one })`: the test is changed already. */
function isConditional(node: Syntax): boolean {
  const argument =
    node.type === 'SpreadElement' && isSyntax(node['argument']) ? bare(node['argument']) : node;
  return /^(Conditional|Logical)Expression$/.test(argument.type);
}

const leaving = /^(Return|Continue|Break|Throw)Statement$/;
const loops = /^For(Of|In)?Statement$/;

const statements: Changer = ({ node, parent, above, code }) => {
  const { start, end } = node;
  const gone: readonly Change[] = [{ start, end, became: '', instead: { kind: 'no-statement' } }];
  if (/\bsatisfies never\b/.test(textOf(code, node))) return [];
  if (node.type === 'ExpressionStatement' || loops.test(node.type)) return gone;
  if (!leaving.test(node.type)) return [];
  // With the test of its `if` false it is not come to, which is the same.
  if (parent?.type === 'SwitchCase') return node.type === 'BreakStatement' ? [] : gone;
  if (parent?.type !== 'BlockStatement') return [];
  const alone = listOf(parent['body']).length === 1;
  const isLastOfFunction =
    /Function|^ArrowFunction/.test(above[1]?.type ?? '') && listOf(parent['body']).at(-1) === node;
  return alone || isLastOfFunction ? [] : gone;
};

const changers: readonly Changer[] = [
  chains,
  comparisons,
  tests,
  negations,
  arithmetic,
  literals,
  lists,
  methods,
  parts,
  statements,
];
