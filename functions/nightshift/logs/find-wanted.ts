import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { minuteMs } from '../../maintenance/foundation/time/duration.ts';
import type { CommandContext } from '../place/command-context.ts';
import { openJournal } from '../place/open-journal.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { findRun } from '../runs/find-run.ts';
import type { RunRecord } from '../runs/run-record.ts';
import { showRun } from '../runs/show-run.ts';
import type { Wanted } from './follow-lines.ts';

/** FunctionGraph's own lines stand around those of an invocation, and a log is as late as it is. */
const beforeMs = minuteMs;
const afterMs = 5 * minuteMs;
/** So long after the end of a run its last lines are waited for. */
const lateMs = minuteMs;

/** What is wanted now, with the run that it is of, and the zone for times. */
type Found = { readonly wanted: Wanted; readonly run: RunRecord | undefined; readonly zone: string };

/** Looks for what is wanted of the log; of a run that goes on, that grows from look to look. */
export function findWanted(
  options: { readonly run?: string; readonly since: number; readonly schedule?: string },
  context: CommandContext,
): () => Promise<Found> {
  const { clock } = context;
  if (options.run === undefined) {
    const from = clock.now() - options.since;
    const wanted = () => ({ from, until: clock.now() + minuteMs, isOf: () => true, isOver: false });
    const zone = zoneOf(options.schedule, context);
    return async () => ({ run: undefined, zone, wanted: wanted() });
  }
  const { records, schedule } = openJournal(options.schedule, context);
  let asked = options.run;
  let endSeenAt: number | undefined;
  return async () => {
    const found = await findRun(asked, records);
    asked = found.run;
    const run = showRun(found, clock.now(), schedule.timezone);
    const now = clock.now();
    const ended = run.finishedAt === null ? undefined : Date.parse(run.finishedAt);
    // The clock of a local cloud may be far ahead.
    if (ended !== undefined) endSeenAt ??= Math.min(now, ended);
    const isOver = endSeenAt !== undefined && now - endSeenAt > lateMs;
    return { run, zone: schedule.timezone, wanted: { ...wantedOf(run, now), isOver } };
  };
}

/** That of the schedule; a log can be read without one, or with one that has mistakes. */
function zoneOf(schedule: string | undefined, context: CommandContext): string {
  try {
    return openSchedule(schedule, context).schedule.timezone;
  } catch (error) {
    if (schedule !== undefined || !(error instanceof CodedError)) throw error;
    return 'UTC';
  }
}

function wantedOf({ run, invocations, startedAt, finishedAt }: RunRecord, now: number) {
  const times = invocations.flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)]);
  const began = Math.min(...times, startedAt === null ? now : Date.parse(startedAt));
  const ended = finishedAt === null ? undefined : Date.parse(finishedAt);
  const named = [run, ...invocations.map(({ requestId }) => requestId)];
  return {
    from: began - beforeMs,
    until: Math.max(...times, ended ?? now) + afterMs,
    isOf: (text: string) => named.some((name) => text.includes(name)),
  };
}
