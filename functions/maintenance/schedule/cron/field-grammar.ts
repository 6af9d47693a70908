import { type CronRefusal, refuse } from './cron-refusal.ts';

/** One of the five places of an expression: which numbers and names it takes. */
type FieldGrammar = {
  readonly name: 'minute' | 'hour' | 'day' | 'month' | 'weekday';
  readonly min: number;
  readonly max: number;
  /** Names in the order of their numbers from `min` on; upper case. */
  readonly names: readonly string[];
  /** What only this field takes, for messages. */
  readonly special?: string;
};

/** The five fields in the order they are written. */
export const grammars = {
  minute: { name: 'minute', min: 0, max: 59, names: [] },
  hour: { name: 'hour', min: 0, max: 23, names: [] },
  day: { name: 'day', min: 1, max: 31, names: [], special: 'L (the last day)' },
  month: {
    name: 'month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  // 7 is Sunday too, as in every cron that takes it.
  weekday: {
    name: 'weekday',
    min: 0,
    max: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
    special: 'MON#2 (the second), FRIL (the last)',
  },
} as const satisfies Record<string, FieldGrammar>;

/** The values an item or a field stands for. */
type FieldValues = { readonly ok: true; readonly values: readonly number[] };

/** Reads a field that is a plain list, such as `0,30` or `MON-FRI`; values come as written, repeated ones too. */
export function readList(text: string, grammar: FieldGrammar): FieldValues | CronRefusal {
  const values: number[] = [];
  for (const item of text.split(',')) {
    const read = readItem(item, grammar);
    if (!read.ok) return read;
    values.push(...read.values);
  }
  return { ok: true, values };
}

/** Reads one number or name of a field. */
export function readValue(text: string, grammar: FieldGrammar): number | CronRefusal {
  const named = grammar.names.indexOf(text.toUpperCase());
  if (named !== -1) return grammar.min + named;
  if (!/^\d+$/.test(text)) return refuseItem(text, grammar);
  const value = Number(text);
  if (value >= grammar.min && value <= grammar.max) return value;
  return refuse('range', `${grammar.name} ${text}`, span(grammar));
}

/** Reads one item of a field's list: `*`, `5`, `MON-FRI`, or one of those with a step. */
export function readItem(item: string, grammar: FieldGrammar): FieldValues | CronRefusal {
  const parts = /^(\*|[^-/]+)(?:-([^-/]+))?(?:\/([^-/]*))?$/.exec(item);
  const [, start, end, stepText] = parts ?? [];
  if (start === undefined || (start === '*' && end !== undefined)) return refuseItem(item, grammar);
  const first = start === '*' ? grammar.min : readValue(start, grammar);
  if (typeof first === 'object') return first;
  // A step without an end runs to the end of the field: 5/10 is 5,15,25,…
  const openEnded = start === '*' || stepText !== undefined;
  const last = end === undefined ? (openEnded ? grammar.max : first) : readValue(end, grammar);
  if (typeof last === 'object') return last;
  if (first > last)
    return refuse(
      'backwards',
      `${grammar.name} ${item} runs backwards`,
      turned(item, grammar, [first, last]),
    );
  const step = stepText === undefined ? 1 : readStep(stepText, grammar);
  if (typeof step === 'object') return step;

  const values: number[] = [];
  for (let value = first; value <= last; value += step) values.push(value);
  return { ok: true, values };
}

/** A step longer than its field is refused: every 90 minutes, as some read it, would be once an hour. */
function readStep(text: string, grammar: FieldGrammar): number | CronRefusal {
  const longest = longestStep(grammar);
  const step = /^\d+$/.test(text) ? Number(text) : 0;
  if (step >= 1 && step <= longest) return step;
  return refuse('step', `${grammar.name} step ${text === '' ? '""' : text}`, `a number 1-${longest}`);
}

function longestStep({ name, min, max }: FieldGrammar): number {
  return name === 'weekday' ? 7 : max - min + 1;
}

/** Refuses a text that is nothing a field takes; says what `H`, `W`, `L` and `?` are elsewhere. */
function refuseItem(item: string, grammar: FieldGrammar): CronRefusal {
  const found = `${grammar.name} ${JSON.stringify(item)}`;
  if (/^H(\(|$)/i.test(item)) {
    return refuse(
      'unsupported',
      found,
      `a fixed value, ${span(grammar)} (H, a hash of the name, is not supported)`,
    );
  }
  if (grammar.name === 'day' && /^(\d+|L)W$/i.test(item)) {
    return refuse('unsupported', found, 'a day 1-31 or L (W, the nearest weekday, is not supported)');
  }
  const meant = respelt(item, grammar);
  if (meant !== undefined) return refuse('syntax', found, meant);
  if (item === '?') return refuse('syntax', found, '* (? stands for * in a whole day or weekday field only)');
  return refuse('syntax', found, accepted(grammar));
}

/** What was meant by a name in full, or by a step without its star; `undefined` where that is not clear. */
function respelt(item: string, grammar: FieldGrammar): string | undefined {
  const { names } = grammar;
  const step = Number(/^[*/](\d+)$/.exec(item)?.[1] ?? 0);
  if (step >= 1 && step <= longestStep(grammar)) return `*/${step}`;
  const name = item.slice(0, 3).toUpperCase();
  return /^[a-z]+\.?$/i.test(item) ? names.find((each) => each === name) : undefined;
}

function span({ min, max, names }: FieldGrammar): string {
  const named = names.length === 0 ? '' : ` or ${names[0]}-${names.at(-1)}`;
  return `${min}-${max}${named}`;
}

/** What may stand in a field, for a text that is none of it. */
function accepted(grammar: FieldGrammar): string {
  const special = grammar.special === undefined ? '' : `, ${grammar.special}`;
  return `*, ${span(grammar)}, ranges (a-b), steps (*/n) and lists (a,b)${special}`;
}

/**
 * The same stretch in words that are taken: `22-2` is `22-23,0-2`, and what starts on 7 starts on Sunday. With a step it
 * is a list; months end on different days, so that of theirs nothing is said.
 */
function turned(item: string, grammar: FieldGrammar, [first, last]: readonly [number, number]): string {
  const { name, min, names } = grammar;
  const [range = '', step] = item.split('/');
  const max = name === 'weekday' ? 6 : grammar.max;
  const byName = range.split('-').some((text) => names.includes(text.toUpperCase()));
  const write = (value: number) => (byName ? `${names[value - min]}` : `${value}`);
  const stretch = (from: number, to: number) => (from === to ? write(to) : `${write(from)}-${write(to)}`);
  // 7-2 is from one Sunday on.
  if (first > max) return `${stretch(min, last)}${step === undefined || last === min ? '' : `/${step}`}`;
  if (step === undefined) return `${stretch(first, max)},${stretch(min, last)}`;
  if (name === 'day' || !(Number(step) >= 1)) return 'a range that does not start after its end';
  const size = max - min + 1;
  const values: number[] = [];
  for (let value = first; value <= last + size; value += Number(step)) values.push(value);
  return values.map((value) => write(value > max ? value - size : value)).join();
}
