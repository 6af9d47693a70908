import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import type { AuditEntry, DcsAction } from '../foundation/audit-entry.ts';
import { backupUnderWay } from './cloud-backup.ts';
import type { ActionEnd, CloudInstance, InstanceEvent } from './cloud-instance.ts';
import type { DcsError, DcsErrorCode } from './dcs-error.ts';
import type { InstanceFault } from './dcs-fault.ts';
import type { DcsKnobs } from './dcs-knobs.ts';

/** A valid body of `PUT /v2/{project}/instances/status`; each id once. */
export type StatusChange = { readonly ids: readonly string[]; readonly action: DcsAction };

const maxIds = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const actions: readonly DcsAction[] = ['restart', 'soft_restart', 'flush'];
const bodyShape = z.object({ instances: z.optional(z.unknown()), action: z.optional(z.unknown()) });

/** Reads the body as DCS does, or gives the error it answers. */
export function parseStatusChange(body: string): StatusChange | DcsError {
  if (body.trim() === '') return { code: 'DCS.4004' };
  const parsed = bodyShape.safeParse(parseJson(body));
  if (!parsed.success) return { code: 'DCS.4005' };
  const { instances, action } = parsed.data;
  // An empty array is undocumented; it leaves the instances unspecified just as well.
  if (!Array.isArray(instances) || instances.length === 0) return { code: 'DCS.4065' };
  if (instances.length > maxIds) return { code: 'DCS.4100' };
  const known = actions.find((each) => each === action);
  if (!known) return { code: 'DCS.4064' };
  const ids = instances.filter((id) => typeof id === 'string' && uuid.test(id));
  if (ids.length < instances.length) return { code: 'DCS.4061' };
  return { ids: [...new Set(ids)], action: known };
}

/** Why DCS would not act on an instance at `now`; `undefined` when it would. */
export function objectionTo(
  action: DcsAction,
  instance: CloudInstance | undefined,
  now: number,
  knobs: DcsKnobs,
): DcsErrorCode | undefined {
  if (!instance) return 'DCS.3022';
  if (!instance.redis4OrLater) {
    if (action === 'flush') return knobs.unsupportedCode;
    if (action === 'soft_restart' && knobs.softRestartOfOldEngines === 'refused')
      return knobs.unsupportedCode;
  }
  const mayStart = instance.status === 'RUNNING' || (instance.status === 'ERROR' && action !== 'flush');
  if (!mayStart) return objectionToState(instance.status);
  if (backupUnderWay(instance) && (action === 'flush' || knobs.restartDuringBackup === 'refused'))
    return 'DCS.4096';
  if (instance.busyUntil > now && knobs.repeatBeforeItShows === 'refused') return 'DCS.4017';
  return undefined;
}

/** The code for a state that an instance must not be in. */
export function objectionToState(status: string): DcsErrorCode {
  return stateCodes.get(status) ?? 'DCS.4049';
}

/** The error table has no code for FLUSHING: DCS.4112, where it would stand, is missing. */
const stateCodes: ReadonlyMap<string, DcsErrorCode> = new Map([
  ['RESTARTING', 'DCS.4111'],
  ['FLUSHING', 'DCS.4026'],
  ['RESTORING', 'DCS.4097'],
  ['EXTENDING', 'DCS.4113'],
  ['UPGRADING', 'DCS.4116'],
  ['ROLLBACKING', 'DCS.4117'],
  ['CREATING', 'DCS.4118'],
  ['FREEZING', 'DCS.4120'],
]);

/** A status change as it reaches the cloud, with what the script makes of it. */
export type ChangeRequest = {
  readonly change: StatusChange;
  readonly project: string;
  readonly requestId: string;
  readonly now: number;
  readonly find: (id: string) => CloudInstance | undefined;
  readonly knobs: DcsKnobs;
  readonly instanceFaults: readonly InstanceFault[];
};

/** What DCS makes of a status change: its answer, and for the accepted instances what is to happen when. */
export type ChangeOutcome = {
  readonly answer: DcsError | { readonly results: readonly { instance: string; result: string }[] };
  readonly entries: readonly AuditEntry[];
  readonly events: readonly {
    readonly instance: CloudInstance;
    readonly at: number;
    readonly event: InstanceEvent;
  }[];
};

