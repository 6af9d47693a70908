import { setTimeout } from 'node:timers/promises';
import { Script } from 'node:vm';
import { giveName, packagesName } from './bundle.ts';
import type { Collected } from './vitest-stand-in.ts';
import { switchName } from './weave.ts';

/** The bundle, evaluated anew: nothing that an earlier mutant has left behind is in it. */
export type Playing = {
  /** From now on it runs with that mutant, or none. */
  become(mutant: number | undefined): void;
  /** Evaluates a file of tests, and gives them; what is wrong with it as a text. */
  open(path: string): Promise<readonly Collected[] | string>;
  /** Runs a test to its end; `undefined` when it has passed. */
  run(test: Collected, mostSteps: number): Promise<string | undefined>;
  /** Which mutants were come by since it was last asked. */
  passed(): ReadonlySet<number>;
  /** How often the code came by any mutant in the last test. */
  steps(): number;
};

/** Evaluates the bundle with one of its mutants, or none. */
export type Play = (mutant: number | undefined) => Playing;

type Bundled = {
  readonly collected: readonly Collected[];
  readonly files: Readonly<Record<string, () => Promise<unknown>>>;
};

/** Far more than any file of tests needs before its first test. */
const mostStepsOfFile = 5_000_000;

/** Loads the packages, and compiles the bundle once. */
export async function loadPlay(code: string, packages: readonly string[]): Promise<Play> {
  const loaded = new Map<string, unknown>();
  for (const name of packages) loaded.set(name, await import(name));
  const script = new Script(`(async (${switchName}, ${packagesName}, ${giveName}) => { ${code}\n})`);
  const evaluate = script.runInThisContext();
  return (first) => {
    let mutant = first;
    let passed: boolean[] = [];
    let steps = 0;
    let most = Number.POSITIVE_INFINITY;
    /** Whoever catches all that is thrown would begin again for ever. */
    let tooMany = (_: EndlessError) => {};
    const isMutant = (id: number) => {
      if (++steps > most) {
        tooMany(new EndlessError());
        throw new EndlessError();
      }
      if (mutant === undefined) passed[id] = true;
      return id === mutant;
    };
    let bundled: Bundled = { collected: [], files: {} };
    void evaluate(isMutant, loaded, (given: Bundled) => {
      bundled = given;
    });
    const guard = async (what: () => unknown, mostSteps: number) => {
      steps = 0;
      most = mostSteps;
      const endless = new Promise<never>((_, reject) => {
        tooMany = reject;
      });
      const fault = await faultOf(() => Promise.race([(async () => what())(), endless]));
      // What has been left running ends as well.
      if (fault !== undefined) most = -1;
      return fault;
    };
    return {
      become(next) {
        mutant = next;
      },
      async open(path) {
        const before = bundled.collected.length;
        const fault = await guard(() => bundled.files[path]?.(), mostStepsOfFile);
        return fault ?? bundled.collected.slice(before);
      },
      run: ({ run }, mostSteps) => guard(run, mostSteps),
      passed() {
        const now = new Set(passed.flatMap((was, id) => (was ? [id] : [])));
        passed = [];
        return now;
      },
      steps: () => steps,
    };
  };
}

/** More steps than a test can need. */
class EndlessError extends Error {
  override readonly name = 'EndlessError';
  constructor() {
    super('went on and on');
  }
}

async function faultOf(what: () => unknown): Promise<string | undefined> {
  const watch = watchForStandstill();
  try {
    await Promise.race([(async () => what())(), watch.standstill]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : String(error);
  } finally {
    watch.end();
  }
}

/** How much this process waits for, apart from what it is spoken to by. */
const pending = () => process.getActiveResourcesInfo().filter((kind) => !/^(Pipe|TTY)/.test(kind)).length;

/** Whether nothing goes on any more soon: beside what does, no test would be seen to wait for nothing. */
export async function standsStill(): Promise<boolean> {
  for (let left = 20; left > 0; left -= 1) {
    await setTimeout(5);
    if (pending() === 0) return true;
  }
  return false;
}

/** Rejects when nothing is left that could bring a test to its end, as when it waits for what nobody resolves. */
function watchForStandstill() {
  let end = () => {};
  const standstill = new Promise<never>((_, reject) => {
    let still = 0;
    const timer = setInterval(() => {
      // Ours is one of them.
      still = pending() <= 1 ? still + 1 : 0;
      if (still >= 5) reject(new Error('waits for nothing'));
    }, 5);
    end = () => clearInterval(timer);
  });
  // It may come to that after the test has ended.
  standstill.catch(() => undefined);
  return { standstill, end: () => end() };
}
