import { CodedError } from '../foundation/coded-error.ts';
import { dayMs } from '../foundation/time/duration.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import { fold } from '../run/fold.ts';
import { countLeft } from '../run/state.ts';
import { scheduledFires } from '../schedule/fires/scheduled-fires.ts';
import { type Answer, unknownRun } from './answer.ts';
import { comingFire } from './coming-fire.ts';
import type { Invocation } from './invocation.ts';
import { attentionsOf } from './needed-attention.ts';
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
      if (request.command === 'history') {
        const attention = await attentionsOf(ends, journal, { zone: schedule.timezone, zoneOffset });
        return { ended, ...(attention.length > 0 && { attention }) };
      }
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

/** How often it is tried beside somebody who writes the same journal. */
const tries = 20;

/**
 * Writes into a run's journal that nothing new of it is to start; what is in flight is seen to its end. Whoever
 * carries the run out sees it with his next append. Throws `CodedError`: `run.unknown`, `run.over`, `run.busy`.
 */
export async function askToCancel(
  run: string,
  { journal, clock, by }: Pick<Invocation, 'journal' | 'clock' | 'by'>,
): Promise<{ readonly cancelled: string; readonly left: number }> {
  for (let turn = 0; turn < tries; turn++) {
    const { events, position } = await journal.read(run);
    if (events.length === 0) throw new CodedError('run.unknown', unknownRun(run));
    const state = fold(events);
    if (state.finishedAt !== undefined)
      throw new CodedError('run.over', `the run "${run}" has ended - expected one that is not over`);
    const left = countLeft(state);
    if (state.cancelled) return { cancelled: run, left };
    const asked = { type: 'cancel-asked', at: clock.now(), by } as const;
    if ((await journal.append(run, position, [asked])) !== undefined) return { cancelled: run, left };
  }
  throw new CodedError('run.busy', `the journal of the run "${run}" is written all the time - try again`);
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
