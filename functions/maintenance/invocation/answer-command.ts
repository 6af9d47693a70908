import { CodedError } from '../foundation/coded-error.ts';
import { dayMs } from '../foundation/time/duration.ts';
import { isoWriter } from '../report/iso-in-zone.ts';
import { scheduledFires } from '../schedule/fires/scheduled-fires.ts';
import type { Answer } from './answer.ts';
import { askToCancel } from './ask-to-cancel.ts';
import { comingFire } from './coming-fire.ts';
import type { Invocation } from './invocation.ts';
import type { Request } from './request.ts';
import { showEnd, showOpen } from './show-runs.ts';

/** How many ended runs `status` and `history` show. */
const shownEnds = { status: 10, history: 100 };

/** How far ahead people are told. */
const comingMs = 7 * dayMs;

/** Answers what nothing is started for. Throws `CodedError` when the journal cannot be reached. */
export async function answerCommand(
  request: Extract<Request, { kind: 'command' | 'cancel' }>,
  invocation: Invocation,
): Promise<Answer> {
  const { schedule, clock, zoneOffset, journal, register } = invocation;
  if (request.kind === 'cancel') return cancel(request.run, invocation);
  switch (request.command) {
    case 'validate':
      return { valid: true, jobs: schedule.jobs.map(({ name }) => name), warnings: invocation.warnings };
    case 'next':
      return comingFires(invocation);
    case 'status':
    case 'history': {
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
async function cancel(run: string, invocation: Invocation): Promise<Answer> {
  try {
    return await askToCancel(run, invocation);
  } catch (error) {
    if (!(error instanceof CodedError && error.code.startsWith('run.'))) throw error;
    return { started: false, reason: error.message };
  }
}

/** The next fire of each job within a week, skipped ones with their reason. */
async function comingFires({ schedule, zoneOffset, calendars, clock }: Invocation): Promise<Answer> {
  const now = clock.now();
  const span = { after: now, upTo: now + comingMs };
  const fires = scheduledFires(schedule, span, zoneOffset, await calendars());
  const next = schedule.jobs.flatMap((job) => fires.find((fire) => fire.job === job) ?? []);
  return {
    fires: next.sort((a, b) => a.startsAt - b.startsAt).map((fire) => comingFire(fire, zoneOffset)),
  };
}
