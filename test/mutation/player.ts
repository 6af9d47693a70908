import { configureGlobal } from 'fast-check';
import { loadPlay, type Play, type Playing, standsStill } from './playing.ts';
import type { Collected } from './vitest-stand-in.ts';

/** A test by its file and its place there, and how much it took without mutants. */
export type Measured = {
  readonly file: string;
  readonly place: number;
  /** Those that its file takes to be loaded are among them. */
  readonly steps: number;
  readonly ms: number;
  /** Loading its file does what is tested. */
  readonly busy: boolean;
  readonly passed: ReadonlySet<number>;
};

/** Where a test is, and what is to be known to run it again. */
export type Place = Pick<Measured, 'file' | 'place' | 'steps' | 'busy'>;

/** Loading a file takes no more, where it does nothing of what is tested. */
const mostStepsOfLoading = 2_000;

/** What a player is asked, one at a time. */
export type Task =
  | { readonly do: 'load'; readonly code: string; readonly packages: readonly string[] }
  /** Whether it still answers, and does nothing more. */
  | { readonly do: 'stir' }
  | { readonly do: 'measure'; readonly file: string; readonly mostSteps: number }
  | {
      readonly do: 'try';
      readonly mutant: number;
      readonly tests: readonly Place[];
      /** What a module has made of it when it was loaded is there in a bundle of its own only. */
      readonly atLoad: boolean;
    };

/** What it answers. */
export type Answer =
  | { readonly did: 'load' }
  | { readonly did: 'stir'; readonly still: boolean }
  | {
      readonly did: 'measure';
      readonly tests: readonly Measured[];
      readonly failed: readonly string[];
      /** What is come by when the file is loaded, where that does nothing of what is tested. */
      readonly atLoad: ReadonlySet<number>;
    }
  /** `spent`: it may still be busy with what never ends. */
  | { readonly did: 'try'; readonly killedBy: string | undefined; readonly spent: boolean }
  | { readonly did: 'fail'; readonly bug: string };

/** Answers tasks in a process of its own, which can be ended when a mutant never does. */
export function servePlayer(): void {
  // The first failure is enough: which one is the smallest does not matter here.
  configureGlobal({ endOnFailure: true });
  process.env['NIGHTS'] = '12';
  let play: Play = () => {
    throw new Error('nothing is loaded');
  };
  process.on('message', async (task: Task) => {
    process.send?.(await answer(task).catch((bug: unknown) => ({ did: 'fail', bug: String(bug) })));
  });
  // What a mutant leaves behind may fail at any time after its test.
  process.on('unhandledRejection', () => undefined);

  async function answer(task: Task): Promise<Answer> {
    switch (task.do) {
      case 'load':
        play = await loadPlay(task.code, task.packages);
        return { did: 'load' };
      case 'stir':
        return { did: 'stir', still: await standsStill() };
      case 'measure':
        return measure(task, play);
      case 'try':
        return tryMutant(task, play);
      default:
        return task satisfies never;
    }
  }
}

/** Runs the tests of a file once each; those that take too many steps are left out. */
async function measure({ file, mostSteps }: Extract<Task, { do: 'measure' }>, play: Play): Promise<Answer> {
  const tests: Measured[] = [];
  const failed: string[] = [];
  const open = async () => {
    const playing = play(undefined);
    const found = await playing.open(file);
    // What is come by before any test is of all of them.
    return { playing, found, always: playing.passed(), loading: playing.steps() };
  };
  let { playing, found, always, loading } = await open();
  const atLoad = loading > mostStepsOfLoading ? new Set<number>() : always;
  if (typeof found === 'string') return { did: 'measure', tests: [], failed: [`${file}: ${found}`], atLoad };
  for (let place = 0; place < found.length; place += 1) {
    const test: Collected | undefined = found[place];
    if (!test) break;
    const began = performance.now();
    const fault = await playing.run(test, mostSteps);
    const [own, ms] = [playing.steps(), performance.now() - began];
    const [steps, busy] = [own + loading, loading > mostStepsOfLoading];
    if (fault === undefined)
      tests.push({ file, place, steps, ms, busy, passed: new Set([...always, ...playing.passed()]) });
    else if (own <= mostSteps) failed.push(`${file}: ${test.name}: ${fault}`);
    if (fault === undefined) continue;
    // Nothing of what it has left behind comes into the next one.
    ({ playing, found, always, loading } = await open());
    if (typeof found === 'string') break;
  }
  return { did: 'measure', tests, failed, atLoad };
}

/** Tests that stay loaded for one mutant after another. */
type Kept = {
  readonly playing: Playing;
  readonly opened: Map<string, readonly Collected[]>;
  uses: number;
};

/** So often a bundle is used; what tests leave behind must not grow for ever. */
const mostUses = 100;

const keptOf = new WeakMap<Play, Kept>();

/** Runs tests with a mutant, until the first that fails. */
async function tryMutant(task: Extract<Task, { do: 'try' }>, play: Play): Promise<Answer> {
  const begin = (): Kept => ({ playing: play(undefined), opened: new Map(), uses: 0 });
  const kept = keptOf.get(play) ?? begin();
  keptOf.set(play, kept);
  const told = task.atLoad ? await tryAnew(task, play) : await tryIn(kept, task, play);
  const hangs = /went on and on$|waits for nothing$/.test(told);
  kept.uses += 1;
  if (hangs || kept.uses >= mostUses) keptOf.delete(play);
  return { did: 'try', killedBy: told === 'none' ? undefined : told, spent: /went on and on$/.test(told) };
}

async function tryIn(
  { playing, opened }: Kept,
  { mutant, tests }: Extract<Task, { do: 'try' }>,
  play: Play,
): Promise<string> {
  for (const each of tests) {
    const { file, busy } = each;
    if (busy) {
      const told = await tryAnew({ mutant, tests: [each] }, play);
      if (told !== 'none') return told;
      continue;
    }
    if (!opened.has(file)) {
      playing.become(undefined);
      const found = await playing.open(file);
      if (typeof found === 'string') return `${file}: ${found}`;
      opened.set(file, found);
    }
    playing.become(mutant);
    const fault = await runIn(playing, opened.get(file), each);
    if (fault !== undefined) return fault;
  }
  return 'none';
}

async function tryAnew(
  { mutant, tests }: Pick<Extract<Task, { do: 'try' }>, 'mutant' | 'tests'>,
  play: Play,
): Promise<string> {
  const playing = play(mutant);
  const opened = new Map<string, readonly Collected[]>();
  for (const each of tests) {
    const found = opened.get(each.file) ?? (await playing.open(each.file));
    if (typeof found === 'string') return `${each.file}: ${found}`;
    opened.set(each.file, found);
    const fault = await runIn(playing, found, each);
    if (fault !== undefined) return fault;
  }
  return 'none';
}

async function runIn(
  playing: Playing,
  found: readonly Collected[] | undefined,
  { file, place, steps }: Place,
): Promise<string | undefined> {
  const test = found?.[place];
  // A mutant that changes which tests there are has shown.
  if (!test) return `${file}: has fewer tests`;
  const fault = await playing.run(test, steps * 20 + 100_000);
  return fault === undefined ? undefined : `${file}: ${test.name}: ${fault}`;
}
