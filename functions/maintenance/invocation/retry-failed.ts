import { firstNames } from '../foundation/first-names.ts';
import { inBatches } from '../foundation/in-batches.ts';
import { fold } from '../run/fold.ts';
import { recentlyEnded } from '../run/journal.ts';
import { readState } from '../run/read-state.ts';
import type { RunState, Tracked } from '../run/state.ts';
import { unknownRun } from './answer.ts';
import type { Invocation } from './invocation.ts';
import type { Request } from './request.ts';
import { jobOfRun, type ScheduleInUse, type Tasks, taskByHand } from './task.ts';

type Needed = ScheduleInUse & Pick<Invocation, 'journal' | 'register'>;

/**
 * What failed in a run and in no retry of it succeeded since, and nothing else: refused and skipped instances had their
 * reasons, and what is unknown must be looked at by a person first. Needs the run's journal, which without a durable one
 * a warm process has.
 */
export async function taskOfFailed(
  { run }: Extract<Request, { kind: 'retry-failed' }>,
  now: number,
  inUse: Needed,
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
  const failed = [...state.instances.values()].filter((one) => outcomeOf(one) === 'failed');
  if (failed.length === 0) return { refusal: `no instance failed in the run "${run}"` };
  const task = await taskByHand(failing, now, inUse);
  // A request that is delivered again is the run that it was.
  const retries = await retriesOf(state, task.run, inUse);
  const since = failed.map((one) => ({ one, ...lastSeen(one, retries) }));
  const left = since.filter(({ outcome }) => outcome === 'failed').map(({ one }) => one.planned);
  const [first, ...others] = left.map(({ region }) => region);
  if (first === undefined)
    return { refusal: `nothing is left to retry of the run "${run}": ${whyNothing(since)}` };
  const gone = left.find(({ region }) => !Object.hasOwn(inUse.schedule.regions, region));
  if (gone)
    return { refusal: `the schedule has no region "${gone.region}" any more, which ${gone.name} is in` };
  const targets = {
    region: [first, ...others.filter((region) => region !== first)],
    ids: left.map(({ id }) => id),
  };
  return { tasks: [{ ...task, job: { ...failing, targets }, retryOf: run }] };
}

/** What became of an instance, and in which run. */
type Since = { readonly outcome: 'failed' | 'succeeded' | 'unknown' | 'going'; readonly run: string };

/** What the latest retry says that did anything to it. */
function lastSeen(failed: Tracked, retries: readonly RunState[]): Since {
  let last: Since = { outcome: 'failed', run: '' };
  for (const { run, instances } of retries) {
    const one = instances.get(failed.planned.id);
    if (one === undefined) continue;
    const outcome = outcomeOf(one);
    if (outcome === undefined) last = { outcome: 'going', run };
    else if (outcome === 'failed' || outcome === 'succeeded' || outcome === 'unknown')
      last = { outcome, run };
  }
  return last;
}

function outcomeOf({ phase }: Tracked) {
  return phase.kind === 'done' ? phase.conclusion.outcome : undefined;
}

/**
 * What was retried since a run, the earliest first: all that goes back to the same first run. Who asks for a retry anew
 * names any of them.
 */
async function retriesOf(
  asked: RunState,
  own: string,
  { journal, register }: Needed,
): Promise<readonly RunState[]> {
  const { run } = asked;
  const { runs } = await register.open();
  const byHand = `${jobOfRun(run)}@by-hand-`;
  const candidates = new Set(
    [...(await recentlyEnded(register)), ...runs]
      .map((each) => each.run)
      .filter((each) => each.startsWith(byHand) && each !== run && each !== own),
  );
  const states = (await inBatches([...candidates], (each) => readState(each, journal)))
    .flatMap((read) => (read.kind === 'whole' ? [read.state] : []))
    .sort((a, b) => a.openedAt - b.openedAt);
  const before = new Map([asked, ...states].map((state) => [state.run, state.about.retryOf]));
  const first = firstOf(run, before);
  return states.filter((state) => state.openedAt >= asked.openedAt && firstOf(state.run, before) === first);
}

/** The run that a retry goes back to, over whatever retries are between. */
function firstOf(run: string, before: ReadonlyMap<string, string | undefined>): string {
  let first = run;
  for (let steps = 0; steps < before.size; steps += 1) first = before.get(first) ?? first;
  return first;
}

const words = {
  succeeded: (names: string, run: string) => `${names} succeeded in ${run}`,
  going: (names: string, run: string) => `${run} is still at ${names}`,
  unknown: (names: string, run: string) =>
    `what became of ${names} in ${run} is unknown: look at it, then name the instances in an event`,
};

const mostNames = 5;

function whyNothing(since: readonly (Since & { readonly one: Tracked })[]): string {
  const parts: string[] = [];
  for (const outcome of ['succeeded', 'going', 'unknown'] as const)
    for (const run of new Set(since.filter((each) => each.outcome === outcome).map((each) => each.run))) {
      const its = since.filter((each) => each.outcome === outcome && each.run === run);
      parts.push(
        words[outcome](
          firstNames(
            its.map(({ one }) => one.planned.name),
            mostNames,
          ),
          run,
        ),
      );
    }
  return parts.join('; ');
}
