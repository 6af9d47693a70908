import type { Summary } from '../../../functions/maintenance/report/summary.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { scheduledFires } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import type { Witness } from '../witness.ts';
import { scheduleOf } from '../written-schedule.ts';
import { scheduleOfRun } from './run-of-night.ts';

/** One summary per run and channel; more only under the same id, and saying the same. */
export function contradictions(witness: Witness): readonly string[] {
  const first = new Map<string, string>();
  return witness.told.flatMap(({ notice, channel }) => {
    if (notice.type === 'nightshift.invocation.failed') {
      if (!wasGone(notice.id, witness)) return [`${channel} was told of a failed invocation: ${notice.id}`];
      const begun = witness.runs.has(notice.id.slice('gone-'.length));
      return begun && notice.failure.code === 'run.gone'
        ? [`${channel} was told that nobody began what ran`]
        : [];
    }
    // Who tells again, as the one before died before it was noted, may know of more of them.
    if (notice.type === 'nightshift.fires.missed') return [];
    const { summary, id } = notice;
    const content = JSON.stringify(summary.instances.length === 0 ? skippedFor(summary) : summary);
    const before = first.get(id) ?? content;
    first.set(id, before);
    return [
      ...(before === content ? [] : [`${id} was told in two ways: ${before} and ${content}`]),
      ...(id === summary.run ? [] : [`${summary.run} was told under the id ${id}`]),
      ...(mayHear(channel, summary.run, witness) ? [] : [`${channel} was told of ${id}`]),
    ];
  });
}

/** A run that never began, or of which nothing can be read, is told to all once its job is in no schedule any more. */
function wasGone(id: string, { scenario }: Witness): boolean {
  const job = /^gone-(.*?)@/.exec(id)?.[1];
  return (
    job !== undefined &&
    scenario.schedules.slice(1).some(({ jobs }) => !jobs.some(({ name }) => name === job))
  );
}

/** The channels that a run is told to, and those that were in the schedule from its opening on. */
function channelsOf(run: string, witness: Witness) {
  const opened = scheduleOfRun(run, witness);
  const { schedules } = witness.scenario;
  const notify = opened.jobs.find(({ name }) => run.startsWith(`${name}@`))?.notify ?? [];
  const later = schedules.slice(schedules.indexOf(opened));
  return { notify, lasting: notify.filter((name) => later.every(({ channels }) => channels.includes(name))) };
}

/** Where a channel is gone others stand for it. */
function mayHear(channel: string, run: string, witness: Witness): boolean {
  const { notify, lasting } = channelsOf(run, witness);
  return notify.includes(channel) || lasting.length < notify.length;
}

/** Why a fire does not run may be found anew by whoever tells it again, and how late it was by then. */
function skippedFor({ status, counts, run }: Summary): object {
  return { status, counts, run };
}

/** The store may show a list as it was so long before. */
const oldestListMs = 60_000;

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
        other.run !== run &&
        other.run.startsWith(`${job}@`) &&
        other.from <= at &&
        other.until >= due - oldestListMs,
    );
    return beside ? [] : [`${run} gave way to another run, and there was none`];
  });
}

/** A record that no look shows for so long, of a job that is gone, is told as that. */
const abandonedMs = 30 * 60_000;

/** Every run is told on each of its job's channels; where one is gone, on another one. */
export function untold(witness: Witness): readonly string[] {
  const { runs, told } = witness;
  return [...runs.values()].flatMap(({ run, openedAt }) => {
    const { lasting } = channelsOf(run, witness);
    const heard = told.flatMap(({ at, notice, channel }) =>
      notice.id === run || (notice.id === `gone-${run}` && at >= openedAt + abandonedMs) ? [channel] : [],
    );
    if (heard.length === 0) return [`nobody was told of ${run}`];
    return lasting.flatMap((name) => (heard.includes(name) ? [] : [`${name} was not told of ${run}`]));
  });
}

const zoneOffset = () => 8 * 3_600_000;

/**
 * Every fire from the first tick that was noted up to the last is told, as a run, as skipped or as missed: by the schedule
 * of whoever noted the tick. And so is every run that was entered, whatever became of its job.
 */
export async function forgottenFires(witness: Witness): Promise<readonly string[]> {
  const { told, entered } = witness;
  const summaries = told.flatMap(({ notice }) =>
    notice.type === 'nightshift.run.finished' ? [notice.summary] : [],
  );
  const missed = told.flatMap(({ notice }) =>
    notice.type === 'nightshift.fires.missed' ? notice.missed.jobs : [],
  );
  const isTold = (id: string) => {
    const name = id.slice(0, id.indexOf('@'));
    const own = told.some(({ notice }) => notice.id === id || notice.id === `gone-${id}`);
    const noted = summaries.some(
      ({ job, notes }) =>
        name === job && notes.some((note) => note.includes('no tick came') && mentions(note, id)),
    );
    return own || noted || missed.some(({ job, first, last }) => name === job && id >= first && id <= last);
  };
  const due = new Set([...(await dueFires(witness)), ...entered.map(({ run }) => run)]);
  return [...due].flatMap((id) => (isTold(id) ? [] : [`${id} is forgotten`]));
}

/** What was due by the schedule of whoever noted first that all was entered up to an instant. */
async function dueFires({ scenario, ticked, scheduleOf: givenTo }: Witness): Promise<readonly string[]> {
  const fires: string[] = [];
  const read = await Promise.all(
    scenario.schedules.map(async (drawn) => {
      const schedule = scheduleOf(drawn);
      return { schedule, calendars: await buildCalendars(schedule, {}, zoneOffset) };
    }),
  );
  let after = Math.min(ticked.from, ticked.upTo);
  for (const { at, by } of ticked.marks) {
    const given = read[givenTo(by)];
    if (at <= after || !given) continue;
    const { schedule, calendars } = given;
    fires.push(...scheduledFires(schedule, { after, upTo: at }, zoneOffset, calendars).map(({ id }) => id));
    after = at;
  }
  return fires;
}

/** A note names few fires and the ends of many. */
function mentions(note: string, id: string): boolean {
  const [, from, to] = / fires from (\S+) to (\S+)/.exec(note) ?? [];
  return note.includes(id) || (from !== undefined && to !== undefined && id >= from && id <= to);
}
