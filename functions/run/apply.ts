import { backoffMs } from './backoff.ts';
import type { CallFailure } from './call-failure.ts';
import type { RunEvent } from './event.ts';
import { afterBackupRefused, afterBackupsSeen, atStage, beginSecuring } from './secured.ts';
import type { RegionState, RunState, Tracked } from './state.ts';
import { afterAnswer, afterRefusal } from './submitted.ts';
import { afterLook, afterMeasuring, afterSighting } from './watch.ts';

type Opened = Extract<RunEvent, { type: 'opened' }>;
type Draft = { state: RunState; instances: Map<string, Tracked>; regions: Map<string, RegionState> };

/** The state after an event; `undefined` before the first, which must be `opened`. */
export function apply(state: RunState | undefined, event: RunEvent): RunState {
  return fold([event], state);
}

/** The state after many events, copying the maps once; throws `TypeError` on a journal that does not begin with `opened`. */
export function fold(events: readonly RunEvent[], from?: RunState): RunState {
  let draft = from && draftOf(from);
  for (const event of events) {
    if (event.type === 'opened') draft = draftOf(opened(event));
    else if (draft) applyTo(draft, event);
    else throw new TypeError('a journal begins with "opened"');
  }
  if (!draft) throw new TypeError('an empty journal has no state');
  return { ...draft.state, instances: draft.instances, regions: draft.regions };
}

function draftOf(state: RunState): Draft {
  return { state, instances: new Map(state.instances), regions: new Map(state.regions) };
}

function opened({ run, scheduledFor, plan, at }: Opened): RunState {
  const instances = plan.instances.map((planned): [string, Tracked] => [
    planned.id,
    {
      planned,
      phase:
        planned.decision === 'act'
          ? { kind: 'waiting', notBefore: at }
          : {
              kind: 'done',
              conclusion: { id: planned.id, outcome: 'refused', code: planned.code, reason: planned.reason },
            },
      cohort: '',
      trouble: undefined,
      seen: undefined,
      inspectedAt: undefined,
      heldSince: undefined,
      secured: undefined,
      doneAt: undefined,
      keysBefore: undefined,
      attempts: 0,
      failedTries: 0,
      outageMs: undefined,
      keys: undefined,
      nodesBefore: undefined,
      nodes: undefined,
    },
  ]);
  const names = new Set(plan.instances.map(({ region }) => region));
  const fresh: RegionState = {
    lookedAt: Number.NEGATIVE_INFINITY,
    blindSince: undefined,
    lastFailure: undefined,
    pausedUntil: 0,
    setbacks: 0,
    baseline: false,
  };
  return {
    run,
    job: plan.job,
    scheduledFor,
    openedAt: at,
    finishedAt: undefined,
    rules: plan.rules,
    notes: plan.notes,
    problems: plan.problems,
    instances: new Map(instances),
    regions: new Map([...names].map((name) => [name, fresh])),
  };
}

