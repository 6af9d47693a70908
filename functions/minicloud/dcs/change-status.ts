import type { AuditEntry } from './audit-log.ts';
import type { ActionEnd, CloudInstance, Happening } from './cloud-instance.ts';
import type { CloudKnobs } from './cloud-knobs.ts';
import type { DcsError, DcsErrorCode } from './dcs-error.ts';
import type { Twist } from './fault-play.ts';
import { objectionTo, type StatusChange } from './status-change.ts';

/** A status change as it reaches the cloud, with what the script makes of it. */
export type ChangeRequest = {
  readonly change: StatusChange;
  readonly project: string;
  readonly requestId: string;
  readonly now: number;
  readonly find: (id: string) => CloudInstance | undefined;
  readonly knobs: CloudKnobs;
  readonly twists: readonly Twist[];
};

/** What DCS makes of a status change: its answer, and for the accepted instances what is to happen when. */
export type ChangeOutcome = {
  readonly answer: DcsError | { readonly results: readonly { instance: string; result: string }[] };
  readonly entries: readonly AuditEntry[];
  readonly happenings: readonly {
    readonly instance: CloudInstance;
    readonly at: number;
    readonly happening: Happening;
  }[];
};

/** Accepts or refuses a status change; what is accepted marks its instance as busy. */
export function changeStatus(request: ChangeRequest): ChangeOutcome {
  const { change, find, now, knobs } = request;
  const verdicts = change.ids.map((id) => {
    const instance = find(id);
    const twists = request.twists.filter((twist) => twist.instance === undefined || twist.instance === id);
    const objection = objectionTo(change.action, instance, now, knobs);
    return { id, instance, twists, objection };
  });
  const refusal = refusalOf(verdicts, knobs);
  if (refusal) {
    return {
      answer: { code: refusal },
      entries: change.ids.map((id) => rejection(request, id, refusal)),
      happenings: [],
    };
  }
  const outcomes = verdicts.map(({ id, instance, twists, objection }) => {
    if (!instance || objection || twists.some(({ kind }) => kind === 'item-failed'))
      return {
        result: 'failed',
        id,
        entry: rejection(request, id, objection ?? 'failed'),
        happenings: [],
      };
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
    return { result: 'success', id, entry, happenings: startAction(request, instance, twists) };
  });
  return {
    answer: { results: outcomes.map(({ id, result }) => ({ instance: id, result })) },
    entries: outcomes.map(({ entry }) => entry),
    happenings: outcomes.flatMap(({ happenings }) => happenings),
  };
}

/** Why the whole call is refused: a script says so, or one instance stands for all, as a single one always does. */
function refusalOf(
  verdicts: readonly {
    readonly twists: readonly Twist[];
    readonly objection: DcsErrorCode | undefined;
  }[],
  { oneBadOfSeveral }: CloudKnobs,
): DcsErrorCode | undefined {
  for (const { twists } of verdicts)
    for (const twist of twists) if (twist.kind === 'call-refused') return twist.code;
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
  twists: readonly Twist[],
): ChangeOutcome['happenings'] {
  let lagSeconds = knobs.acceptanceLagSeconds;
  let end: ActionEnd = 'done';
  for (const twist of twists) {
    if (twist.kind === 'lag') lagSeconds = twist.seconds;
    if (twist.kind === 'end') end = twist.end;
  }
  const { restartSeconds, flushSeconds } = instance.seed;
  const beginsAt = Math.max(now + lagSeconds * 1000, instance.busyUntil);
  const endsAt = beginsAt + (action === 'flush' ? flushSeconds : restartSeconds) * 1000;
  // Behind an action that is stuck nothing ever begins.
  if (beginsAt === Number.POSITIVE_INFINITY) return [];
  instance.busyUntil = end === 'stuck' ? Number.POSITIVE_INFINITY : endsAt;
  const begins = { instance, at: beginsAt, happening: { kind: 'begins', action } } as const;
  if (end === 'stuck') return [begins];
  return [begins, { instance, at: endsAt, happening: { kind: 'ends', action, end } }];
}
