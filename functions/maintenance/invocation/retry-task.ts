import { fold } from '../run/apply.ts';
import type { Journal } from '../run/journal.ts';
import type { Request } from './request.ts';
import { type Almanac, taskByHand } from './task.ts';
import type { Origin, Tasks } from './tasks-of-request.ts';

/**
 * What failed in a run, and nothing else: refused and skipped instances had their reasons, and what is unknown must
 * be looked at by a person first. Needs the run's journal, which without a durable one a warm process has.
 */
export async function retryTask(
  { run }: Extract<Request, { kind: 'retry-failed' }>,
  journal: Journal,
  almanac: Almanac,
  { now, requestId }: Origin,
): Promise<Tasks> {
  const { events } = await journal.read(run);
  if (events.length === 0)
    return {
      refusal: `nothing is known here of a run "${run}" - without a durable journal a run is remembered for about a minute; name the instances instead`,
    };
  const state = fold(events);
  const job = almanac.schedule.jobs.find(({ name }) => name === state.job);
  if (!job) return { refusal: `the schedule has no job "${state.job}" any more` };
  const failed = [...state.instances.values()].filter(
    ({ phase }) => phase.kind === 'done' && phase.conclusion.outcome === 'failed',
  );
  const [first, ...others] = failed.map(({ planned }) => planned.region);
  if (first === undefined) return { refusal: `no instance failed in the run "${run}"` };
  const ids = failed.map(({ planned }) => planned.id);
  const targets = { region: [first, ...others.filter((region) => region !== first)], ids };
  return { tasks: [taskByHand({ ...job, targets }, now, requestId, almanac)] };
}
