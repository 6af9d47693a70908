import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { goneFor } from '../../maintenance/invocation/gone-names.ts';
import { byHandJob, jobOfRun } from '../../maintenance/invocation/task.ts';
import type { RunState } from '../../maintenance/run/state.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import { leftOf, type OpenRun } from './open-runs.ts';

/** As far as a run can be met by them. */
type Parts = Pick<Schedule, 'jobs' | 'regions' | 'notify'>;

/**
 * What a schedule that is deployed in the place of another one means for the runs that are open, a line each: a run keeps
 * the rules and instances that it began with, and needs its job, its regions and its channels of the schedule. Nothing is
 * asked where nothing of these has changed, or the journal goes elsewhere: see `runs-left-behind.ts`.
 */
export async function runsMet(
  before: Schedule,
  after: Schedule,
  read: () => Promise<readonly OpenRun[]>,
): Promise<readonly string[]> {
  const stays = [after.journal?.url, after.journal?.movedFrom].includes(before.journal?.url);
  if (!before.journal || !stays || !mayMeet(before, after)) return [];
  try {
    return (await read()).flatMap((each) => {
      const meets = whatMeets(each, { before, after });
      return meets === undefined ? [] : [`the run ${each.run} is open: ${meets}`];
    });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [
      `whether runs are open that this changes could not be seen: ${error.message}; nightshift status shows them`,
    ];
  }
}

function mayMeet(before: Parts, after: Parts): boolean {
  const isLess = (one: object, other: object) => Object.keys(one).some((name) => !Object.hasOwn(other, name));
  return (
    isLess(before.notify, after.notify) ||
    Object.keys(before.regions).some((name) => placeOf(name, before) !== placeOf(name, after)) ||
    before.jobs.some((job) => changedKeys(job, after).length > 0)
  );
}

function whatMeets(
  { run, state, unread }: OpenRun,
  { before, after }: { readonly before: Parts; readonly after: Schedule },
): string | undefined {
  if (unread !== undefined) return `whether this changes it could not be seen: ${unread}`;
  if (state) return meeting(state, { before, after });
  const name = jobOfRun(run);
  if (name === byHandJob || after.jobs.some((job) => job.name === name)) return undefined;
  return `it has not begun, and will not, as the job "${name}" is not in the schedule any more${renamed(name, before, after)}`;
}

function meeting(
  state: RunState,
  { before, after }: { readonly before: Parts; readonly after: Schedule },
): string | undefined {
  const left = leftOf(state);
  const gone = goneFor(state, after);
  if (gone !== undefined)
    return `${gone}${renamed(state.job, before, after)}, so it ends with the next tick, and what is under way is not watched to the end; ${left}`;
  const moved = [...new Set([...state.instances.values()].map(({ planned }) => planned.region))].filter(
    (name) => placeOf(name, before) !== placeOf(name, after),
  );
  if (moved.length > 0)
    return `its region ${moved.join(', ')} is another project or region now, where its instances are not; ${left}`;
  const untold = state.about.notify.filter((name) => !Object.hasOwn(after.notify, name));
  const job = before.jobs.find(({ name }) => name === state.job);
  const keys = job ? changedKeys(job, after) : [];
  const lines = [
    ...(untold.length === 0
      ? []
      : [`its channel ${untold.join(', ')} is gone, so it is reported to the channels that its job has now`]),
    ...(keys.length === 0
      ? []
      : [
          `it continues as it began; the changes in its job (${keys.join(', ')}) apply from the next fire on`,
        ]),
  ];
  return lines.length === 0 ? undefined : `${lines.join('; ')}; ${left}`;
}

/** Where a region of the schedule is, however it is reached. */
function placeOf(name: string, { regions }: Pick<Parts, 'regions'>): string | undefined {
  const region = Object.hasOwn(regions, name) ? regions[name] : undefined;
  return region && `${region.region} ${region.projectId}`;
}

/** The keys of a job that are others in another schedule; its name where it is gone. */
function changedKeys(job: Job, { jobs }: Pick<Parts, 'jobs'>): readonly string[] {
  const other = jobs.find(({ name }) => name === job.name);
  if (!other) return ['name'];
  const keys = new Set([...Object.keys(job), ...Object.keys(other)]) as Set<keyof Job>;
  return [...keys].filter((key) => JSON.stringify(job[key]) !== JSON.stringify(other[key]));
}

/** Under which name a job that is gone seems to go on. */
function renamed(name: string, before: Parts, after: Parts): string {
  const job = before.jobs.find((each) => each.name === name);
  const same = after.jobs.find(
    (each) =>
      job !== undefined &&
      !before.jobs.some((old) => old.name === each.name) &&
      changedKeys({ ...job, name: each.name }, { jobs: [each] }).length === 0,
  );
  return same ? ` (it is called "${same.name}" now, which is another job to its runs)` : '';
}
