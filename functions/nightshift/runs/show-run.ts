import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { type ReadRecord, withAbout } from '../../maintenance/invocation/needed-attention.ts';
import { jobOfRun } from '../../maintenance/invocation/task.ts';
import { wasHeard } from '../../maintenance/invocation/tell-run.ts';
import { asGivenUp } from '../../maintenance/invocation/unreadable-run.ts';
import { isTrouble, stepsFor } from '../../maintenance/report/attention-sections.ts';
import { cleanCause, reasonWith } from '../../maintenance/report/describe-cause.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { byNeed } from '../../maintenance/report/shown-instances.ts';
import { summaryOf } from '../../maintenance/report/summarize.ts';
import type { Summary } from '../../maintenance/report/summary.ts';
import { underWay } from '../../maintenance/report/under-way.ts';
import { en } from '../../maintenance/report/wording/en.ts';
import type { RunEvent } from '../../maintenance/run/event.ts';
import { fold } from '../../maintenance/run/fold.ts';
import type { EndedRun, OpenEntry } from '../../maintenance/run/journal.ts';
import { outcomes } from '../../maintenance/run/outcome.ts';
import { isOutsideWindow, readinessOf } from '../../maintenance/run/readiness.ts';
import type { RunState, Tracked } from '../../maintenance/run/state.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { RunRecord } from './run-record.ts';
import { openTimeline, requestIdOf } from './timeline.ts';

/** What there is of a run: its events, as far as they can be read, and what the register has of it. */
export type FoundRun = ReadRecord & {
  readonly run: string;
  readonly ended?: EndedRun | undefined;
  readonly open?: OpenEntry | undefined;
  /** What people were told of it, where it was given up. */
  readonly told?: Summary;
};

/** What the journal knows of a run at an instant; `zone` is for a run whose record says none. */
export function showRun(found: FoundRun, now: number, zone: string): RunRecord {
  const events = found.events.map((event) => withAbout(event, zone));
  return events.length === 0
    ? withoutRecord(found, zone)
    : fromRecord({ ...found, events }, fold(events), now);
}

/**
 * Of a run that was never begun, or whose record nothing can be read of, the register alone tells, and what people were
 * told where that was written down.
 */
function withoutRecord({ run, flaw, ended, open, told }: FoundRun, zone: string): RunRecord {
  const iso = isoWriter(zone, zoneOffset);
  const counts = Object.fromEntries(outcomes.map((each) => [each, ended?.outcomes[each] ?? 0]));
  const selected = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const problems =
    told?.problems ??
    (ended && flaw ? [{ code: flaw.code, region: null, reason: plainText(flaw.message, 400) }] : []);
  const instances = (told?.instances ?? []).map((row) => ({ ...row, underWay: null })).toSorted(byAttention);
  const codes = [...instances.flatMap(troubleOf), ...problems.map(({ code }) => code)];
  return {
    ...{ run, job: ended?.job ?? jobOfRun(run), action: told?.action ?? null },
    state: ended ? (flaw ? 'given-up' : 'ended') : flaw ? 'unreadable' : 'entered',
    status: statusIn(ended),
    scheduledFor: told?.scheduledFor ?? null,
    startedAt: told?.startedAt ?? (open ? iso(open.since) : null),
    finishedAt: ended ? iso(ended.endedAt) : null,
    counts: { ...zeros, ...counts, selected, left: 0 },
    ...{ instances, notes: told?.notes ?? [], problems, heldBy: null, cancelled: null, retryOf: null },
    steps: stepsOf([...codes, ...(flaw ? [flaw.code] : [])]),
    ...{ told: [], invocations: [], timeline: [] },
    ...(flaw && { error: flaw }),
  };
}

function fromRecord({ flaw, ended, events, told }: FoundRun, state: RunState, now: number): RunRecord {
  const { run, about, lease, cancelled } = state;
  const iso = isoWriter(about.timezone, zoneOffset);
  const isOver = state.finishedAt !== undefined || ended !== undefined;
  const givenUpAt = ended && state.finishedAt === undefined ? ended.endedAt : undefined;
  const last = givenUpAt === undefined ? state : asGivenUp(state, givenUpAt, zoneOffset);
  // What people were told counts, whatever can be read by now.
  const summary = (givenUpAt !== undefined && told) || summaryOf(last, givenUpAt ?? now, zoneOffset);
  const shown = new Map(summary.instances.map((row) => [row.id, row]));
  const instances = [...last.instances.values()].flatMap((one) => {
    const row = shown.get(one.planned.id);
    if (row === undefined) return [];
    const { id: _, name: __, region: ___, ...known } = underWay(one, state, iso) ?? noneUnderWay;
    const end = one.phase.kind === 'done' ? {} : notYet(one);
    const opensAt = openingOf(one, last, now);
    const until = opensAt === undefined ? undefined : { until: iso(opensAt) };
    return [{ ...row, ...end, underWay: 'kind' in known ? { ...known, ...until } : null }];
  });
  const left = isOver ? 0 : instances.filter(({ outcome }) => outcome === null).length;
  const held = lease !== undefined && now < lease.until && !isOver;
  const problems = summary.problems;
  const codes = instances.flatMap(troubleOf);
  return {
    ...{ run, job: summary.job, action: summary.action },
    state:
      givenUpAt !== undefined
        ? 'given-up'
        : isOver
          ? 'ended'
          : flaw
            ? 'unreadable'
            : held
              ? 'held'
              : 'waiting',
    status: isOver ? (statusIn(ended) ?? summary.status) : null,
    ...{ scheduledFor: summary.scheduledFor, startedAt: summary.startedAt },
    finishedAt: isOver ? summary.finishedAt : null,
    counts: { ...summary.counts, unknown: summary.counts.unknown - left, left },
    instances: instances.toSorted(byAttention),
    ...{ notes: summary.notes, problems },
    heldBy: held ? { requestId: requestIdOf(lease.by), until: iso(lease.until) } : null,
    cancelled: cancelled ? { at: iso(cancelled.at), by: plainText(cancelled.by) } : null,
    retryOf: about.retryOf ?? null,
    steps: stepsOf([...codes, ...problems.map(({ code }) => code), ...(flaw ? [flaw.code] : [])]),
    told: toldIn(state),
    invocations: invocationsIn(events, iso),
    timeline: events.flatMap(openTimeline(iso)),
    ...(flaw && { error: flaw }),
  };
}

