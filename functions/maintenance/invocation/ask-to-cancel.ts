import { CodedError } from '../foundation/coded-error.ts';
import { fold } from '../run/fold.ts';
import { countLeft } from '../run/state.ts';
import { unknownRun } from './answer.ts';
import type { Invocation } from './invocation.ts';

/** How often it is tried beside somebody who writes the same journal. */
const tries = 20;

/**
 * Writes into a run's journal that nothing new of it is to start; what is in flight is seen to its end. Whoever
 * carries the run out sees it with his next append. Throws `CodedError`: `run.unknown`, `run.over`, `run.busy`.
 */
export async function askToCancel(
  run: string,
  { journal, clock, by }: Pick<Invocation, 'journal' | 'clock' | 'by'>,
): Promise<{ readonly cancelled: string; readonly left: number }> {
  for (let turn = 0; turn < tries; turn++) {
    const { events, position } = await journal.read(run);
    if (position === 0) throw new CodedError('run.unknown', unknownRun(run));
    const state = fold(events);
    if (state.finishedAt !== undefined)
      throw new CodedError('run.over', `the run "${run}" has ended - expected one that is not over`);
    const left = countLeft(state);
    if (state.cancelled) return { cancelled: run, left };
    const asked = { type: 'cancel-asked', at: clock.now(), by } as const;
    if ((await journal.append(run, position, [asked])) !== undefined) return { cancelled: run, left };
  }
  throw new CodedError('run.busy', `the journal of the run "${run}" is written all the time - try again`);
}
