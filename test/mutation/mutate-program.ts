import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { notCounted, readArguments, refuse } from '../build/read-arguments.ts';
import { createRandom } from '../simulation/random.ts';
import { bundleTests } from './bundle.ts';
import { inBeside } from './explained/beside.ts';
import { inDeciding } from './explained/deciding.ts';
import { inDoing } from './explained/doing.ts';
import { inJudging } from './explained/judging.ts';
import { inPlan } from './explained/plan.ts';
import { inState } from './explained/state.ts';
import type { Fate, Mutant } from './mutant.ts';
import { type Answer, type Measured, servePlayer } from './player.ts';
import { type Players, startPlayers } from './players.ts';
import { isSurvivor, type Judged, lineOf, linesOf, linesOfSurvivor, reportFates } from './report-fates.ts';

const usage = `npm run mutate   changes one place of run and plan at a time, and looks whether a test notices
  --only waves       the files with that in their path; may be said several times
  --sample 100       so many of the mutants, the same ones for the same --seed 7
  --players 1        so many processes; one for each processor when left out
  --tests sightings  the files of tests with that in their path
  --steps 20000      the tests that take no more than that; 100000 when left out, which leaves out whole nights of many
                     instances
  --trace            tells what killed each while it runs
  --json             for machines, and what killed each
Ends with 1 when a mutant survives that nobody has explained, or when an explanation is out of date.`;

const readOptions = () =>
  readArguments(usage, {
    options: {
      only: { type: 'string', multiple: true, default: [''] },
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      tests: { type: 'string', default: '' },
      steps: { type: 'string', default: '100000' },
      players: { type: 'string', default: String(availableParallelism()) },
      json: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
    },
  })?.values;

const rooms = ['functions/maintenance/plan', 'functions/maintenance/run'];
const testsIn = ['test/maintenance/plan', 'test/maintenance/run'];
const nights = 'test/mutation/few-nights.ts';
/** These hold adapters to a port, over sockets, and come by nothing of the two rooms that others do not. */
const adapters = /-contract\.test\.ts$/;
/** Rooms above decide by what stands in `run/journal` and `run/event`, and say there what they expect of it. */
const above = ['ambiguous-appends', 'memory-records', 'moved-records', 'register-crashes'].map(
  (name) => `test/maintenance/journal/${name}.test.ts`,
);
const explanations = [...inPlan, ...inDeciding, ...inJudging, ...inState, ...inBeside, ...inDoing];
if (process.argv[2] === 'player') servePlayer();
else await mutate();

async function mutate(): Promise<void> {
  const values = readOptions();
  if (!values) return;
  const { sample, seed, steps, players: wanted } = values;
  const wrong = notCounted({ sample, seed, steps, players: wanted });
  if (wrong !== undefined) return refuse(usage, wrong);
  const began = performance.now();
  const mutated = filesIn(rooms, /\.ts$/);
  const unknown = values.only.filter((part) => !mutated.some((path) => path.includes(part)));
  if (unknown.length > 0)
    return refuse(usage, `no file of ${rooms.join(' or ')} has ${unknown.join(', ')} in its path`);
  const testFiles = [...filesIn(testsIn, /\.test\.ts$/), ...above, nights].filter(
    (path) => !adapters.test(path) && path.includes(values.tests),
  );
  if (testFiles.length === 0) return refuse(usage, `no file of tests has ${values.tests} in its path`);
  const bundle = await bundleTests(testFiles, mutated);
  const players = startPlayers(Number(wanted), fileURLToPath(import.meta.url), bundle);
  const measured = await measureTests(players, testFiles, Number(steps));
  const chosen = choose(
    bundle.mutants.filter(({ path }) => values.only.some((part) => path.includes(part))),
    sample,
    Number(seed),
  );
  const judged: Judged[] = [];
  await tryAll(players, chosen, measured, (each) => {
    judged.push(each);
    if (values.trace) process.stderr.write(`${lineOf(each)}\n`);
    if (values.json || !isSurvivor(each, explanations)) return;
    for (const line of linesOfSurvivor(each)) process.stdout.write(`${line}\n`);
  });
  players.end();
  judged.sort((a, b) => a.mutant.id - b.mutant.id);
  const whole = values.tests === '' && sample === undefined;
  const report = reportFates(judged, explanations, whole);
  const seconds = (performance.now() - began) / 1_000;
  if (values.json) process.stdout.write(`${JSON.stringify({ ...report, seconds, judged }, null, 2)}\n`);
  else for (const line of linesOf(report, seconds)) process.stdout.write(`${line}\n`);
  if (report.survivors.length + report.outOfDate.length > 0) process.exitCode = 1;
}

