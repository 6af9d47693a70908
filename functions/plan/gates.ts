import type { Action, JobSettings } from '../schedule/schema.ts';
import type { Instance } from './instance.ts';

/** What a gate says of one instance: it may go on, or why not. */
export type Verdict =
  | { readonly decision: 'act'; readonly code: 'ready'; readonly reason: string }
  | { readonly decision: 'refuse'; readonly code: RefusalCode; readonly reason: string };

/** Why a gate refuses. */
export type RefusalCode = 'engine' | 'state' | 'acknowledgement' | 'backup';

/** The rules of a job that gates look at. */
export type GateRules = Pick<JobSettings, 'action' | 'destroysData' | 'backup'>;

/** Judges one instance; the first gate that refuses gives the reason. */
export function judgeInstance(instance: Instance, rules: GateRules): Verdict {
  for (const gate of [engineGate, stateGate, acknowledgementGate, backupGate]) {
    const refusal = gate(instance, rules);
    if (refusal) return { decision: 'refuse', ...refusal };
  }
  return { decision: 'act', code: 'ready', reason: readyReason(instance, rules.action) };
}

type Refusal = { readonly code: RefusalCode; readonly reason: string } | undefined;

/** DCS flushes Redis 4.0 and later only; it documents no error code for the rest, so they are not even asked. */
function engineGate({ engine, engineVersion }: Instance, { action }: GateRules): Refusal {
  if (action !== 'flush') return undefined;
  if (engine === 'Redis' && Number.parseInt(engineVersion, 10) >= 4) return undefined;
  return {
    code: 'engine',
    reason: `is ${engine} ${engineVersion} - DCS can flush Redis 4.0 and later only`,
  };
}

function stateGate({ status }: Instance, { action }: GateRules): Refusal {
  if (mayStartFrom(status, action)) return undefined;
  const needed = action === 'flush' ? 'RUNNING' : 'RUNNING or ERROR';
  return { code: 'state', reason: `is ${status} - ${verb[action]} needs ${needed}` };
}

/** The states an action may start from: any action from RUNNING, a restart also from ERROR (console's rule). */
export function mayStartFrom(status: string, action: Action): boolean {
  return status === 'RUNNING' || (status === 'ERROR' && action !== 'flush');
}

function acknowledgementGate(_: Instance, { action, destroysData }: GateRules): Refusal {
  if (action !== 'flush' || destroysData === 'acknowledged') return undefined;
  return {
    code: 'acknowledgement',
    reason: 'a flush clears all its data - write "destroysData: acknowledged" in the job to allow that',
  };
}

/** Fails closed: a backup that cannot be proved is a backup that is not there. */
function backupGate(_: Instance, { backup }: GateRules): Refusal {
  if (backup !== 'required') return undefined;
  return {
    code: 'backup',
    reason:
      'the job requires a backup first and this version makes none - write "backup: none" to go without',
  };
}

const verb: Record<Action, string> = {
  restart: 'a restart',
  soft_restart: 'a soft restart',
  flush: 'a flush',
};

function readyReason({ status }: Instance, action: Action): string {
  return status === 'ERROR' ? `is ERROR; ${verb[action]} may mend it` : `is ${status}`;
}
