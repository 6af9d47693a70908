import { describeChange, type Explanation, explains } from './explained/explanation.ts';
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
  /** Explanations of what is killed, or not there any more: a change of each. */
  readonly outOfDate: readonly Explanation[];
  /** Percent of all mutants that are killed, and of those that are not explained. */
  readonly score: number;
  readonly scoreOfUnexplained: number;
  readonly files: readonly FileScore[];
};

/** What has become of the mutants of a file. */
export type FileScore = {
  readonly path: string;
  readonly mutants: number;
  readonly killed: number;
  readonly explained: number;
  readonly survived: number;
};

/** Neither killed nor explained. */
export function isSurvivor({ mutant, fate }: Judged, explanations: readonly Explanation[]): boolean {
  return fate.kind !== 'killed' && !explanations.some((each) => explains(each, mutant));
}

/** Sorts mutants into killed, explained and survivors; a sample of them makes no explanation out of date. */
export function reportFates(
  judged: readonly Judged[],
  explanations: readonly Explanation[],
  whole: boolean,
): Report {
  const alive = judged.filter(({ fate }) => fate.kind !== 'killed');
  const survivors = alive.filter((each) => isSurvivor(each, explanations));
  const [mutants, killed] = [judged.length, judged.length - alive.length];
  const explained = alive.length - survivors.length;
  const percent = (of: number) => (of === 0 ? 100 : Math.floor((killed / of) * 1_000) / 10);
  const paths = [...new Set(judged.map(({ mutant }) => mutant.path))];
  const inFile = (path: string, list: readonly Judged[]) =>
    list.filter(({ mutant }) => mutant.path === path).length;
  return {
    mutants,
    killed,
    explained,
    survivors,
    outOfDate: whole ? explanations.flatMap((each) => staleOf(each, paths, alive)) : [],
    score: percent(mutants),
    scoreOfUnexplained: percent(mutants - explained),
    files: paths.map((path) => {
      const [all, living, survived] = [judged, alive, survivors].map((list) => inFile(path, list));
      const its = { mutants: all ?? 0, killed: (all ?? 0) - (living ?? 0) };
      return { path, ...its, explained: (living ?? 0) - (survived ?? 0), survived: survived ?? 0 };
    }),
  };
}

/** The changes of an explanation of one of the files that are of no living mutant. */
function staleOf(
  explanation: Explanation,
  paths: readonly string[],
  alive: readonly Judged[],
): readonly Explanation[] {
  if (!paths.some((path) => path.endsWith(`/${explanation.file}`))) return [];
  return explanation.changes
    .map((change) => ({ ...explanation, changes: [change] }))
    .filter((each) => !alive.some(({ mutant }) => explains(each, mutant)));
}

/** A survivor in lines for people: its place, what it was and what it became. */
export function linesOfSurvivor({ mutant, fate }: Judged): readonly string[] {
  const { path, line, text } = mutant;
  return [`${path}:${line}  ${text}`, `    ${describeChange(mutant)}   (${describeFate(fate)})`];
}

/** A mutant and what became of it, in a line. */
export function lineOf({ mutant, fate }: Judged): string {
  return `${mutant.path}:${mutant.line}  ${describeChange(mutant)}   (${describeFate(fate)})`;
}

/** What a run came to, in lines for people. */
export function linesOf(report: Report, seconds: number): readonly string[] {
  const { mutants, killed, explained, survivors, outOfDate, score, scoreOfUnexplained, files } = report;
  const unreached = survivors.filter(({ fate }) => fate.kind === 'unreached').length;
  const width = Math.max(...files.map(({ path }) => path.length));
  return [
    ...files.map(
      ({ path, ...its }) =>
        `${path.padEnd(width)}  ${its.killed} of ${its.mutants} killed, ${its.explained} explained, ${its.survived} survived`,
    ),
    ...outOfDate.map(
      ({ file, text, changes }) =>
        `explained, but killed or not there any more: ${file}: ${text}: ${changes.join()}`,
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
