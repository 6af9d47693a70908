import { fold } from '../run/fold.ts';
import { job } from '../schedule/schema.ts';
import { unknownRun } from './answer.ts';
import type { Invocation } from './invocation.ts';
import type { Request } from './request.ts';
import type { Tasks } from './task.ts';
import { byHandJob, type ScheduleInUse, type Task, taskByHand } from './task.ts';

/**
 * The task that a request for single instances amounts to: the schedule's defaults, and no channel to tell. Its
 * acknowledgement is the plan hash, without which `run-by-hand.ts` starts no flush.
 */
export function taskOfInstances(
  { action, region, instances }: Extract<Request, { kind: 'instances' }>,
  now: number,
  inUse: ScheduleInUse,
): Promise<Task> {
  const settings = job.parse({
    action,
    targets: { region, ids: [...new Set(instances)] },
    destroysData: 'acknowledged',
  });
  const { timezone } = inUse.schedule;
  return taskByHand({ ...settings, name: byHandJob, timezone, cron: undefined }, now, inUse);
}

/**
 * What failed in a run, and nothing else: refused and skipped instances had their reasons, and what is unknown must
 * be looked at by a person first. Needs the run's journal, which without a durable one a warm process has.
 */
export async function taskOfFailed(
  { run }: Extract<Request, { kind: 'retry-failed' }>,
  now: number,
  inUse: ScheduleInUse & Pick<Invocation, 'journal'>,
): Promise<Tasks> {
  const { events } = await inUse.journal.read(run);
  if (events.length === 0)
    return {
      refusal: unknownRun(
        run,
        'without a durable journal a run is remembered for about a minute; name the instances instead',
      ),
    };
  const state = fold(events);
  const failing = inUse.schedule.jobs.find(({ name }) => name === state.job);
  if (!failing) return { refusal: `the schedule has no job "${state.job}" any more` };
  const failed = [...state.instances.values()].filter(
    ({ phase }) => phase.kind === 'done' && phase.conclusion.outcome === 'failed',
  );
  const [first, ...others] = failed.map(({ planned }) => planned.region);
  if (first === undefined) return { refusal: `no instance failed in the run "${run}"` };
  const ids = failed.map(({ planned }) => planned.id);
  const targets = { region: [first, ...others.filter((region) => region !== first)], ids };
  return { tasks: [await taskByHand({ ...failing, targets }, now, inUse)] };
}