function applyTo(draft: Draft, event: Exclude<RunEvent, Opened>): void {
  const { at } = event;
  const { run, rules } = draft.state;
  switch (event.type) {
    case 'observed':
      updateRegion(draft, event.region, { lookedAt: at, blindSince: undefined, setbacks: 0 });
      for (const [id, one] of draft.instances)
        if (one.planned.region === event.region) draft.instances.set(id, afterLook(one, at));
      for (const seen of event.changes)
        update(draft, seen.id, (one) =>
          afterSighting(one, seen, at, { action: rules.action, single: false }),
        );
      return;
    case 'inspected':
      for (const seen of event.sightings)
        update(draft, seen.id, (one) => afterSighting(one, seen, at, { action: rules.action, single: true }));
      return;
    case 'look-failed': {
      const before = draft.regions.get(event.region);
      updateRegion(draft, event.region, { blindSince: before?.blindSince ?? at });
      pause(draft, event.region, at, event.failure);
      return;
    }
    case 'measured': {
      const measurements = { keys: new Map(event.keys), nodes: new Map(event.nodes) };
      const baseline = draft.regions.get(event.region)?.baseline === false;
      for (const [id, one] of draft.instances)
        if (one.planned.region === event.region)
          draft.instances.set(id, afterMeasuring(one, measurements, at, baseline));
      updateRegion(draft, event.region, { baseline: true });
      return;
    }
    case 'submitting':
      for (const id of event.ids)
        update(draft, id, (one) => ({
          ...one,
          attempts: one.attempts + 1,
          keys: undefined,
          phase: { kind: 'announced', at, before: one.seen ?? { ...neverSeen, at } },
        }));
      return;
    case 'answered': {
      const accepted = new Set(event.accepted);
      const rejected = new Set(event.rejected);
      for (const id of event.ids)
        updateAnnounced(draft, id, (one) =>
          afterAnswer(one, { accepted: accepted.has(id), rejected: rejected.has(id) }, at),
        );
      updateRegion(draft, event.region, { setbacks: 0 });
      return;
    }
    case 'refused': {
      const { region, ids, failure } = event;
      const { kind } = failure;
      if (kind === 'throttled' || kind === 'unsent') pause(draft, region, at, failure);
      // Whatever was known of the instances is doubtful now: look again before anything is sent.
      else updateRegion(draft, region, { lookedAt: Number.NEGATIVE_INFINITY });
      for (const [index, id] of ids.entries())
        updateAnnounced(draft, id, (one) =>
          afterRefusal(one, {
            failure,
            at,
            run,
            retry: rules.retry,
            half: index * 2 < ids.length ? '0' : '1',
            alone: ids.length === 1,
          }),
        );
      return;
    }
    case 'securing':
      for (const id of event.ids) update(draft, id, (one) => beginSecuring(one, at));
      return;
    case 'backups-seen':
      for (const sight of event.seen) update(draft, sight.id, (one) => afterBackupsSeen(one, sight, at));
      return;
    case 'backing-up':
      update(draft, event.id, (one) => atStage(one, { step: 'asked', at }));
      return;
    case 'backup-begun':
      update(draft, event.id, (one) => atStage(one, { step: 'made', backup: event.backup }));
      return;
    case 'backup-refused': {
      const { kind } = event.failure;
      if (kind === 'throttled' || kind === 'unsent') pause(draft, event.region, at, event.failure);
      const again = at + draft.state.rules.settle.poll;
      update(draft, event.id, (one) => afterBackupRefused(one, event.failure, again));
      return;
    }
    case 'secured':
      for (const { id, backup, note } of event.secured)
        update(draft, id, (one) => ({
          ...one,
          phase: { kind: 'waiting', notBefore: at },
          secured: { backup, note },
        }));
      return;
    case 'retrying':
      for (const { id, notBefore, code, reason } of event.retries)
        update(draft, id, (one) => ({
          ...one,
          failedTries: one.failedTries + 1,
          phase: { kind: 'waiting', notBefore },
          cohort: '',
          trouble: { since: at, code, reason },
        }));
      return;
    case 'concluded':
      for (const conclusion of event.conclusions)
        update(draft, conclusion.id, (one) => ({ ...one, doneAt: at, phase: { kind: 'done', conclusion } }));
      return;
    case 'finished':
      draft.state = { ...draft.state, finishedAt: at };
      return;
    default:
      event satisfies never;
  }
}

/** How a region's calls are spaced after throttling or a call that did not get through. */
const pauseRules = { backoff: 5_000, maxBackoff: 60_000 };

function pause(draft: Draft, region: string, at: number, failure: CallFailure): void {
  const setbacks = (draft.regions.get(region)?.setbacks ?? 0) + 1;
  const backoff = backoffMs(pauseRules, setbacks, `${draft.state.run}/${region}/${setbacks}`);
  const pausedUntil = at + Math.max(backoff, failure.retryAfterMs ?? 0);
  updateRegion(draft, region, { setbacks, pausedUntil, lastFailure: failure });
}

const neverSeen = { status: 'MISSING', idle: false, updatedAt: undefined };

function update(draft: Draft, id: string, change: (one: Tracked) => Tracked): void {
  const one = draft.instances.get(id);
  if (one) draft.instances.set(id, change(one));
}

/** An answer that comes after its instance was given up on changes nothing any more. */
function updateAnnounced(draft: Draft, id: string, change: (one: Tracked) => Tracked): void {
  update(draft, id, (one) => (one.phase.kind === 'announced' ? change(one) : one));
}

function updateRegion(draft: Draft, name: string, change: Partial<RegionState>): void {
  const region = draft.regions.get(name);
  if (region) draft.regions.set(name, { ...region, ...change });
}
