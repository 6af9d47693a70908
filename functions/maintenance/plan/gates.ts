import type { CallCause } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import type { Job } from '../schedule/schedule.ts';
import type { Action, JobSettings } from '../schedule/schema.ts';
import type { DataLoss } from './data-loss.ts';
import type { Instance } from './instance.ts';
import { dailyWindowOf } from './maintenance-window.ts';

/** What a gate says of one instance: it may go on, or why not. */
type Verdict =
  | { readonly decision: 'act'; readonly code: 'ready'; readonly reason: string }
  | ({ readonly decision: 'refuse' } & Refusal);

/** Why a gate refuses. */
type RefusalCode = Extract<
  EndCode,
  'engine' | 'state' | 'maintenance-unread' | 'acknowledgement' | 'data-unknown'
>;

/** The rules of a job that gates look at. */
type GateRules = Pick<JobSettings, 'action' | 'destroysData'> &
  Partial<Pick<JobSettings, 'inMaintenanceWindow'>>;

/** Judges one instance; the first gate that refuses gives the reason. */
export function judgeInstance(instance: Instance, rules: GateRules, loss: DataLoss): Verdict {
  for (const gate of [engineGate, stateGate, maintenanceGate, acknowledgementGate]) {
    const refusal = gate(instance, rules, loss);
    if (refusal) return { decision: 'refuse', ...refusal };
  }
  return { decision: 'act', code: 'ready', reason: readyReason(instance, rules.action) };
}

type Refusal = {
  readonly code: RefusalCode;
  readonly reason: string;
  /** See `PlannedInstance`. */
  readonly cause?: CallCause | undefined;
};

/** DCS flushes Redis 4.0 and later only; it documents no error code for the rest, so they are not even asked. */
function engineGate({ engine, engineVersion }: Instance, { action }: GateRules): Refusal | undefined {
  if (action !== 'flush') return undefined;
  if (engine === 'Redis' && Number.parseInt(engineVersion, 10) >= 4) return undefined;
  return {
    code: 'engine',
    reason: `is ${engine} ${engineVersion} - DCS can flush Redis 4.0 and later only`,
  };
}

function stateGate({ status }: Instance, { action }: GateRules): Refusal | undefined {
  if (mayStartFrom(status, action)) return undefined;
  const needed = action === 'flush' ? 'RUNNING' : 'RUNNING or ERROR';
  return { code: 'state', reason: `is ${status} - ${verb[action]} needs ${needed}` };
}

/** The states an action may start from: any action from RUNNING, a restart also from ERROR (console's rule). */
export function mayStartFrom(status: string, action: Action): boolean {
  return status === 'RUNNING' || (status === 'ERROR' && action !== 'flush');
}

/**
 * Of the statuses that an action may start from those that the targets are for, where that is not all: what recovered, or
 * failed, before its turn came is not what the job is for any more.
 */
export function startStatuses({
  action,
  targets: { statuses, exclude },
}: Pick<Job, 'action' | 'targets'>): readonly string[] | undefined {
  if (!statuses && !exclude?.statuses) return undefined;
  const excluded: readonly string[] = exclude?.statuses ?? [];
  const meant: readonly string[] = statuses ?? startable;
  return startable.filter(
    (status) => mayStartFrom(status, action) && meant.includes(status) && !excluded.includes(status),
  );
}

const startable = ['RUNNING', 'ERROR'];

/** Whether targets are for a status, where they are for some only: those which an action cannot start from are not asked of. */
export function isStartStatus(status: string, startFrom: readonly string[] | undefined): boolean {
  return startFrom === undefined || !startable.includes(status) || startFrom.includes(status);
}

/** Who asks for the instance's own window must know when it is; whether it is open then, its turn shows. */
function maintenanceGate({ maintenance }: Instance, { inMaintenanceWindow }: GateRules): Refusal | undefined {
  if (!inMaintenanceWindow) return undefined;
  const window = dailyWindowOf(maintenance);
  return 'fault' in window ? { code: 'maintenance-unread', reason: window.fault } : undefined;
}

/** What is not known is no reason to give the protection up, so only what is known to be lost says how to. */
function acknowledgementGate(
  _: Instance,
  { action, destroysData }: GateRules,
  { loses, unknown, reason, cause }: DataLoss,
): Refusal | undefined {
  if (!loses || destroysData === 'acknowledged') return undefined;
  if (unknown)
    return {
      code: 'data-unknown',
      reason: `whether ${verb[action]} clears its data is not known, so it was left alone: ${reason}`,
      cause,
    };
  return {
    code: 'acknowledgement',
    reason: `${verb[action]} clears its data (${reason}) - ${action === 'flush' ? '' : 'exclude it in the targets, or '}write "destroysData: acknowledged" in the job to allow that`,
  };
}

const verb: Record<Action, string> = {
  restart: 'a restart',
  soft_restart: 'a soft restart',
  flush: 'a flush',
};

function readyReason({ status }: Instance, action: Action): string {
  return status === 'ERROR' ? `is ERROR; ${verb[action]} may fix it` : `is ${status}`;
}
