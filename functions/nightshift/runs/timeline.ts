import { type CallCause, causeIn, withCode } from '../../maintenance/foundation/call-cause.ts';
import { wasHeard } from '../../maintenance/invocation/tell-run.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import type { RunEvent, ToldChannel } from '../../maintenance/run/event.ts';
import type { Action } from '../../maintenance/schedule/schema.ts';
import type { TimelineEntry } from './run-record.ts';

type Said = Omit<TimelineEntry, 'at'>;

/** What the events before one showed, as far as the next is told against it. */
type Known = {
  action: Action | undefined;
  holder: string | undefined;
  gaveBack: boolean;
  readonly statuses: Map<string, string>;
  readonly tries: Map<string, number>;
  readonly blind: Set<string>;
};

/** Tells the next event of a run against those that it was told before. */
export type Timeline = (event: RunEvent) => readonly TimelineEntry[];

/**
 * The events of a run as people read them, one after the other: what was sent and answered, what looks showed that was
 * news, who held the run, and who was told. Looks that changed nothing, figures and renewed leases are left out.
 */
export function openTimeline(iso: (at: number) => string): Timeline {
  const known: Known = {
    ...{ action: undefined, holder: undefined, gaveBack: true },
    ...{ statuses: new Map(), tries: new Map(), blind: new Set() },
  };
  return (event) => saidOf(event, known, iso).map((said) => ({ at: iso(event.at), ...said }));
}

function saidOf(event: RunEvent, known: Known, iso: (at: number) => string): readonly Said[] {
  const action = known.action ?? 'action';
  switch (event.type) {
    case 'opened': {
      known.action = event.plan.rules.action;
      const counts = (kind: string) =>
        event.plan.instances.filter(({ decision }) => decision === kind).length;
      const [refused, left] = [counts('refuse'), counts('skip')];
      const some = `${refused === 0 ? '' : `, ${refused} of them refused`}${left === 0 ? '' : `, ${left} left alone`}`;
      const { plan, about } = event;
      const what = about.skipped
        ? `does not run: ${about.skipped.reason}`
        : `opened: ${known.action} of ${counted(plan.instances.length)}${some}`;
      const problems = about.skipped ? [] : plan.problems;
      return [what, ...problems.map(({ reason, cause }) => withCause(reason, cause))].map((each) =>
        main('opened', each),
      );
    }
    case 'held':
      return takenUp(event.by, known);
    case 'left':
      known.gaveBack = true;
      return [main('left', `invocation ${requestIdOf(event.by)} gave it back: ${leftFor[event.why]}`)];
    case 'cancel-asked':
      return [main('cancelled', `cancelled by ${plainText(event.by)}: nothing new starts`)];
    case 'observed':
      return [...inSight(event.region, known), ...statusChanges(event.changes, known)];
    case 'inspected':
      return statusChanges(event.sightings, known);
    case 'look-failed': {
      const { region, failure, backupsOf } = event;
      const why = withCause('', causeIn(failure));
      if (backupsOf !== undefined)
        return [main('out-of-sight', `backups could not be listed${why}`, backupsOf)];
      if (known.blind.has(region)) return [];
      known.blind.add(region);
      return [main('out-of-sight', `${plainText(region)} could not be read${why}`)];
    }
    case 'measured':
    case 'measured-anew':
    case 'securing':
    case 'backups-seen':
    case 'conditions-read':
    case 'ending':
      return [];
    case 'submitting': {
      const tries = event.ids.map((id) => {
        const count = (known.tries.get(id) ?? 0) + 1;
        known.tries.set(id, count);
        return count;
      });
      const most = Math.max(...tries);
      return [detail('sending', `${action} is sent${most > 1 ? ` (try ${most})` : ''}`, event.ids)];
    }
    case 'answered': {
      const asked = event.requestId === undefined ? '' : ` (request ${plainText(event.requestId)})`;
      const { accepted, rejected, odd = [] } = event;
      const named = new Set([...accepted, ...rejected, ...odd.map(([id]) => id)]);
      const unnamed = event.ids.filter((id) => !named.has(id));
      return [
        ...(accepted.length > 0 ? [detail('answered', `accepted${asked}`, accepted)] : []),
        ...(rejected.length > 0 ? [main('answered', `answered "failed"${asked}`, rejected)] : []),
        ...odd.map(([id, said]) => main('answered', `answered ${plainText(said)}${asked}`, [id])),
        ...(unnamed.length > 0 ? [main('answered', `left out of the answer${asked}`, unnamed)] : []),
      ];
    }
    case 'refused': {
      const what = event.failure.kind === 'ambiguous' ? 'no answer that tells how it went' : 'refused';
      return [main('refused', `${what}${withCause('', causeIn(event.failure))}`, event.ids)];
    }
    case 'backing-up':
      return [detail('backup', 'a backup is asked for', [event.id])];
    case 'backup-begun':
      return [detail('backup', `backup ${plainText(event.backup)} has begun`, [event.id])];
    case 'backup-refused':
      return [main('backup', `the backup was refused${withCause('', causeIn(event.failure))}`, [event.id])];
    case 'secured':
      return event.secured.map(({ id, backup, note, cause }) =>
        backup
          ? detail('secured', `is backed by ${plainText(backup.id)} of ${iso(backup.createdAt)}`, [id])
          : main('secured', withCause(`goes without a backup${note === '' ? '' : `: ${note}`}`, cause), [id]),
      );
    case 'retrying':
      return event.retries.map(({ id, notBefore, reason, code, cause }) =>
        main('retry', withCause(`another try from ${iso(notBefore)}: ${withCode(reason, code)}`, cause), [
          id,
        ]),
      );
    case 'concluded':
      return conclusionsOf(event.conclusions);
    case 'finished':
      return [main('finished', 'over: every instance has its outcome')];
    case 'told':
      return event.told.map((told) => main('told', deliveryText(told)));
    default:
      return event satisfies never;
  }
}

