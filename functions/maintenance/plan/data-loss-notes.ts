import type { Action } from '../schedule/schema.ts';
import type { DataLoss } from './data-loss.ts';
import type { Instance } from './instance.ts';

/** An instance, and whether an action on it clears its data and why. */
export type Judged = {
  readonly instance: Instance;
  readonly loss: DataLoss;
};

/** Names enough to recognise the others by. */
const mostNames = 5;

/** Says by name whose data the action clears: `a restart clears the data of 3 of 41 instances: a, b, c`. */
export function dataLossNotes(judged: readonly Judged[], action: Action): readonly string[] {
  const losing = judged.filter(({ loss }) => loss.loses).map(({ instance }) => instance.name);
  if (losing.length === 0) return [];
  const names = losing.slice(0, mostNames).join(', ');
  const more = losing.length > mostNames ? ` and ${losing.length - mostNames} more` : '';
  const what = action === 'flush' ? 'a flush' : 'a restart';
  return [`${what} clears the data of ${losing.length} of ${judged.length} instances: ${names}${more}`];
}