function filesIn(folders: readonly string[], name: RegExp): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => name.test(path))
      .map((path) => `${folder}/${path}`)
      .sort(),
  );
}

/** Some of the mutants, the same for the same seed. */
function choose(mutants: readonly Mutant[], sample: string | undefined, seed: number): readonly Mutant[] {
  if (sample === undefined) return mutants;
  const random = createRandom(seed);
  const drawn = mutants.map((mutant) => ({ mutant, at: random.whole(0, 1_000_000_000) }));
  return drawn
    .sort((a, b) => a.at - b.at)
    .slice(0, Number(sample))
    .map(({ mutant }) => mutant)
    .sort((a, b) => a.id - b.id);
}

/**
 * Runs every test once, but those that take too long, to know which mutants it comes by, and which are come by when a
 * file is loaded.
 */
async function measureTests(
  players: Players,
  files: readonly string[],
  mostSteps: number,
): Promise<{ readonly tests: readonly Measured[]; readonly atLoad: ReadonlySet<number> }> {
  const tests: Measured[] = [];
  const atLoad = new Set<number>();
  const failed: string[] = [];
  await players.all(
    // A night that is stopped begins again.
    files.map((file) => ({
      task: { do: 'measure', file, mostSteps: file === nights ? Number.POSITIVE_INFINITY : mostSteps },
      ms: 30_000,
    })),
    (place, answer) => {
      if (answer?.did !== 'measure') failed.push(`${files[place]} does not end`);
      else {
        failed.push(...answer.failed);
        tests.push(...answer.tests.filter(({ steps }) => steps <= mostSteps));
        for (const id of answer.atLoad) atLoad.add(id);
      }
    },
  );
  // They would kill every mutant, and kill none of themselves.
  for (const each of failed) process.stderr.write(`fails without any mutant, and is left out: ${each}\n`);
  if (failed.length > 0) process.exitCode = 1;
  return { tests, atLoad };
}

/** Runs with every mutant the tests that come by it, the shortest first and nights last, until one fails. */
async function tryAll(
  players: Players,
  mutants: readonly Mutant[],
  { tests, atLoad }: Awaited<ReturnType<typeof measureTests>>,
  tell: (judged: Judged) => void,
): Promise<void> {
  // A night goes on for ever where any other test is seen to wait for nothing.
  const isNight = ({ file }: Measured) => Number(file === nights);
  const inOrder = [...tests].sort((a, b) => isNight(a) - isNight(b) || a.steps - b.steps);
  const tasks = mutants.map(({ id }) => {
    const its = inOrder.filter(({ passed }) => passed.has(id));
    const places = its.map(({ file, place, steps, busy }) => ({ file, place, steps, busy }));
    const task = { do: 'try' as const, mutant: id, tests: places, atLoad: atLoad.has(id) };
    return { task, ms: its.reduce((sum, { ms }) => sum + ms, 0) };
  });
  await players.all(tasks, (at, answer) => {
    const [mutant, timed] = [mutants[at], tasks[at]];
    if (mutant && timed) tell({ mutant, fate: fateOf(answer, timed.task.tests.length) });
  });
}

function fateOf(answer: Answer | undefined, tests: number): Fate {
  if (answer?.did !== 'try') return { kind: 'killed', by: 'it never ended' };
  if (answer.killedBy !== undefined) return { kind: 'killed', by: answer.killedBy };
  return tests === 0 ? { kind: 'unreached' } : { kind: 'survived', tests };
}
