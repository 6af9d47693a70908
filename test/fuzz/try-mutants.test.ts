import { describe, expect, test } from 'vitest';
import { drawMutant } from './draw-mutant.ts';
import type { FuzzKind, Verdict } from './fuzz-kind.ts';
import { kinds } from './kinds.ts';
import { joinTrials, tryMutants } from './try-mutants.ts';

const judgedBy = (judge: (text: string) => Verdict): FuzzKind => ({
  seeds: ['a: 1\nb: 2\nc: 3\n', 'd: 4\n'],
  part: /[^\s:]+/g,
  words: ['word'],
  judge,
});
const read: Verdict = { refusals: [] };

describe('a mutant', () => {
  test('is the same one whenever its number is drawn, and another one for another number', () => {
    const kind = judgedBy(() => read);
    const drawn = Array.from({ length: 300 }, (_, number) => drawMutant(kind, number + 1));
    expect(drawn).toEqual(drawn.map((_, index) => drawMutant(kind, index + 1)));
    expect(new Set(drawn).size).toBeGreaterThan(200);
  });

  test('keeps lines of the text that it was made of, and is seldom that text', async () => {
    for (const open of Object.values(kinds)) {
      const kind = await open();
      const known = new Set(kind.seeds.flatMap((seed) => seed.split(/\r?\n/)));
      const drawn = Array.from({ length: 200 }, (_, number) => drawMutant(kind, number + 1));
      const alike = drawn.filter((text) =>
        text.split(/\r?\n/).some((line) => line !== '' && known.has(line)),
      );
      expect(alike.length).toBeGreaterThan(100);
      expect(drawn.filter((text) => kind.seeds.includes(text)).length).toBeLessThan(20);
    }
  });
});

describe('trying mutants', () => {
  const found = async (judge: (text: string) => Verdict) =>
    (await tryMutants(judgedBy(judge), 1, 5)).findings;
  const refusedWith = (line: number, message: string) => () => ({ refusals: [{ line, path: 'a', message }] });

  test('finds nothing where each is read, or refused with its place', async () => {
    expect(await found(() => read)).toEqual([]);
    expect(await found(refusedWith(1, '"x" - expected a number'))).toEqual([]);
  });

  test.each<[string, (text: string) => Verdict, string]>([
    ['throws', () => JSON.parse('{'), 'crashed: SyntaxError'],
    ['names a line that is none', refusedWith(0, '"x" - expected a number'), 'a line that is none'],
    [
      'names a line behind the last',
      refusedWith(9_999_999, '"x" - expected a number'),
      'a line that is none',
    ],
    ['says nothing of what it expected', refusedWith(1, 'invalid'), 'without what was found and expected'],
    [
      'tells of its own insides',
      refusedWith(1, 'undefined - expected a number'),
      'our own words for nothing',
    ],
  ])('finds a reader that %s', async (_, judge, what) => {
    const findings = await found(judge);
    expect(findings.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(findings[0]?.what).toContain(what);
  });

  test('finds what takes longer than it may, by the clock that it is given', async () => {
    let now = 0;
    const judge = (text: string) => {
      now +=
        text ===
        drawMutant(
          judgedBy(() => read),
          3,
        )
          ? 1_001
          : 1_000;
      return read;
    };
    const { findings, slowestMs, slowestAt } = await tryMutants(judgedBy(judge), 1, 5, { cpuMs: () => now });
    expect(findings).toEqual([{ number: 3, what: 'took 1001 ms' }]);
    expect([slowestMs, slowestAt]).toEqual([1_001, 3]);
  });

  test('counts what was read and refused, and keeps the one with the most steps', async () => {
    let steps = 0;
    const judge = () => {
      steps += 1;
      return {
        refusals: steps === 2 ? [{ line: 1, path: '', message: 'a - expected b' }] : [],
        steps: steps % 4,
      };
    };
    const one = await tryMutants(judgedBy(judge), 1, 2);
    const both = joinTrials(one, await tryMutants(judgedBy(judge), 3, 3));
    expect(both).toMatchObject({ tried: 5, refused: 1, mostSteps: 3, stepsAt: 3, findings: [] });
  });
});
