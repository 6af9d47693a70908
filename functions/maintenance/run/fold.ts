import { backoffMs } from '../foundation/backoff.ts';
import { type AnswerForOne, afterAnswer, afterRefusal, afterRetry } from './after-call.ts';
import { afterJudging, aged, passCanaryOn } from './after-judging.ts';
import { type CallFailure, heededMs, nothingNew } from './call-failure.ts';
import { changed } from './changed.ts';
import {
  changeAll,
  type DraftState,
  draftOf,
  idsInSight,
  stateOf,
  update,
  updateAnnounced,
  updateRegion,
} from './draft-state.ts';
import type { RunEvent } from './event.ts';
import { failsForAll, noneFailing, partOf, withFailedCall } from './failing-calls.ts';
import {
  afterConclusion,
  afterFigures,
  afterLook,
  afterMeasuring,
  afterMeasuringAnew,
  afterSighting,
  withoutOldLooks,
} from './instance-changes.ts';
import { type OpenedEvent, openedState } from './opened-state.ts';
import {
  afterBackupRefused,
  afterBackupsSeen,
  afterBackupsUnlisted,
  atStage,
  beginSecuring,
} from './securing.ts';
import type { RunState } from './state.ts';

/** The state after an event; `undefined` before the first, which must be `opened`. */
export function apply(state: RunState | undefined, event: RunEvent): RunState {
  return fold([event], state);
}

/** The state after many events; throws `TypeError` on a journal that does not begin with `opened`. */
export function fold(events: Iterable<RunEvent>, from?: RunState): RunState {
  let draft = from && draftOf(from);
  for (const event of events) {
    if (event.type === 'opened') draft = draftOf(openedState(event));
    else if (draft) applyTo(draft, event);
    else throw new TypeError('a journal begins with "opened"');
  }
  if (!draft) throw new TypeError('an empty journal has no state');
  return stateOf(draft);
}

