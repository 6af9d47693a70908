import { type Explanation, explains } from './explained.ts';
import type { Fate, Mutant } from './mutant.ts';

/** A mutant, and what became of it. */
export type Judged = { readonly mutant: Mutant; readonly fate: Fate };

/** What a run of mutants has come to. */
export type Report = {
  readonly mutants: number;
  readonly killed: number;
  readonly explained: number;
  /** Neither killed nor explained. */
  readonly survivors: readonly Judged[];
  /** Explanations of what is killed, or not there any more. */
  readonly outOfDate: readonly Explanation[];
  /** Percent of all mutants that are killed, and of those that are not explained. */
  readonly score: number;
  readonly scoreOfUnexplained: number;
};

/** Neither killed nor explained. */
export function isSurvivor({ mutant, fate }: Judged, explanations: readonly Explanation[]): boolean {
  return fate.kind !== 'killed' && !explanations.some((each) => explains(each, mutant));
}

/** Sorts mutants into killed, explained and survivors; a part of the mutants makes no explanation out of date. */
export function reportFates(
  judged: readonly Judged[],
  explanations: readonly Explanation[],
  whole: boolean,
): Report {
  const alive = judged.filter(({ fate }) => fate.kind !== 'killed');
  const survivors = alive.filter((each) => isSurvivor(each, explanations));
  const explained = alive.length - survivors.length;
  const killed = judged.length - alive.length;
  const percent = (of: number) => (of === 0 ? 100 : Math.floor((killed / of) * 1_000) / 10);
  return {
    mutants: judged.length,
    killed,
    explained,
    survivors,
    outOfDate: whole
      ? explanations.filter((each) => !alive.some(({ mutant }) => explains(each, mutant)))
      : [],
    score: percent(judged.length),
    scoreOfUnexplained: percent(judged.length - explained),
  };
}

/** A survivor in lines for people: its place, what it was and what it became. */
export function linesOfSurvivor({ mutant, fate }: Judged): readonly string[] {
  const { path, line, text, was, became } = mutant;
  return [
    `${path}:${line}  ${text}`,
    `    ${short(was)}  ->  ${became === '' ? '(nothing)' : short(became)}   (${describeFate(fate)})`,
  ];
}

/** What a run came to, in lines for people. */
export function linesOf(report: Report, seconds: number): readonly string[] {
  const { mutants, killed, explained, survivors, outOfDate, score, scoreOfUnexplained } = report;
  const unreached = survivors.filter(({ fate }) => fate.kind === 'unreached').length;
  return [
    ...outOfDate.map(
      ({ text, was, became }) =>
        `explained, but killed or not there any more: ${text}: ${short(was)} -> ${became}`,
    ),
    `${mutants} mutants: ${killed} killed, ${explained} explained, ${survivors.length} survived (${unreached} of them reached by no test)`,
    `score ${score} %, ${scoreOfUnexplained} % without what is explained, in ${seconds.toFixed(0)} s`,
  ];
}

function describeFate(fate: Fate): string {
  switch (fate.kind) {
    case 'killed':
      return `killed by ${fate.by}`;
    case 'unreached':
      return 'no test comes by';
    case 'survived':
      return `${fate.tests} tests come by`;
    default:
      return fate satisfies never;
  }
}

function short(code: string): string {
  return code.length > 90 ? `${code.slice(0, 87)}...` : code;
}
