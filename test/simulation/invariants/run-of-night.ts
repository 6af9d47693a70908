import type { Summary } from '../../../functions/maintenance/report/summary.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry, AuditEntryOf } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { tierTags } from '../drawn-cloud.ts';
import type { DrawnSchedule } from '../drawn-edits.ts';
import { isTargeted, type SimulatedJob } from '../drawn-jobs.ts';
import type { Act, Witness, WrittenRun } from '../witness.ts';

/** One run, with what of the night belongs to it. */
export type RunOfNight = {
  readonly written: WrittenRun;
  readonly job: SimulatedJob;
  /** The schedule that it was opened with. */
  readonly schedule: DrawnSchedule;
  /** What happened to the job's instances from the run's beginning to its end; nothing, when it is of none. */
  readonly audit: readonly AuditEntry[];
  readonly acts: readonly Act[];
  /** What people were told of it first. */
  readonly summary: Summary | undefined;
  /** The `spreadBy` group of an instance. */
  readonly groupsOf: (instance: string) => readonly string[];
  /** The place of an instance's tier among all there may be. */
  readonly tierOf: (instance: string) => number;
};

/** Cuts a night into its runs. */
export function runsOfNight(witness: Witness): readonly RunOfNight[] {
  const { scenario, audit, acts, runs, told } = witness;
  const groups = new Map(
    scenario.instances.map(({ name, tags }) => [instanceIdOf(name), [tags?.['app'] ?? '']]),
  );
  const tiers = new Map(
    scenario.instances.map(({ name, tags }) => [
      instanceIdOf(name),
      tierTags.findIndex(({ tier }) => tier === tags?.['tier']),
    ]),
  );
  const sent = sendersOf(acts);
  return [...runs.values()].flatMap((written) => {
    const schedule = scheduleOfRun(written.run, witness);
    const job = schedule.jobs.find(({ name }) => name === written.job);
    if (!job) return [];
    const ids = written.plan.instances.length > 0 ? idsOf(job, scenario.instances) : new Set<string>();
    const until = written.finishedAt ?? Number.POSITIVE_INFINITY;
    const within = audit.filter(
      (entry) =>
        'instance' in entry && ids.has(entry.instance) && entry.at >= written.openedAt && entry.at <= until,
    );
    return {
      written,
      job,
      schedule,
      audit: withoutOthers(within, (entry) => sent(entry).includes(written.run)),
      acts: acts.filter((act) => act.runs.includes(written.run)),
      summary: told.flatMap(({ notice }) =>
        notice.type === 'nightshift.run.finished' && notice.id === written.run ? [notice.summary] : [],
      )[0],
      groupsOf: (id) => groups.get(id) ?? [],
      tierOf: (id) => tiers.get(id) ?? -1,
    };
  });
}

/** The schedule that a run was opened with. */
export function scheduleOfRun(run: string, { scenario, runs, scheduleOf }: Witness): DrawnSchedule {
  const schedule = scenario.schedules[scheduleOf(runs.get(run)?.openedBy)];
  if (!schedule) throw new RangeError(`${run} was opened with no schedule`);
  return schedule;
}

/** Whose call it was that the cloud took or turned down. */
function sendersOf(acts: readonly Act[]): (entry: Called) => readonly string[] {
  const runs = new Map<string, string[]>();
  for (const act of acts)
    for (const id of act.kind === 'submit' ? act.ids : []) {
      const key = `${id} ${act.arrivedAt}`;
      runs.set(key, [...(runs.get(key) ?? []), ...act.runs]);
    }
  return ({ instance, at }) => runs.get(`${instance} ${at}`) ?? [];
}

type Called = AuditEntryOf<'accepted' | 'rejected'> & { readonly at: number };

/** Without the actions of other runs, and what they made of an instance until the run itself acts on it again. */
function withoutOthers(log: readonly AuditEntry[], isOwn: (entry: Called) => boolean): readonly AuditEntry[] {
  const away = new Set<string>();
  return log.filter((entry) => {
    if (!('instance' in entry)) return false;
    const { kind, instance } = entry;
    if (kind === 'rejected') return isOwn(entry);
    if (kind !== 'accepted') return !away.has(instance);
    const own = isOwn(entry);
    if (own) away.delete(instance);
    else away.add(instance);
    return own;
  });
}

/** The ids of a job's instances. */
export function idsOf(job: SimulatedJob, instances: Witness['scenario']['instances']): ReadonlySet<string> {
  return new Set(instances.filter((one) => isTargeted(job, one)).map(({ name }) => instanceIdOf(name)));
}

/** The acceptances in a log. */
export function acceptedIn(
  audit: readonly AuditEntry[],
): readonly (AuditEntryOf<'accepted'> & { at: number })[] {
  return audit.filter((entry) => entry.kind === 'accepted');
}

/** An instant as it stands in traces. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
