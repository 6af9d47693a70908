import type { Clock } from '../foundation/clock.ts';
import { inBatches } from '../foundation/in-batches.ts';
import type { Instance } from '../plan/instance.ts';
import { CallError, type CallFailure } from './call-failure.ts';
import { doubtedPollMs, isSure } from './choose-call.ts';
import type { Call } from './command.ts';
import type { BackupSight, RunEvent, Sighting } from './event.ts';
import type { Backups, Fleet, Measurements, SubmitAnswer } from './fleet.ts';
import { leaseForCallMs } from './lease.ts';
import type { OtherRuns } from './other-runs.ts';
import type { Ports } from './ports.ts';
import type { Recorder } from './recorder.ts';
import { sightOf } from './securing.ts';
import type { RunState } from './state.ts';

/**
 * Why a call that was announced was not made after all: it must end before anybody else may act on the run, and what
 * the last look at its instances showed must still hold.
 */
const tooLate = {
  kind: 'unsent',
  code: 'lease',
  message: 'writing the journal took so long that the call was not made',
} as const;

/** Nothing went out: its turn comes when the other run is done with it. */
function inHandOf(run: string): CallFailure {
  const message = `the run ${run} was working on it, so the call was not made`;
  return { kind: 'unsent', code: 'in-hand', message };
}

/** Makes one call and records what came of it; what changes anything is announced in the journal first. */
export async function makeCall(
  command: Call,
  recorder: Recorder,
  ports: Ports,
  others?: OtherRuns,
): Promise<void> {
  const { fleet, backups, clock } = ports;
  const { region } = command;
  const { state } = recorder;
  const mayCall = () => (recorder.state.lease?.until ?? 0) - clock.now() >= leaseForCallMs;
  switch (command.do) {
    case 'look':
      return void (await recorder.record([await look(fleet, state, region, clock)], 'look'));
    case 'inspect':
      return void (await recorder.record([await inspect(fleet, region, command.ids, clock)], 'look'));
    case 'measure': {
      const figures = { ...(await fleet.measure(region)), asked: command.ids };
      const event = measured(recorder.state, region, figures, clock.now());
      return void (await recorder.record([event], 'look'));
    }
    case 'submit': {
      const { ids } = command;
      const announced = { type: 'submitting', at: clock.now(), region, ids } as const;
      if (!(await recorder.record([announced], 'intent'))) return;
      // Only now: of two that announce the same instance at once, at least one sees the other.
      const held = await others?.look(recorder.state);
      const taken = ids.flatMap((id) => held?.get(id) ?? [])[0];
      const sure = ids.every((id) => isSure(state.instances.get(id), clock.now()));
      const answer =
        taken === undefined && sure && mayCall()
          ? await lookingMeanwhile(fleet.submit(region, state.rules.action, ids), region, recorder, ports)
          : ({ kind: 'refused', failure: taken === undefined ? tooLate : inHandOf(taken) } as const);
      const at = clock.now();
      if (answer.kind === 'refused')
        await recorder.record([{ type: 'refused', at, region, ids, failure: answer.failure }], 'fact');
      else await recorder.record([answered(region, ids, answer, at)], 'fact');
      return;
    }
    case 'find-backups':
      return void (await recorder.record(
        await findBackups(backups, state, region, command.ids, clock),
        'look',
      ));
    case 'back-up': {
      const { id } = command;
      if (!(await recorder.record([{ type: 'backing-up', at: clock.now(), region, id }], 'intent'))) return;
      const taken = (await others?.look(recorder.state))?.get(id);
      // That took its time: it may have been concluded meanwhile, and the run with it.
      if (recorder.state.instances.get(id)?.phase.kind === 'done') return;
      const answer =
        taken === undefined && mayCall()
          ? await backups.make(region, id, `nightshift ${state.run}`)
          : ({ kind: 'refused', failure: taken === undefined ? tooLate : inHandOf(taken) } as const);
      const at = clock.now();
      if (answer.kind === 'begun')
        await recorder.record([{ type: 'backup-begun', at, region, id, backup: answer.backup }], 'fact');
      else
        await recorder.record([{ type: 'backup-refused', at, region, id, failure: answer.failure }], 'fact');
      return;
    }
    default:
      return command satisfies never;
  }
}

function answered(
  region: string,
  ids: readonly string[],
  { accepted, rejected, odd = [], requestId }: Extract<SubmitAnswer, { kind: 'answered' }>,
  at: number,
): RunEvent {
  return { type: 'answered', at, region, ids, accepted, rejected, requestId, ...(odd.length > 0 && { odd }) };
}

/**
 * Waits for an answer, and looks at the region while that hangs: where it never comes, nobody could say otherwise
 * whether an action came and went meanwhile.
 */
