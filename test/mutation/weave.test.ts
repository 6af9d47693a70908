import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { switchName, weave } from './weave.ts';

/** Every mutant of some code, as people read it. */
function mutantsOf(code: string): readonly string[] {
  return weave(code, 'some.ts', 0).mutants.map(({ was, became }) => `${was} -> ${became || '(nothing)'}`);
}

/** What a function gives with one of its mutants, or with none. */
function play(code: string, mutant: number | undefined, given: unknown): unknown {
  const { code: script } = transformSync(weave(code, 'some.ts', 0).code, { loader: 'ts' });
  const f = new Function(switchName, `${script}; return f;`)((id: number) => id === mutant);
  return f(given);
}

describe('the mutants of some code', () => {
  test.each([
    ['if (a < b) f();', ['a < b -> a <= b', 'a < b -> true', 'a < b -> false', 'f(); -> (nothing)']],
    [
      'const x = a && (b && c);',
      [
        'a && (b && c) -> (b) && (c)',
        'a && (b && c) -> (a) && (c)',
        'a && (b && c) -> (a) && (b)',
        'a && (b && c) -> false',
      ],
    ],
    ['const x = a || b ? 1 : 2;', ['a || b -> (b)', 'a || b -> (a)', 'a || b -> true', 'a || b -> false']],
    [
      'const x = now - (since ?? at) < 5;',
      [
        'now - (since ?? at) < 5 -> (now - (since ?? at)) <= 5',
        'now - (since ?? at) < 5 -> true',
        'now - (since ?? at) < 5 -> false',
        'now - (since ?? at) -> now + (since ?? at)',
        'since ?? at -> (at)',
        'since ?? at -> (since)',
      ],
    ],
    ['const x = a ?? 0;', ['a ?? 0 -> (0)', 'a ?? 0 -> (a)']],
    ['const x = Math.min(a + 1, b);', ['Math.min(a + 1, b) -> Math.max(a + 1, b)', 'a + 1 -> a - 1']],
    ["const x = { kind: 'done', reason: 'it has come back' };", ["'done' -> '?'"]],
    [
      'const x = { ...one, at, kept: [at] };',
      ['...one -> (nothing)', 'at -> (nothing)', 'kept: [at] -> (nothing)', '[at] -> []'],
    ],
    [
      "const x = [...some, ...(a ? ['b'] : [])];",
      [
        "[...some, ...(a ? ['b'] : [])] -> []",
        '...some -> (nothing)',
        'a -> true',
        'a -> false',
        "['b'] -> []",
        "'b' -> '?'",
      ],
    ],
    [
      'for (const x of list.filter(f)) if (x) break;',
      [
        'for (const x of list.filter(f)) if (x) break; -> (nothing)',
        'list.filter(f) -> list',
        'x -> true',
        'x -> false',
      ],
    ],
  ])('%s', (code, mutants) => {
    expect(mutantsOf(code)).toEqual(mutants);
  });

  test('are none of its types, its imports and what tells the compiler that nothing is left', () => {
    const code = `
      import { a } from 'a';
      type Kind = 'one' | 'other';
      function f(kind: 'other'): kind is 'other' { return kind satisfies never; }`;
    expect(mutantsOf(code)).toEqual([]);
  });

  test('are told with their line', () => {
    const [first] = weave('const a = b;\n\n  const c = a > 1; // why\n', 'some.ts', 7).mutants;
    expect(first).toEqual({
      id: 7,
      path: 'some.ts',
      line: 3,
      text: 'const c = a > 1; // why',
      was: 'a > 1',
      became: 'a >= 1',
    });
  });
});

describe('code with its mutants in it', () => {
  const code = `function f(n: number) {
    let sum = 0;
    for (const one of [1, 2, 3]) {
      if (one < n && one !== 1) sum += one;
    }
    return { ...{ sum }, many: sum > 4 };
  }`;
  const { mutants } = weave(code, 'some.ts', 0);

  test('does what it did without one', () => {
    expect(play(code, undefined, 4)).toEqual({ sum: 5, many: true });
  });

  test.each([
    ['one < n && one !== 1', '(one < n)', { sum: 6, many: true }],
    ['one < n && one !== 1', '(one !== 1)', { sum: 5, many: true }],
    ['one < n', 'one <= n', { sum: 5, many: true }],
    ['sum += one', 'sum -= one', { sum: -5, many: false }],
    ['sum += one;', '', { sum: 0, many: false }],
    ['many: sum > 4', '', { sum: 5 }],
    ['...{ sum }', '', { many: true }],
    ['[1, 2, 3]', '[]', { sum: 0, many: false }],
  ])('does something else with one: %s becomes %s', (was, became, given) => {
    const mutant = mutants.find((each) => each.was === was && each.became === became);
    expect(mutant).toBeDefined();
    expect(play(code, mutant?.id, 4)).toEqual(given);
  });
});
