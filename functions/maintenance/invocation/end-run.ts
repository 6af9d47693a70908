import { endedRunOf, summaryOf } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import { leaseAt } from '../run/lease.ts';
import type { OpenRun } from '../run/open-run.ts';
import type { RunState } from '../run/state.ts';
import { backgroundOf } from './compare-with-last.ts';
import type { Invocation } from './invocation.ts';
import { type Told, tellRun } from './tell-run.ts';

/**
 * Tells people, until an instant, how a run ended, notes in its journal whom, and enters its end in the register: no
 * tick goes on with it then.
 */
export async function endRun(
  { state, position }: OpenRun,
  until: number,
  invocation: Invocation,
): Promise<Told> {
  const { clock, journal, by, zoneOffset } = invocation;
  const frank = summaryOf(state, clock.now(), zoneOffset);
  // Beside the log, which waits for no journal.
  const beside = backgroundOf(frank, state, invocation);
  const background = beside.then((known) => known.background);
  const told = await tellRun(frank, state.about.notify, until, invocation, background);
  const { failing } = await beside;
  const at = clock.now();
  const deliveries = told.deliveries.map(({ channel, status }) => ({ channel, status }));
  // Who does not get this in has been taken for dead, and somebody else tells again under the same id.
  await journal.append(state.run, position, [
    leaseAt(at, by),
    { type: 'told', at, told: deliveries, ...(failing.length > 0 && { failing }) },
  ]);
  await close(told.summary, state.finishedAt, invocation);
  return told;
}

/** Enters the end of a run of which people were told before: whoever told them may have died on the way here. */
export async function closeAgain(
  state: RunState,
  invocation: Pick<Invocation, 'clock' | 'zoneOffset' | 'register'>,
): Promise<Told> {
  const summary = summaryOf(state, invocation.clock.now(), invocation.zoneOffset);
  await close(summary, state.finishedAt, invocation);
  return { summary, deliveries: [] };
}

async function close(
  summary: Summary,
  finishedAt: number | undefined,
  { register, clock }: Pick<Invocation, 'register' | 'clock'>,
): Promise<void> {
  await register.enter({ kind: 'ended', ended: endedRunOf(summary, finishedAt ?? clock.now()) });
}