/** How telling a channel went, with what it answered. */
export function deliveryText(told: ToldChannel): string {
  const { channel, status, answer } = told;
  const said = answer === undefined ? '' : `: ${plainText(answer)}`;
  const how =
    status === 'delivered'
      ? 'was told'
      : wasHeard(told)
        ? 'wanted no message'
        : `was not told (${plainText(status)})`;
  return `${plainText(channel)} ${how}${said}`;
}

/** The request id of an invocation, by the name that it holds leases under. */
export function requestIdOf(by: string): string {
  const end = by.lastIndexOf('/');
  return plainText(end > 0 ? by.slice(0, end) : by);
}

const leftFor = {
  time: 'its time was over',
  waiting: 'there is only waiting to do',
} as const;

/** Every append renews the lease: only who takes it is news. */
function takenUp(by: string, known: Known): readonly Said[] {
  if (by === known.holder && !known.gaveBack) return [];
  const before = known.gaveBack ? undefined : known.holder;
  known.holder = by;
  known.gaveBack = false;
  const died = before === undefined ? '' : `; ${requestIdOf(before)} had not given it back`;
  return [main('taken-up', `invocation ${requestIdOf(by)} works on it${died}`)];
}

function inSight(region: string, { blind }: Known): readonly Said[] {
  return blind.delete(region) ? [main('in-sight', `${plainText(region)} can be read again`)] : [];
}

/** Of an instance that is seen first, only what is not RUNNING is news. Those that changed alike are told together. */
function statusChanges(
  seen: readonly { readonly id: string; readonly status: string; readonly cause?: CallCause }[],
  { statuses, tries }: Known,
): readonly Said[] {
  const alike = new Map<string, { readonly ids: string[]; readonly cause: CallCause | undefined }>();
  let matters = false;
  for (const { id, status, cause } of seen) {
    const before = statuses.get(id);
    statuses.set(id, status);
    if (before === status || (before === undefined && status === 'RUNNING')) continue;
    const what =
      before === undefined ? `is ${plainText(status)}` : `${plainText(before)} -> ${plainText(status)}`;
    matters ||= !tries.has(id) || !usual.has(status);
    const together = alike.get(what);
    if (together) together.ids.push(id);
    else alike.set(what, { ids: [id], cause });
  }
  return [...alike].map(([what, { ids, cause }]) => ({
    ...({ kind: 'status', what: withCause(what, cause), instances: ids, matters } as const),
  }));
}

/** What every instance goes through that an action was sent for. */
const usual: ReadonlySet<string> = new Set(['RUNNING', 'RESTARTING', 'FLUSHING']);

/** Those that succeeded alike together, and each of the others with its reason. */
function conclusionsOf(
  conclusions: Extract<RunEvent, { type: 'concluded' }>['conclusions'],
): readonly Said[] {
  const well = conclusions.filter(({ outcome }) => outcome === 'succeeded').map(({ id }) => id);
  return [
    ...(well.length > 0 ? [detail('concluded', 'succeeded', well)] : []),
    ...conclusions
      .filter(({ outcome }) => outcome !== 'succeeded')
      .map(({ id, outcome, code, reason, cause }) =>
        main('concluded', withCause(`${outcome}: ${withCode(reason, code)}`, cause), [id]),
      ),
  ];
}

function main(kind: Said['kind'], what: string, instances: readonly string[] = []): Said {
  return { kind, what, instances: [...instances], matters: true };
}

function detail(kind: Said['kind'], what: string, instances: readonly string[]): Said {
  return { kind, what, instances: [...instances], matters: false };
}

function withCause(what: string, cause: CallCause | undefined): string {
  return cause === undefined ? what : reasonWith(what, cause);
}

function counted(instances: number): string {
  return instances === 1 ? '1 instance' : `${instances} instances`;
}
