import { expect, test } from 'vitest';
import type { Explanation } from './explained/explanation.ts';
import type { Fate, Mutant } from './mutant.ts';
import { linesOf, linesOfSurvivor, reportFates } from './report-fates.ts';

const mutant = (id: number): Mutant => ({
  id,
  path: 'functions/maintenance/plan/waves.ts',
  line: id,
  text: `return a < ${id};`,
  was: `a < ${id}`,
  became: `a <= ${id}`,
});
const judged = (
  [{ kind: 'killed', by: 'a test' }, { kind: 'survived', tests: 3 }, { kind: 'unreached' }] as const
).map((fate: Fate, at) => ({ mutant: mutant(at + 1), fate }));
const explanationOf = (id: number, file = 'plan/waves.ts'): Explanation => ({
  file,
  text: mutant(id).text,
  changes: [`a < ${id} -> a <= ${id}`],
  why: 'a is never that',
});

test('what no test notices survives, and is told with its place', () => {
  const report = reportFates(judged, [], true);
  expect(report).toMatchObject({
    mutants: 3,
    killed: 1,
    explained: 0,
    score: 33.3,
    scoreOfUnexplained: 33.3,
  });
  expect([...report.survivors.flatMap(linesOfSurvivor), ...linesOf(report, 4)]).toEqual([
    'functions/maintenance/plan/waves.ts:2  return a < 2;',
    '    a < 2 -> a <= 2   (3 tests come by)',
    'functions/maintenance/plan/waves.ts:3  return a < 3;',
    '    a < 3 -> a <= 3   (no test comes by)',
    'functions/maintenance/plan/waves.ts  1 of 3 killed, 0 explained, 2 survived',
    '3 mutants: 1 killed, 0 explained, 2 survived (1 of them reached by no test)',
    'score 33.3 %, 33.3 % without what is explained, in 4 s',
  ]);
});

test('what is explained is counted apart', () => {
  const report = reportFates(judged, [explanationOf(2), explanationOf(3)], true);
  expect(report).toMatchObject({
    explained: 2,
    survivors: [],
    outOfDate: [],
    score: 33.3,
    scoreOfUnexplained: 100,
  });
});

test('an explanation of what is killed, or is no longer there, is out of date; a sample of the mutants does not tell', () => {
  const explanations = [explanationOf(1), explanationOf(4)];
  expect(reportFates(judged, explanations, true).outOfDate).toEqual(explanations);
  expect(reportFates(judged, explanations, false).outOfDate).toEqual([]);
});

test('an explanation counts for its own file', () => {
  const elsewhere = explanationOf(2, 'run/waves.ts');
  const report = reportFates(judged, [elsewhere], true);
  expect(report).toMatchObject({ explained: 0, outOfDate: [] });
  expect(report.survivors).toHaveLength(2);
});
