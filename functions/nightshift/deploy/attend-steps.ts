import type { Interruption } from '../place/interruption.ts';
import type { Attended, Outcome, Progress } from './progress.ts';

/** What is to be done to a function. */
type Planned = { readonly name: string; readonly left: readonly string[] };

/** Lets the steps of one of the functions be taken, by its place among them. */
type Attend = (index: number, take: (attended: Attended) => Promise<Outcome>) => Promise<Outcome>;

/** How the rest is done. */
const again = 'The same command does what is left.';

/** What did not come to its end, as far as people are told of it. */
type Unfinished = Pick<Outcome, 'done' | 'found' | 'left' | 'meaning'> & {
  readonly error: { readonly code: string; readonly message: string; readonly todo?: string };
};

/** Tells how the steps of a function ended that did not come to their end; `isNot` is what it is not. */
export function unfinishedText(
  name: string,
  isNot: string,
  { error, done, found, left, meaning }: Unfinished,
): string {
  return [
    `nightshift: ${error.message}`,
    ...(error.todo === undefined ? [] : [`-> ${error.todo}`]),
    `${name} is not ${isNot}. Done: ${done.length === 0 ? 'nothing' : done.join('; ')}.`,
    ...(found.length === 0 ? [] : [`As wanted, by somebody else or not known by whom: ${found.join('; ')}.`]),
    ...(left.length === 0 ? [] : [`Not done: ${left.join('; ')}.`]),
    ...(meaning === undefined ? [] : [`${meaning}.`]),
    // Where somebody else has written, it would not be the same any more.
    ...(error.code === 'deploy.changed-meanwhile' ? [] : [again]),
  ].join('\n');
}

/**
 * From now on whoever interrupts is told how far the steps of all functions have come; while some are taken, the one under
 * way is seen to its end.
 */
export function attendSteps(functions: readonly Planned[], interruption: Interruption): Attend {
  const progress = functions.map(({ left }): Progress => ({ done: [], left }));
  interruption.leaves(() => {
    if (progress.every(({ done, underWay }) => done.length === 0 && underWay === undefined)) {
      const left = progress.flatMap((each) => each.left);
      return `nothing was changed${left.length === 0 ? '' : `. Not done: ${left.join('; ')}.`}`;
    }
    const told = functions.flatMap(({ name }, index) => progressText(name, progress[index]));
    return [...told, again].join('\n');
  });
  return (index, take) =>
    interruption.seeThrough((interrupted) =>
      take({
        interrupted,
        watch: (now) => {
          progress[index] = now;
        },
      }),
    );
}

function progressText(name: string, progress: Progress | undefined): readonly string[] {
  const { done, underWay, left, meaning } = progress ?? { done: [], left: [] };
  if (done.length + left.length === 0 && underWay === undefined) return [];
  const parts = [
    `Done: ${done.join('; ') || 'nothing'}`,
    ...(underWay === undefined ? [] : [`Under way, and not known whether it is done: ${underWay}`]),
    ...(left.length === 0 ? [] : [`Not done: ${left.join('; ')}`]),
  ];
  return [`${name}: ${parts.join('. ')}.`, ...(meaning === undefined ? [] : [`${meaning}.`])];
}