async function lookingMeanwhile(
  answer: Promise<SubmitAnswer>,
  region: string,
  recorder: Recorder,
  { fleet, clock }: Ports,
): Promise<SubmitAnswer> {
  const over = new AbortController();
  const heard = answer.finally(() => over.abort());
  for (;;) {
    await Promise.race([heard, clock.wait(doubtedPollMs, over.signal)]);
    if (over.signal.aborted) return heard;
    const seen = look(fleet, recorder.state, region, clock);
    const event = await Promise.race([heard.then(() => undefined), seen]);
    if (event === undefined) return heard;
    await recorder.record([event], 'look');
  }
}

/** Lists a region; a list that cannot be had is an event too. */
export async function look(fleet: Fleet, state: RunState, region: string, clock: Clock): Promise<RunEvent> {
  try {
    const instances = await fleet.list(region);
    return { type: 'observed', at: clock.now(), region, changes: whatChanged(state, region, instances) };
  } catch (error) {
    return { type: 'look-failed', at: clock.now(), region, failure: failureOf(error) };
  }
}

/** Looks at instances one by one. */
export async function inspect(
  fleet: Fleet,
  region: string,
  ids: readonly string[],
  clock: Clock,
): Promise<RunEvent> {
  try {
    const shown = await inBatches(ids, async (id) => {
      const found = await fleet.show(region, id);
      return { id, found, readAt: clock.now() };
    });
    const at = clock.now();
    const sightings = shown.map(({ id, found, readAt }) => ({
      id,
      ...('none' in found
        ? { status: 'GONE', idle: false, updatedAt: undefined, cause: found.none }
        : { status: found.status, idle: found.idle, updatedAt: found.updatedAt }),
      ...(at - readAt >= 1_000 && { age: at - readAt }),
    }));
    return { type: 'inspected', at, region, sightings };
  } catch (error) {
    return { type: 'look-failed', at: clock.now(), region, failure: failureOf(error) };
  }
}

/** Keeps of a region's figures those of the run's instances: all at first, later those that wait for theirs. */
export function measured(
  state: RunState,
  region: string,
  { keys, nodes, asked, ...unread }: Measurements & { readonly asked: readonly string[] },
  at: number,
): RunEvent {
  const first = state.regions.get(region)?.baseline !== true;
  const wanted = new Set(asked);
  const its = ([id]: readonly [string, unknown]) => {
    const one = state.instances.get(id);
    return one?.planned.region === region && (first || wanted.has(id) || one.phase.kind === 'watching');
  };
  return {
    type: 'measured',
    at,
    region,
    keys: [...keys].filter(its),
    nodes: [...nodes].filter(its),
    ...(asked.length > 0 && { asked }),
    ...unread,
  };
}

/** What an adapter throws is a `CallError`; anything else is a bug and must not look like the cloud's doing. */
function failureOf(error: unknown): CallFailure {
  if (error instanceof CallError) return error.failure;
  throw error;
}

/**
 * Lists the backups of instances, and keeps what matters of them. A permission can be missing for single instances;
 * every other failure is that of all.
 */
export async function findBackups(
  backups: Backups,
  state: RunState,
  region: string,
  ids: readonly string[],
  clock: Clock,
): Promise<readonly RunEvent[]> {
  const denied: RunEvent[] = [];
  try {
    const seen = await inBatches(ids, async (id): Promise<readonly BackupSight[]> => {
      const phase = state.instances.get(id)?.phase;
      const stage = phase?.kind === 'securing' ? phase.stage : ({ step: 'none' } as const);
      try {
        return [sightOf(id, await backups.list(region, id), stage)];
      } catch (error) {
        const failure = failureOf(error);
        if (failure.permission === undefined) throw error;
        denied.push({ type: 'look-failed', at: clock.now(), region, failure, backupsOf: [id] });
        return [];
      }
    });
    return [...denied, { type: 'backups-seen', at: clock.now(), region, seen: seen.flat() }];
  } catch (error) {
    return [
      ...denied,
      { type: 'look-failed', at: clock.now(), region, failure: failureOf(error), backupsOf: ids },
    ];
  }
}

/** What a list of a region shows differently from what the run last saw; the journal keeps only that. */
export function whatChanged(
  state: RunState,
  region: string,
  listed: readonly Instance[],
): readonly Sighting[] {
  const byId = new Map(listed.map((instance) => [instance.id, instance]));
  const changes: Sighting[] = [];
  for (const id of state.regions.get(region)?.ids ?? []) {
    const seen = state.instances.get(id)?.seen;
    const found = byId.get(id);
    const now: Sighting = found
      ? { id, status: found.status, idle: found.idle, updatedAt: found.updatedAt }
      : { id, status: 'MISSING', idle: false, updatedAt: undefined };
    // A list cannot see what DCS says is gone for good; a deleted instance stays deleted.
    if (now.status === 'MISSING' && seen?.status === 'GONE') continue;
    if (now.status !== seen?.status || now.idle !== seen.idle || now.updatedAt !== seen.updatedAt)
      changes.push(now);
  }
  return changes;
}
