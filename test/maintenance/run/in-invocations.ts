import { leaveAt } from '../../../functions/maintenance/invocation/time-budget.ts';
import type { Plan } from '../../../functions/maintenance/plan/plan.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import { type OpenRun, openRun } from '../../../functions/maintenance/run/open-run.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import { about, run } from './stage.ts';

/** One invocation of the function, in milliseconds since 1970. */
export type Invocation = {
  readonly began: number;
  readonly ended: number;
  readonly end: 'finished' | 'lost' | 'waiting' | 'time';
};

const never = Number.POSITIVE_INFINITY;

/**
 * Carries a run out as the platform would: an invocation that is out of time hands over to a fresh one at once, one
 * that leaves the waiting is followed by the next tick, and each knows of the run only what the journal says. Where
 * nobody returns by himself, all waiting is done in the invocation.
 */
export async function runInInvocations(
  ports: Ports,
  plan: () => Promise<Plan>,
  { timeLimitMs = 900_000, tickMs = 300_000, returns = true } = {},
): Promise<{ readonly open: OpenRun; readonly invocations: readonly Invocation[] }> {
  const { clock } = ports;
  const scheduledFor = clock.now();
  const invocations: Invocation[] = [];
  for (;;) {
    const began = clock.now();
    const by = `invocation ${invocations.length + 1}`;
    const opened = await openRun({ run, scheduledFor, about, plan }, { ...ports, by });
    if (opened.kind !== 'mine') throw new Error(`the run is ${opened.kind}`);
    const driving = {
      by,
      limits: { startUntil: never, actUntil: never },
      leaving: { at: leaveAt(began, timeLimitMs), returns },
    };
    const { open, end } = await drive(opened, driving, ports);
    const ended = clock.now();
    invocations.push({ began, ended, end });
    if (end === 'finished' || end === 'lost') return { open, invocations };
    if (end === 'waiting') await clock.wait(tickMs - ((ended - scheduledFor) % tickMs));
  }
}
