import type { Summary } from '../../../functions/maintenance/report/summary.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { scheduledFires } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import type { Witness } from '../witness.ts';
import { scheduleOf } from '../written-schedule.ts';

/** One summary per run and channel; more only under the same id, and saying the same. */
export function contradictions({ told, scenario }: Witness): readonly string[] {
  const first = new Map<string, string>();
  return told.flatMap(({ notice, channel }) => {
    if (notice.type === 'nightshift.invocation.failed') return [`${channel} was told of a failed invocation`];
    // Who tells again, as the one before died before it was noted, may know of more of them.
    if (notice.type === 'nightshift.fires.missed') return [];
    const { summary, id } = notice;
    const content = JSON.stringify(summary.instances.length === 0 ? skippedFor(summary) : summary);
    const before = first.get(id) ?? content;
    first.set(id, before);
    const job = scenario.jobs.find(({ name }) => name === summary.job);
    return [
      ...(before === content ? [] : [`${id} was told in two ways: ${before} and ${content}`]),
      ...(id === summary.run ? [] : [`${summary.run} was told under the id ${id}`]),
      ...(job?.notify.includes(channel) ? [] : [`${channel} was told of ${id}`]),
    ];
  });
}

/** Why a fire does not run may be found anew by whoever tells it again, and how late it was by then. */
function skippedFor({ status, counts, run }: Summary): object {
  return { status, counts, run };
}

/** A fire gives way to another run of its job only where there is one. */
export function unfoundedOverlaps({ told, entered }: Witness): readonly string[] {
  return told.flatMap(({ at, notice }) => {
    if (notice.type !== 'nightshift.run.finished') return [];
    const { run, job, problems, scheduledFor } = notice.summary;
    if (!problems.some(({ code }) => code === 'overlap')) return [];
    // One that was moved comes before it was due.
    const due = Math.min(at, Date.parse(scheduledFor));
    const beside = entered.some(
      (other) =>
        other.run !== run && other.run.startsWith(`${job}@`) && other.from <= at && other.until >= due,
    );
    return beside ? [] : [`${run} gave way to another run, and there was none`];
  });
}

/** Every run is told on each of its job's channels. */
export function untold({ runs, told, scenario }: Witness): readonly string[] {
  return [...runs.values()].flatMap(({ run, job }) => {
    const notify = scenario.jobs.find(({ name }) => name === job)?.notify ?? [];
    return notify.flatMap((channel) =>
      told.some(({ notice, channel: to }) => to === channel && notice.id === run)
        ? []
        : [`${channel} was not told of ${run}`],
    );
  });
}

const zoneOffset = () => 8 * 3_600_000;

/** Every fire from the first tick that was noted up to the last is told, as a run, as skipped or as missed. */
export async function forgottenFires({ scenario, told, ticked }: Witness): Promise<readonly string[]> {
  const schedule = scheduleOf(scenario);
  const calendars = await buildCalendars(schedule, {}, zoneOffset);
  const span = { after: Math.min(ticked.from, ticked.upTo), upTo: ticked.upTo };
  const summaries = told.flatMap(({ notice }) =>
    notice.type === 'nightshift.run.finished' ? [notice.summary] : [],
  );
  const missed = told.flatMap(({ notice }) =>
    notice.type === 'nightshift.fires.missed' ? notice.missed.jobs : [],
  );
  return scheduledFires(schedule, span, zoneOffset, calendars).flatMap(({ id, job }) => {
    const own = summaries.some(({ run }) => run === id);
    const noted = summaries.some(
      ({ job: name, notes }) =>
        name === job.name && notes.some((note) => note.includes('no tick came') && mentions(note, id)),
    );
    const together = missed.some(
      ({ job: name, first, last }) => name === job.name && id >= first && id <= last,
    );
    return own || noted || together ? [] : [`${id} is forgotten`];
  });
}

/** A note names few fires and the ends of many. */
function mentions(note: string, id: string): boolean {
  const [, from, to] = / fires from (\S+) to (\S+)/.exec(note) ?? [];
  return note.includes(id) || (from !== undefined && to !== undefined && id >= from && id <= to);
}
