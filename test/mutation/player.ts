import { configureGlobal } from 'fast-check';
import { loadPlay, type Play } from './playing.ts';
import type { Collected } from './vitest-stand-in.ts';

/** A test by its file and its place there, and how much it took without mutants. */
export type Measured = {
  readonly file: string;
  readonly place: number;
  readonly steps: number;
  readonly passed: ReadonlySet<number>;
};

/** What a player is asked, one at a time. */
export type Task =
  | { readonly do: 'load'; readonly code: string; readonly packages: readonly string[] }
  | { readonly do: 'measure'; readonly file: string }
  | {
      readonly do: 'try';
      readonly mutant: number;
      readonly tests: readonly Pick<Measured, 'file' | 'place' | 'steps'>[];
    };

/** What it answers. */
export type Answer =
  | { readonly did: 'load' }
  | { readonly did: 'measure'; readonly tests: readonly Measured[]; readonly failed: readonly string[] }
  | { readonly did: 'try'; readonly killedBy: string | undefined };

/** Answers tasks in a process of its own, which can be ended when a mutant never does. */
export function servePlayer(): void {
  // The first failure is enough: which one is the smallest does not matter here.
  configureGlobal({ endOnFailure: true });
  process.env['NIGHTS'] = '12';
  let play: Play = () => {
    throw new Error('nothing is loaded');
  };
  process.on('message', async (task: Task) => {
    process.send?.(await answer(task));
  });
  // What a mutant leaves behind may fail at any time after its test.
  process.on('unhandledRejection', () => undefined);

  async function answer(task: Task): Promise<Answer> {
    switch (task.do) {
      case 'load':
        play = await loadPlay(task.code, task.packages);
        return { did: 'load' };
      case 'measure':
        return measure(task.file, play);
      case 'try':
        return { did: 'try', killedBy: await tryMutant(task, play) };
      default:
        return task satisfies never;
    }
  }
}

async function measure(file: string, play: Play): Promise<Answer> {
  const playing = play(undefined);
  const found = await playing.open(file);
  if (typeof found === 'string') return { did: 'measure', tests: [], failed: [`${file}: ${found}`] };
  // What is come by before any test is of all of them.
  const always = playing.passed();
  const tests: Measured[] = [];
  const failed: string[] = [];
  for (const [place, test] of found.entries()) {
    const fault = await playing.run(test, Number.POSITIVE_INFINITY);
    if (fault !== undefined) failed.push(`${file}: ${test.name}: ${fault}`);
    const passed = new Set([...always, ...playing.passed()]);
    tests.push({ file, place, steps: playing.steps(), passed });
  }
  return { did: 'measure', tests, failed };
}

/** The name of the first test that fails with a mutant. */
async function tryMutant(
  { mutant, tests }: Extract<Task, { do: 'try' }>,
  play: Play,
): Promise<string | undefined> {
  const playing = play(mutant);
  const opened = new Map<string, readonly Collected[]>();
  for (const { file, place, steps } of tests) {
    const found = opened.get(file) ?? (await playing.open(file));
    if (typeof found === 'string') return `${file}: ${found}`;
    opened.set(file, found);
    const test = found[place];
    // A mutant that changes which tests there are has shown.
    if (!test) return `${file}: has fewer tests`;
    const fault = await playing.run(test, steps * 20 + 100_000);
    if (fault !== undefined) return `${file}: ${test.name}: ${fault}`;
  }
  return undefined;
}