/** Accepts or refuses a status change; what is accepted marks its instance as busy. */
export function changeStatus(request: ChangeRequest): ChangeOutcome {
  const { change, find, now, knobs } = request;
  const verdicts = change.ids.map((id, place) => {
    const instance = find(id);
    const instanceFaults = request.instanceFaults.filter(
      (fault) => fault.instance === undefined || fault.instance === id,
    );
    const objection = objectionTo(change.action, instance, now, knobs);
    const inSecondHalf = place * 2 >= change.ids.length && place > 0;
    const ignored = instanceFaults.some(
      ({ kind }) => kind === 'item-ignored' || (kind === 'half-done' && inSecondHalf),
    );
    return { id, instance, instanceFaults, objection, ignored };
  });
  const refusal = refusalOf(verdicts, knobs);
  if (refusal) {
    return {
      answer: { code: refusal },
      entries: change.ids.map((id) => rejection(request, id, refusal)),
      events: [],
    };
  }
  const outcomes = verdicts.map(({ id, instance, instanceFaults, objection, ignored }) => {
    if (!instance || objection || instanceFaults.some(({ kind }) => kind === 'item-failed'))
      return {
        result: 'failed',
        id,
        entry: rejection(request, id, objection ?? 'failed'),
        events: [],
      };
    if (ignored) return { result: 'success', id, entry: rejection(request, id, 'ignored'), events: [] };
    const { project, requestId } = request;
    const entry: AuditEntry = {
      at: now,
      kind: 'accepted',
      requestId,
      project,
      instance: id,
      action: change.action,
      from: instance.status,
    };
    return { result: 'success', id, entry, events: startAction(request, instance, instanceFaults) };
  });
  return {
    answer: { results: outcomes.map(({ id, result }) => ({ instance: id, result })) },
    entries: outcomes.map(({ entry }) => entry),
    events: outcomes.flatMap(({ events }) => events),
  };
}

/** Why the whole call is refused: a script says so, or one instance stands for all, as a single one always does. */
function refusalOf(
  verdicts: readonly {
    readonly instanceFaults: readonly InstanceFault[];
    readonly objection: DcsErrorCode | undefined;
  }[],
  { oneBadOfSeveral }: DcsKnobs,
): DcsErrorCode | undefined {
  for (const { instanceFaults } of verdicts)
    for (const fault of instanceFaults) if (fault.kind === 'call-refused') return fault.code;
  if (verdicts.length > 1 && oneBadOfSeveral === 'per-item') return undefined;
  return verdicts.find(({ objection }) => objection)?.objection;
}

function rejection(
  { change, project, requestId, now }: ChangeRequest,
  instance: string,
  code: string,
): AuditEntry {
  return { at: now, kind: 'rejected', requestId, project, instance, action: change.action, code };
}

function startAction(
  { change: { action }, now, knobs }: ChangeRequest,
  instance: CloudInstance,
  instanceFaults: readonly InstanceFault[],
): ChangeOutcome['events'] {
  let lagSeconds = knobs.acceptanceLagSeconds;
  let end: ActionEnd = 'done';
  for (const fault of instanceFaults) {
    if (fault.kind === 'lag') lagSeconds = fault.seconds;
    if (fault.kind === 'end') end = fault.end;
  }
  const { restartSeconds, flushSeconds } = instance.seed;
  const beginsAt = Math.max(now + lagSeconds * 1000, instance.busyUntil);
  const endsAt = beginsAt + (action === 'flush' ? flushSeconds : restartSeconds) * 1000;
  // Behind an action that is stuck nothing ever begins.
  if (beginsAt === Number.POSITIVE_INFINITY) return [];
  instance.busyUntil = end === 'stuck' ? Number.POSITIVE_INFINITY : endsAt;
  const begins = { instance, at: beginsAt, event: { kind: 'begins', action } } as const;
  if (end === 'stuck') return [begins];
  return [begins, { instance, at: endsAt, event: { kind: 'ends', action, end } }];
}
