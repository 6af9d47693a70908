import { expect } from 'vitest';
import type { Rules } from '../../../functions/maintenance/plan/plan.ts';
import type { Call, Limits } from '../../../functions/maintenance/run/command.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { makeCall } from '../../../functions/maintenance/run/make-call.ts';
import type { OtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import { createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { inspect } from '../../../functions/maintenance/run/take-look.ts';
import { startAt } from './night.ts';
import { run, type StageOptions, setStage } from './stage.ts';

/** Where the instances of such a run are. */
export const region = 'beijing';

/** An invocation that has an hour left. */
const inTime: Limits = { startUntil: startAt + 3_600_000, actUntil: startAt + 3_600_000 };

/** A run of two instances that were looked at a moment ago, and whoever makes its calls. */
export async function calling(
  spoilt: (stage: Ports) => Partial<Ports> = () => ({}),
  {
    instances = [{ name: 'a' }, { name: 'b' }],
    job,
    rules,
  }: Partial<StageOptions> & { readonly rules?: Partial<Rules> } = {},
) {
  const stage = setStage({ instances, job: { rollout: { maxFailures: 0 }, ...job } });
  const planned = await stage.open();
  if (planned.kind !== 'mine') expect.unreachable('the run was not opened');
  const { state } = planned;
  const opened = { ...planned, state: { ...state, rules: { ...state.rules, ...rules } } };
  const { clock } = stage;
  const ports = { ...stage, ...spoilt(stage) };
  const recorder = createRecorder(opened, { journal: ports.journal, clock, by: 'first' });
  const ids = [...opened.state.instances.keys()];
  const lookAgain = async () =>
    recorder.record([await inspect(stage.fleet, region, ids, clock, recorder.state)], 'look');
  await lookAgain();
  return {
    lookAgain,
    recorder,
    journal: stage.journal,
    clock,
    ids,
    make: (command: Call, others?: OtherRuns) => makeCall(command, recorder, ports, inTime, others),
    makeWithin: (limits: Limits, command: Call, others: OtherRuns) =>
      makeCall(command, recorder, ports, limits, others),
    /** What the journal has since. */
    async events(): Promise<readonly RunEvent[]> {
      const { events } = await stage.journal.read(run);
      return events.slice(1).filter(({ type }) => type !== 'held' && type !== 'inspected');
    },
  };
}

/** Other runs that have instances in hand when they are looked at. */
export const holding = (...held: readonly (readonly [id: string, run: string])[]): OtherRuns => ({
  held: nothingHeld,
  look: async () => nothingHeld.with(held),
  enter: () => undefined,
  leave: () => undefined,
});
