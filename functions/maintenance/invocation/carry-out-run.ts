import { type DriveResult, drive } from '../run/driver.ts';
import { type Opening, type OpenRun, takeUpRun } from '../run/open-run.ts';
import { createOtherRuns, type OtherRuns } from '../run/other-runs.ts';
import { countLeft } from '../run/state.ts';
import { closeAgain, endRun } from './end-run.ts';
import { endWithout, goneFor } from './gone-names.ts';
import type { Invocation } from './invocation.ts';
import { type CarriedOut, tellBegin } from './tell-run.ts';
import { stayOf, tellUntilOf } from './time-budget.ts';
import { closeGivenUp } from './unreadable-run.ts';

/**
 * Whether to wait until the lease of another invocation would be over, as nobody else may come after one that died. A
 * tick does not: the next one does.
 */
export type TakingUp = {
  readonly patient?: boolean;
  /** Its record could not be read before. */
  readonly wasUnread?: boolean;
  /** When this invocation leaves all that it has in hand, where it is sooner than for a run that begins now. */
  readonly leaveAt?: number | undefined;
};

/**
 * Drives a run as far as this invocation can, tells people when it has ended, and sees to it that somebody goes on
 * when it has not. `undefined` when there is no such run. Failed instances are results; only a bug throws.
 */
export async function carryOutRun(
  run: string,
  open: () => Promise<Opening>,
  invocation: Invocation,
  { patient = false, wasUnread = false, leaveAt }: TakingUp = {},
): Promise<CarriedOut | undefined> {
  const { log, clock, schedule } = invocation;
  const opening = await (patient && schedule.journal ? openWhenFree(open, clock) : open());
  switch (opening.kind) {
    case 'mine':
      // What was read is whole: it ended where the lease was appended. Noted first, as who goes on may die.
      if (wasUnread) {
        const givenUp = await closeGivenUp(opening, invocation);
        if (givenUp) return { kind: 'told', ...givenUp };
        await invocation.register.enter({ kind: 'read-again', run });
      }
      return goOn(opening, invocation, leaveAt);
    case 'none':
      return undefined;
    case 'held':
      log.write('warn', 'run is carried out by another invocation', { run, lease: opening.lease });
      return { kind: 'unfinished', run, left: undefined, continues: 'holder' };
    case 'over': {
      log.write('info', 'run already finished', { run });
      return { kind: 'told', ...(await closeAgain(opening.state, invocation)) };
    }
    default:
      return opening satisfies never;
  }
}

/** Goes on with a run that was opened before; `undefined` when there is none of that id. */
export function continueRun(
  run: string,
  invocation: Invocation,
  how?: TakingUp,
): Promise<CarriedOut | undefined> {
  return carryOutRun(run, () => takeUpRun(run, invocation), invocation, how);
}

/** A holder that died is out of the way when its lease is over; one that lives has renewed it by then. */
async function openWhenFree(open: () => Promise<Opening>, clock: Invocation['clock']): Promise<Opening> {
  const opening = await open();
  if (opening.kind !== 'held') return opening;
  await clock.wait(opening.lease.until - clock.now());
  return open();
}

/** What waits for nothing, such as a fire that is skipped, comes to its end also where it was begun late. Milliseconds. */
const shortestStayMs = 5_000;

async function goOn(
  open: OpenRun,
  invocation: Invocation,
  leaveAt = Number.POSITIVE_INFINITY,
): Promise<CarriedOut> {
  const { clock, log, by, schedule } = invocation;
  const gone = open.state.finishedAt === undefined ? goneFor(open.state, schedule) : undefined;
  const { run, rules, about } = open.state;
  if (gone !== undefined) {
    const told = await endWithout(gone, open, invocation);
    return told
      ? { kind: 'told', ...told }
      : { kind: 'unfinished', run, left: undefined, continues: 'holder' };
  }
  const { limits, leaving } = stayOf(invocation, rules.settle);
  const soonest = Math.max(leaveAt, clock.now() + shortestStayMs);
  const stay = { limits, leaving: leaving && { ...leaving, at: Math.min(leaving.at, soonest) } };
  // Beside the run, which waits for nobody.
  const begun = open.repeated ? undefined : tellBegin(run, about.notify, invocation);
  const driven = await drive(open, { by, ...stay, others: othersOf(run, invocation) }, invocation);
  // The begin must not come after the end, and takes its time from what telling the end may take.
  const until = tellUntilOf(invocation);
  await begun;
  switch (driven.end) {
    case 'lost':
      log.write('warn', 'run is carried out by another invocation', { run });
      return { kind: 'unfinished', run, left: undefined, continues: 'holder' };
    case 'waiting':
    case 'time':
      return leaveOpen(driven, invocation);
    case 'finished': {
      log.write('info', 'run finished', { run, tookMs: clock.now() - driven.open.state.openedAt });
      return { kind: 'told', ...(await endRun(driven.open, until, invocation)) };
    }
    default:
      return driven.end satisfies never;
  }
}

/** The other runs, with a line in the log whenever this one begins to wait for one of them. */
function othersOf(run: string, { journal, register, clock, log }: Invocation): OtherRuns {
  return createOtherRuns({ journal, register }, clock, (held) => {
    const of = [...new Set([...held].map(([, holder]) => holder))];
    log.write('info', 'run waits for instances that another one has in hand', {
      run,
      of,
      instances: [...held].map(([id]) => id),
    });
  });
}

/** Somebody who got nothing done asks for no other: a function with too little time would call itself for ever. */
async function leaveOpen(
  { end, open, acted }: DriveResult,
  { handOver, log }: Pick<Invocation, 'handOver' | 'log'>,
): Promise<CarriedOut> {
  const { run } = open.state;
  const left = countLeft(open.state);
  const asked = end === 'time' && acted && (await handOver(run));
  const continues = asked ? 'invocation' : 'tick';
  log.write('info', 'run goes on later', { run, left, why: end, continues });
  return { kind: 'unfinished', run, left, continues };
}
