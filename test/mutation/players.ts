import { type ChildProcess, fork } from 'node:child_process';
import type { Bundle } from './bundle.ts';
import type { Answer, Task } from './player.ts';

/** Beyond its time, and so much more, a task has come to something that never ends without coming by any of the code. */
const patienceMs = 60_000;

/** Answered at once, or never. */
const stir: Timed = { task: { do: 'stir' }, ms: 0 };

/** A task, and how long it takes where nothing is wrong. */
export type Timed = { readonly task: Task; readonly ms: number };

/** Processes that play tests, each one task at a time. */
export type Players = {
  /** Does every task and tells what comes of it, by its place; `undefined` for one that never ends. */
  all(tasks: readonly Timed[], tell: (place: number, answer: Answer | undefined) => void): Promise<void>;
  end(): void;
};

/** Starts players of a bundle; `program` runs `servePlayer`. */
export function startPlayers(count: number, program: string, { code, packages }: Bundle): Players {
  const idle: ChildProcess[] = [];
  const begin = async () => {
    const child = fork(program, ['player'], { serialization: 'advanced', execArgv: ['--no-warnings'] });
    const answer = await ask(child, { task: { do: 'load', code, packages }, ms: 0 });
    if (answer?.did === 'load') return child;
    throw new Error(`the tests cannot be loaded: ${answer?.did === 'fail' ? answer.bug : 'it never ends'}`);
  };
  return {
    async all(tasks, tell) {
      const left = [...tasks.entries()].reverse();
      await Promise.all(
        Array.from({ length: Math.min(count, tasks.length) }, async () => {
          let child = idle.pop() ?? (await begin());
          for (let next = left.pop(); next; next = left.pop()) {
            const [place, task] = next;
            const answer = await ask(child, task);
            tell(place, answer);
            if (answer !== undefined && !(answer.did === 'try' && answer.spent)) continue;
            const stirred = answer && (await ask(child, stir));
            if (stirred?.did === 'stir' && stirred.still) continue;
            end(child);
            child = await begin();
          }
          idle.push(child);
        }),
      );
    },
    end() {
      for (const child of idle) end(child);
    },
  };
}

function end(child: ChildProcess): void {
  child.kill('SIGKILL');
  if (child.connected) child.disconnect();
}

/** The answer of a player; `undefined` when it gives none, and then it is no more. */
function ask(child: ChildProcess, { task, ms }: Timed): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | undefined) => {
      clearTimeout(timer);
      child.removeAllListeners();
      if (answer === undefined) end(child);
      resolve(answer);
    };
    const timer = setTimeout(() => settle(undefined), task.do === 'stir' ? 5_000 : ms * 10 + patienceMs);
    child.once('message', (answer: Answer) => settle(answer));
    child.once('exit', () => settle(undefined));
    child.send(task);
  });
}
