import { createRandom, type Random } from '../simulation/random.ts';
import type { FuzzKind } from './fuzz-kind.ts';

/** Longer ones are no longer mutated, but for what makes them shorter: size has limits and tests of its own. */
const longest = 60_000;

/** The mutant of a number: always the same one. */
export function drawMutant({ seeds, part, words }: FuzzKind, number: number): string {
  const random = createRandom(number).branch('mutant');
  const pieces = { part, words, seeds };
  let text = random.pick(seeds);
  for (let wounds = random.pick([1, 1, 2, 2, 3, 5]); wounds > 0; wounds -= 1) {
    const change = random.pick(text.length > longest ? shortening : changes);
    text = change(text, random, pieces);
  }
  return text;
}

type Change = (text: string, random: Random, pieces: Pick<FuzzKind, 'seeds' | 'part' | 'words'>) => string;

const numbers = [
  '0',
  '-1',
  '1',
  '2',
  '7',
  '13',
  '32',
  '60',
  '99',
  '400',
  '9999',
  '400000',
  '2147483648',
  '1e9',
];
const numerals = ['9'.repeat(20), '00', '0x10', '1.5', '-0', '+1', '١', '１'];
const signs = [
  ...[
    '',
    ' ',
    '\t',
    '\r',
    '\n',
    '\r\n',
    ':',
    ';',
    ',',
    '=',
    '"',
    "'",
    '-',
    '#',
    '*',
    '\\',
    '/',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    '\0',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u202e',
    '\u2028',
    '\u3000',
    '\ufeff',
  ],
  ...[
    '：',
    '，',
    '；',
    '＝',
    '“',
    '年',
    '\ufffd',
    '\ud83d',
    '\ude00',
    '😀',
    'İ',
    '__proto__',
    '${X}',
    '&a',
    '*a',
  ],
];

/** A part for another one, from anywhere: most of what people get wrong is a right word in a wrong place. */
const exchangePart: Change = (text, random, { seeds, part, words }) => {
  const [place] = partsOf(text, part, random);
  if (!place) return text;
  const [other] = partsOf(random.pick(seeds), part, random);
  const by = random.chance(0.4) ? random.pick(words) : random.chance(0.3) ? random.pick(numbers) : other?.[0];
  return replaced(text, place.index, place[0].length, by ?? '');
};

const changeNumber: Change = (text, random) => {
  const found = [...text.matchAll(/\d+/g)];
  if (found.length === 0) return text;
  const place = random.pick(found);
  const value = Number(place[0]);
  const near = String(value + random.pick([-1, 1, 10])).padStart(place[0].length, '0');
  const by = random.pick([near, random.pick(numbers), random.pick(numerals)]);
  return replaced(text, place.index, place[0].length, by);
};

const repeatPart: Change = (text, random, { part }) => {
  const [place] = partsOf(text, part, random);
  if (!place) return text;
  const by = Array.from({ length: random.pick([2, 2, 40, 1_000]) }, () => place[0]).join(
    random.pick(['', ',', ';']),
  );
  return replaced(text, place.index, place[0].length, by);
};

const changeSign: Change = (text, random) => {
  const at = random.whole(0, text.length);
  return replaced(text, at, random.pick([0, 0, 1, 1, 5]), random.pick(signs));
};

const removeLines: Change = (text, random) => {
  const { lines, from, to } = linesOf(text, random);
  return [...lines.slice(0, from), ...lines.slice(to)].join('\n');
};

const repeatLines: Change = (text, random) => {
  const { lines, from, to } = linesOf(text, random);
  const block = lines.slice(from, to);
  const times = random.pick([1, 1, 1, 30]);
  return [
    ...lines.slice(0, to),
    ...Array.from({ length: times }, () => block).flat(),
    ...lines.slice(to),
  ].join('\n');
};

const moveLines: Change = (text, random) => {
  const { lines, from, to } = linesOf(text, random);
  const others = [...lines.slice(0, from), ...lines.slice(to)];
  const at = random.whole(0, others.length);
  return [...others.slice(0, at), ...lines.slice(from, to), ...others.slice(at)].join('\n');
};

const takeLines: Change = (text, random, { seeds }) => {
  const { lines, from } = linesOf(text, random);
  const other = linesOf(random.pick(seeds), random);
  return [...lines.slice(0, from), ...other.lines.slice(other.from, other.to), ...lines.slice(from)].join(
    '\n',
  );
};

const indentLines: Change = (text, random) => {
  const { lines, from, to } = linesOf(text, random);
  const by = random.pick(['', ' ', '  ', '\t', '- ', '# ']);
  const block = lines.slice(from, to).map((line) => (by === '' ? line.trimStart() : by + line));
  return [...lines.slice(0, from), ...block, ...lines.slice(to)].join('\n');
};

const breakOff: Change = (text, random) => text.slice(0, random.whole(0, text.length));

const changeLineEnds: Change = (text, random) =>
  text.replace(/\r?\n/g, random.pick(['\n', '\r\n', '\r', '\n\n', '\r\n ', '\u2028']));

const shortening: readonly Change[] = [removeLines, breakOff];
const changes: readonly Change[] = [
  ...[
    exchangePart,
    exchangePart,
    exchangePart,
    changeNumber,
    changeNumber,
    repeatPart,
    changeSign,
    changeSign,
  ],
  ...[
    removeLines,
    removeLines,
    repeatLines,
    moveLines,
    takeLines,
    takeLines,
    indentLines,
    breakOff,
    changeLineEnds,
  ],
];

/** One of the parts of a text, in a list: none where it has none. */
function partsOf(text: string, part: RegExp, random: Random): readonly RegExpExecArray[] {
  const found = [...text.matchAll(part)];
  return found.length === 0 ? [] : [random.pick(found)];
}

/** The lines of a text, and some that follow each other; mostly one. */
function linesOf(text: string, random: Random) {
  const lines = text.split('\n');
  const from = random.whole(0, lines.length - 1);
  return { lines, from, to: Math.min(lines.length, from + random.pick([1, 1, 1, 2, 6, 20])) };
}

function replaced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}
