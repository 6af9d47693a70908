import { CodedError } from '../foundation/coded-error.ts';
import { dayMs } from '../foundation/time/time-units.ts';
import type { Answer } from '../invocation/answer.ts';
import { askToCancel } from '../invocation/ask-to-cancel.ts';
import type { Desk } from '../invocation/desk.ts';
import type { Request } from '../invocation/request.ts';
import { showEnd, showOpen } from '../invocation/show-runs.ts';
import type { Almanac } from '../invocation/task.ts';
import { isoWriter } from '../report/iso-in-zone.ts';
import { scheduledFires } from '../schedule/fires/scheduled-fires.ts';

/** How many ended runs `status` and `history` show. */
const shownEnds = { status: 10, history: 100 };

/** How far ahead people are told. */
const comingMs = 7 * dayMs;

/** Answers what nothing is started for. Throws `CodedError` when the journal cannot be reached. */
export async function answerCommand(
  request: Extract<Request, { kind: 'command' | 'cancel' }>,
  desk: Desk,
): Promise<Answer> {
  const { schedule, clock, zoneOffset } = desk;
  if (request.kind === 'cancel') return cancel(request.run, desk);
  switch (request.command) {
    case 'validate':
      return { valid: true, jobs: schedule.jobs.map(({ name }) => name), warnings: desk.warnings };
    case 'next':
      return comingFires({ schedule, zoneOffset, calendars: await desk.calendars() }, clock.now());
    case 'status':
    case 'history': {
      const { journal, register } = await desk.records();
      const iso = isoWriter(schedule.timezone, zoneOffset);
      const ends = await register.ended(shownEnds[request.command]);
      const ended = ends.map((end) => showEnd(end, iso));
      if (request.command === 'history') return { ended };
      const { runs } = await register.open();
      return { unfinished: await showOpen(runs, journal, clock.now(), iso), ended };
    }
    default:
      return request.command satisfies never;
  }
}

/** Somebody mistyped the id, or came too late: that is an answer and no failure of the invocation. */
async function cancel(run: string, desk: Desk): Promise<Answer> {
  try {
    return await askToCancel(run, { ...(await desk.records()), clock: desk.clock, by: desk.by });
  } catch (error) {
    if (!(error instanceof CodedError && error.code.startsWith('run.'))) throw error;
    return { started: false, reason: error.message };
  }
}

/** The next fire of each job within a week, skipped ones with their reason. */
function comingFires({ schedule, zoneOffset, calendars }: Almanac, now: number): Answer {
  const fires = scheduledFires(schedule, { after: now, upTo: now + comingMs }, zoneOffset, calendars);
  const next = schedule.jobs.flatMap((job) => fires.find((fire) => fire.job === job) ?? []);
  return {
    fires: next
      .sort((a, b) => a.startsAt - b.startsAt)
      .map(({ job, startsAt, skipped, notes }) => ({
        job: job.name,
        at: isoWriter(job.timezone, zoneOffset)(startsAt),
        utc: new Date(startsAt).toISOString(),
        skipped: skipped?.reason ?? null,
        notes,
      })),
  };
}
