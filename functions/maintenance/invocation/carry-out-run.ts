import { type DriveResult, drive } from '../run/driver.ts';
import { leaseAt } from '../run/lease.ts';
import type { Opening } from '../run/open-run.ts';
import type { OpenRun } from '../run/recorder.ts';
import { backgroundOf } from './background-of.ts';
import { endedRunOf, summaryOf } from './run-summary.ts';
import type { Stage } from './stage.ts';
import { tellBegin } from './tell-begin.ts';
import { type Told, tellRun } from './tell-run.ts';

/** A run that is not over: how many instances are left, and who goes on with it. */
export type Unfinished = {
  readonly run: string;
  /** How many instances have no outcome yet; `undefined` where somebody else knows. */
  readonly left: number | undefined;
  /** `holder`: another invocation has it. `invocation`: a fresh one was asked for. `tick`: the next tick does. */
  readonly continues: 'holder' | 'invocation' | 'tick';
};

/** What became of a task or a run that was taken up. */
export type Performed = ({ readonly kind: 'told' } & Told) | ({ readonly kind: 'unfinished' } & Unfinished);

/**
 * Drives a run as far as this invocation can, tells people when it has ended, and sees to it that somebody goes on
 * when it has not. `undefined` when there is no such run. Failed instances are results; only a bug throws.
 */
export async function carryOutRun(
  run: string,
  open: () => Promise<Opening>,
  stage: Stage,
): Promise<Performed | undefined> {
  const opening = await openWhenFree(open, stage);
  switch (opening.kind) {
    case 'none':
      return undefined;
    case 'held':
      stage.log.write('warn', 'run is carried out by another invocation', { run, lease: opening.lease });
      return { kind: 'unfinished', run, left: undefined, continues: 'holder' };
    case 'over': {
      stage.log.write('info', 'run already finished', { run });
      const summary = summaryOf(opening.state, stage.clock.now(), stage.zoneOffset);
      await close(summary, opening.state.finishedAt, stage);
      return { kind: 'told', summary, deliveries: [] };
    }
    case 'mine':
      return goOn(opening, stage);
    default:
      return opening satisfies never;
  }
}

/** A holder that died is out of the way when its lease is over; one that lives has renewed it by then. */
async function openWhenFree(open: () => Promise<Opening>, stage: Stage): Promise<Opening> {
  const opening = await open();
  if (opening.kind !== 'held' || !stage.patient) return opening;
  await stage.clock.wait(opening.lease.until - stage.clock.now());
  return open();
}

async function goOn(open: OpenRun, stage: Stage): Promise<Performed> {
  const { clock, log, by } = stage;
  const { run, rules, about } = open.state;
  const { limits, leaving } = stage.stay(rules.settle);
  // Beside the run, which waits for nobody.
  const begun = open.repeated ? undefined : tellBegin(run, about.notify, stage);
  const driven = await drive(open, { by, limits, leaving }, stage);
  // The begin must not come after the end, and takes its time from what telling the end may take.
  const until = stage.tellUntil();
  await begun;
  switch (driven.end) {
    case 'lost':
      log.write('warn', 'run is carried out by another invocation', { run });
      return { kind: 'unfinished', run, left: undefined, continues: 'holder' };
    case 'waiting':
    case 'time':
      return leaveOpen(driven, stage);
    case 'finished': {
      log.write('info', 'run finished', { run, tookMs: clock.now() - driven.open.state.openedAt });
      return tellAndClose(driven.open, { ...stage, tellUntil: () => until });
    }
    default:
      return driven.end satisfies never;
  }
}

/** Somebody who got nothing done asks for no other: a function with too little time would call itself for ever. */
async function leaveOpen({ end, open, acted }: DriveResult, stage: Stage): Promise<Performed> {
  const { run, instances } = open.state;
  const left = [...instances.values()].filter(({ phase }) => phase.kind !== 'done').length;
  const asked = end === 'time' && acted && (await stage.handOver(run));
  const continues = asked ? 'invocation' : 'tick';
  stage.log.write('info', 'run goes on later', { run, left, why: end, continues });
  return { kind: 'unfinished', run, left, continues };
}

async function tellAndClose({ state, position }: OpenRun, stage: Stage): Promise<Performed> {
  const { clock, journal, by } = stage;
  const frank = summaryOf(state, clock.now(), stage.zoneOffset);
  // Beside the log, which waits for no journal.
  const beside = backgroundOf(frank, state, stage);
  const told = await tellRun(
    frank,
    state.about.notify,
    stage,
    beside.then(({ background }) => background),
  );
  const { failing } = await beside;
  const at = clock.now();
  const deliveries = told.deliveries.map(({ channel, status }) => ({ channel, status }));
  // Who does not get this in has been taken for dead, and somebody else tells again under the same id.
  await journal.append(state.run, position, [
    leaseAt(at, by),
    { type: 'told', at, told: deliveries, ...(failing.length > 0 && { failing }) },
  ]);
  await close(told.summary, state.finishedAt, stage);
  return { kind: 'told', ...told };
}

async function close(
  summary: Told['summary'],
  finishedAt: number | undefined,
  { register, clock }: Stage,
): Promise<void> {
  await register.enter({ kind: 'ended', ended: endedRunOf(summary, finishedAt ?? clock.now()) });
}