/** When the maintenance window opens that an instance waits for, or its next try may begin in it. */
function openingOf(one: Tracked, state: RunState, now: number): number | undefined {
  const { phase } = one;
  if (phase.kind !== 'waiting') return undefined;
  const readiness = readinessOf(one, state, now);
  if (readiness.kind !== 'waits' || !isOutsideWindow(readiness) || readiness.until === undefined)
    return undefined;
  return Math.max(readiness.until, phase.notBefore);
}

/** What stands in the place of an outcome: why the last try failed, where one has. */
function notYet({
  trouble,
}: Tracked): Pick<RunRecord['instances'][number], 'outcome' | 'code' | 'reason' | 'cause'> {
  if (trouble === undefined) return { outcome: null, code: null, reason: null };
  const { code, reason, cause } = trouble;
  return {
    outcome: null,
    code,
    reason: reasonWith(reason, cause),
    ...(cause && { cause: cleanCause(cause) }),
  };
}

type Shown = RunRecord['instances'][number];

function troubleOf({ outcome, code }: Shown): readonly string[] {
  return outcome && isTrouble(outcome) && code ? [code] : [];
}

/** Who needs a person first, then who has no outcome yet, and the others as a summary has them. */
function byAttention(a: Shown, b: Shown): number {
  return rankOf(a) - rankOf(b) || byNeed({ ...a, ...doneFor(a) }, { ...b, ...doneFor(b) });
}

function rankOf({ outcome, underWay: own }: Shown): number {
  if (outcome !== null) return isTrouble(outcome) ? 0 : 3;
  return own?.kind === 'waiting' ? 2 : 1;
}

function doneFor({ outcome, code, reason }: Shown) {
  return { outcome: outcome ?? 'unknown', code: code ?? '', reason: reason ?? '' } as const;
}

const noneUnderWay = { id: '', name: '', region: '' };
const zeros = {
  selected: 0,
  succeeded: 0,
  failed: 0,
  refused: 0,
  skipped: 0,
  deferred: 0,
  unknown: 0,
  left: 0,
};

function statusIn(ended: EndedRun | undefined): RunRecord['status'] {
  switch (ended?.status) {
    case 'succeeded':
    case 'partial':
    case 'failed':
    case 'skipped':
    case 'empty':
      return ended.status;
    default:
      return null;
  }
}

function stepsOf(codes: readonly string[]): RunRecord['steps'] {
  return stepsFor([...new Set(codes)], en).map(({ step, asking }) => ({ step, codes: [...asking] }));
}

/** Every channel of the run, also those of which the record does not say that they were told. */
function toldIn({ about, told = [] }: RunState): RunRecord['told'] {
  const lacking = about.notify.filter((name) => !told.some(({ channel }) => channel === name));
  return [
    ...told.map(({ channel, status, attempts = null, answer = null }) => ({
      ...{ channel: plainText(channel), status: plainText(status), heard: wasHeard({ status }) },
      ...{ attempts, answer: answer === null ? null : plainText(answer) },
    })),
    ...lacking.map((channel) => ({
      ...{ channel: plainText(channel), status: 'not-told', heard: false, attempts: null, answer: null },
    })),
  ];
}

function invocationsIn(events: readonly RunEvent[], iso: (at: number) => string): RunRecord['invocations'] {
  const spans = new Map<string, { from: number; until: number }>();
  for (const event of events) {
    if (event.type !== 'held' && event.type !== 'left') continue;
    const id = requestIdOf(event.by);
    const span = spans.get(id);
    if (span) span.until = event.at;
    else spans.set(id, { from: event.at, until: event.at });
  }
  return [...spans].map(([requestId, { from, until }]) => ({
    requestId,
    from: iso(from),
    until: iso(until),
  }));
}
