import type { Summary } from '../../../functions/maintenance/report/summary.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry, AuditEntryOf } from '../../../functions/minicloud/foundation/audit-entry.ts';
import type { SimulatedJob } from '../drawn-jobs.ts';
import type { Act, Witness, WrittenRun } from '../witness.ts';

/** One run, with what of the night belongs to it. */
export type RunOfNight = {
  readonly written: WrittenRun;
  readonly job: SimulatedJob;
  /** What happened to the job's instances from the run's beginning to its end; nothing, when it is of none. */
  readonly audit: readonly AuditEntry[];
  readonly acts: readonly Act[];
  /** What people were told of it first. */
  readonly summary: Summary | undefined;
  /** The `spreadBy` group of an instance. */
  readonly groupsOf: (instance: string) => readonly string[];
};

/** Cuts a night into its runs. */
export function runsOfNight({ scenario, audit, acts, runs, told }: Witness): readonly RunOfNight[] {
  const groups = new Map(
    scenario.instances.map(({ name, tags }) => [instanceIdOf(name), [tags?.['app'] ?? '']]),
  );
  return [...runs.values()].flatMap((written) => {
    const job = scenario.jobs.find(({ name }) => name === written.job);
    if (!job) return [];
    const ids = written.plan.instances.length > 0 ? idsOf(job, scenario.instances) : new Set<string>();
    const until = written.finishedAt ?? Number.POSITIVE_INFINITY;
    const within = ({ at }: AuditEntry) => at >= written.openedAt && at <= until;
    return {
      written,
      job,
      audit: audit.filter((entry) => 'instance' in entry && ids.has(entry.instance) && within(entry)),
      acts: acts.filter((act) => act.runs.includes(written.run)),
      summary: told.flatMap(({ notice }) =>
        notice.type === 'nightshift.run.finished' && notice.id === written.run ? [notice.summary] : [],
      )[0],
      groupsOf: (id) => groups.get(id) ?? [],
    };
  });
}

/** The ids of a job's instances. */
export function idsOf(
  { prefix }: SimulatedJob,
  instances: Witness['scenario']['instances'],
): ReadonlySet<string> {
  const its = instances.filter(({ name }) => name.startsWith(`${prefix}-`));
  return new Set(its.map(({ name }) => instanceIdOf(name)));
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
