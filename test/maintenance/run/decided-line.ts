import type { Limits } from '../../../functions/maintenance/run/command.ts';
import { concludeOrRetry } from '../../../functions/maintenance/run/conclude.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { lineOf, second, stateOf } from './tracked-fixture.ts';

const endless: Limits = { startUntil: second(80_000), actUntil: second(86_400) };
/** At 100 s nothing new may start. */
export const noMoreStarts: Limits = { ...endless, startUntil: second(100) };
/** At 100 s time has ended. */
export const over: Limits = { startUntil: second(50), actUntil: second(100) };

/** What an instance is decided in, besides what it is itself; at 100 s, with all the time there is. */
export type Given = {
  readonly others?: readonly Tracked[];
  readonly limits?: Limits;
  readonly at?: number;
  /** The run that has the instance in hand. */
  readonly holder?: string;
} & NonNullable<Parameters<typeof stateOf>[1]>;

/** What is decided of instances. */
export const decide = (
  all: readonly Tracked[],
  { limits = endless, at = second(100), holder, ...parts }: Given,
) => {
  const state = stateOf(all, parts);
  const held = nothingHeld.with(holder === undefined ? [] : [['a', holder]]);
  return concludeOrRetry(state, standingOf(state, at), at, limits, held);
};

/** What is decided of one instance at 100 s, in a line: `failed error: is ERROR`, `retry error`, `nothing`. */
export function decided(one: Tracked, { others = [], ...given }: Given = {}): string {
  const lines = decide([...others, one], given).map((command) => {
    if (command.do === 'conclude') return command.conclusions.map(lineOf).join();
    return command.do === 'retry' ? command.retries.map(({ code }) => `retry ${code}`).join() : command.do;
  });
  return lines.join() || 'nothing';
}