function applyTo(draft: DraftState, event: Exclude<RunEvent, OpenedEvent>): void {
  const { at } = event;
  const { rules } = draft.state;
  switch (event.type) {
    case 'observed': {
      updateRegion(draft, event.region, { lookedAt: at, blindSince: undefined, setbacks: 0 });
      const inSight = idsInSight(draft, event.region);
      // What it shows first: how much later that is than the look before must still be known.
      for (const seen of event.changes)
        update(draft, seen.id, (one) => afterSighting(one, seen, at, { ...rules, single: false }));
      for (const id of inSight) update(draft, id, (one) => afterLook(one, at));
      return;
    }
    case 'inspected':
      for (const seen of event.sightings)
        update(draft, seen.id, (one) => afterSighting(one, seen, at, { ...rules, single: true }));
      return;
    case 'look-failed': {
      const { region, failure, backupsOf } = event;
      if (backupsOf === undefined)
        updateRegion(draft, region, { blindSince: draft.regions.get(region)?.blindSince ?? at });
      for (const id of backupsOf ?? [])
        update(draft, id, (one) => afterBackupsUnlisted(one, failure, at + rules.settle.poll));
      // Who may not list backups may do all else.
      if (backupsOf === undefined || failure.kind !== 'denied') pause(draft, region, at, failure);
      return;
    }
    case 'measured': {
      const measurements = { ...event, keys: new Map(event.keys), nodes: new Map(event.nodes) };
      const baseline = draft.regions.get(event.region)?.baseline === false;
      // The first figures are those of all; later ones only of those that wait for theirs.
      for (const id of baseline
        ? (draft.regions.get(event.region)?.ids ?? [])
        : idsInSight(draft, event.region))
        update(draft, id, (one) => afterMeasuring(one, measurements, at, baseline));
      for (const id of event.asked ?? [])
        update(draft, id, (one) =>
          rules.action === 'flush'
            ? afterFigures(one, measurements.keys.get(id), at)
            : afterMeasuringAnew(one, measurements, at),
        );
      updateRegion(draft, event.region, { baseline: true });
      return;
    }
    case 'measured-anew': {
      const measurements = { keys: new Map(event.keys), nodes: new Map(event.nodes) };
      for (const id of event.ids)
        update(draft, id, (one) =>
          one.phase.kind === 'waiting'
            ? changed(afterMeasuring(one, measurements, at, true), {
                inspectedAt: undefined,
                judged: aged(one),
              })
            : one,
        );
      return;
    }
    case 'conditions-read':
      for (const [id, verdicts] of event.verdicts)
        update(draft, id, (one) => afterJudging(one, verdicts, at, rules));
      passCanaryOn(draft, draft.state);
      return;
    case 'submitting':
      for (const id of event.ids)
        update(draft, id, (one) =>
          changed(one, {
            attempts: one.attempts + 1,
            keys: undefined,
            // A look is good for one call: after a refusal it is told anew what the next one would hit.
            inspectedAt: undefined,
            phase: {
              kind: 'announced',
              at,
              before: one.seen ?? { ...neverSeen, at },
              lookedAt: at,
              blindMs: 0,
              begun: undefined,
            },
          }),
        );
      // A new round after all have failed a try: perhaps whatever it was is over.
      if (event.ids.length > 1 && event.ids.some((id) => draft.instances.get(id)?.failedTries !== 0))
        updateRegion(draft, event.region, { failing: noneFailing });
      return;
    case 'answered': {
      const answerFor = answersIn(event);
      for (const id of event.ids) updateAnnounced(draft, id, (one) => afterAnswer(one, answerFor(id), event));
      updateRegion(draft, event.region, { setbacks: 0, failing: noneFailing });
      return;
    }
    case 'refused': {
      const { region, ids, failure } = event;
      const { kind } = failure;
      if (kind === 'throttled' || kind === 'unsent') pauseAfter(draft, region, at, failure);
      // Whatever was known of the instances is doubtful now: look again before anything is sent.
      else updateRegion(draft, region, { lookedAt: Number.NEGATIVE_INFINITY });
      const before = draft.regions.get(region);
      const failing = withFailedCall(before?.failing ?? noneFailing, failure, ids);
      updateRegion(draft, region, { failing });
      const ofAll = kind !== 'wait' && before !== undefined && failsForAll({ ...before, failing });
      const whose = ofAll ? 'of-all' : ids.length === 1 ? 'own' : 'shared';
      for (const [index, id] of ids.entries())
        updateAnnounced(draft, id, (one) =>
          afterRefusal(one, { failure, at, action: rules.action, part: partOf(index, ids.length), whose }),
        );
      return;
    }
    case 'securing':
      for (const id of event.ids) update(draft, id, (one) => beginSecuring(one, at));
      return;
    case 'backups-seen':
      for (const sight of event.seen) update(draft, sight.id, (one) => afterBackupsSeen(one, sight, at));
      return;
    case 'backup-refused': {
      const { kind } = event.failure;
      if (kind === 'throttled' || kind === 'unsent') pauseAfter(draft, event.region, at, event.failure);
      const again = at + draft.state.rules.settle.poll;
      update(draft, event.id, (one) => afterBackupRefused(one, event.failure, again));
      return;
    }
    case 'backing-up':
      update(draft, event.id, (one) => atStage(one, { step: 'asked', at }));
      return;
    case 'backup-begun':
      update(draft, event.id, (one) => atStage(one, { step: 'made', backup: event.backup }));
      return;
    case 'secured':
      for (const { id, backup, note, cause } of event.secured)
        update(draft, id, (one) =>
          changed(one, { phase: { kind: 'waiting', notBefore: at }, secured: { backup, note, cause } }),
        );
      return;
    case 'retrying':
      for (const retry of event.retries) update(draft, retry.id, (one) => afterRetry(one, retry, at));
      return;
    case 'concluded':
      for (const conclusion of event.conclusions)
        update(draft, conclusion.id, (one) => afterConclusion(one, conclusion, at));
      return;
    case 'finished':
      draft.state = { ...draft.state, finishedAt: at };
      return;
    case 'held':
      if (draft.state.lease && draft.state.lease.by !== event.by) changeAll(draft, withoutOldLooks);
      draft.state = { ...draft.state, lease: { by: event.by, until: event.until } };
      return;
    case 'left':
      changeAll(draft, withoutOldLooks);
      draft.state = { ...draft.state, lease: undefined };
      return;
    case 'cancel-asked':
      draft.state = { ...draft.state, cancelled: draft.state.cancelled ?? { at, by: event.by } };
      return;
    case 'told':
      draft.state = { ...draft.state, told: event.told, failing: event.failing ?? [] };
      break;
    // It stands in a record of its own.
    case 'ending':
      break;
    default:
      event satisfies never;
  }
}

function answersIn({
  accepted,
  rejected,
  odd,
}: Extract<RunEvent, { type: 'answered' }>): (id: string) => AnswerForOne {
  const answers = new Map<string, AnswerForOne>([
    ...accepted.map((id) => [id, { kind: 'accepted' }] as const),
    ...rejected.map((id) => [id, { kind: 'rejected' }] as const),
    ...(odd ?? []).map(([id, said]) => [id, { kind: 'odd', said }] as const),
  ]);
  return (id) => answers.get(id) ?? { kind: 'unnamed' };
}

/** How a region's calls are spaced after throttling or a call that did not get through. */
const pauseRules = { backoff: 5_000, maxBackoff: 60_000 };

function pause(draft: DraftState, region: string, at: number, failure: CallFailure): void {
  const setbacks = (draft.regions.get(region)?.setbacks ?? 0) + 1;
  const backoff = backoffMs(pauseRules, setbacks, `${draft.state.run}/${region}/${setbacks}`);
  const pausedUntil = at + Math.max(backoff, heededMs(failure, draft.state.rules.settle));
  updateRegion(draft, region, { setbacks, pausedUntil, lastFailure: failure });
}

/** A region has nothing to do with why nothing new may start. */
function pauseAfter(draft: DraftState, region: string, at: number, failure: CallFailure): void {
  if (failure.code !== nothingNew) pause(draft, region, at, failure);
}

const neverSeen = { status: 'MISSING', idle: false, updatedAt: undefined };
