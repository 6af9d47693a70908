import { type CallFailure, nothingNew } from './call-failure.ts';
import { doubtedPollMs, isSure } from './choose-call.ts';
import { closedFor } from './closed.ts';
import type { Call, Limits } from './command.ts';
import { needsJudging } from './conditions-of-turn.ts';
import type { RunEvent } from './event.ts';
import type { SubmitAnswer } from './fleet.ts';
import type { Held } from './held.ts';
import { nothingHeld } from './in-hand.ts';
import { leaseForCallMs } from './lease.ts';
import type { OtherRuns } from './other-runs.ts';
import type { Ports } from './ports.ts';
import { readVerdicts } from './read-verdicts.ts';
import { readinessOf } from './readiness.ts';
import type { Recorder } from './recorder.ts';
import { standingOf } from './standing.ts';
import type { RunState } from './state.ts';
import { figuresFor, figuresWanted, findBackups, inspect, look, measured } from './take-look.ts';

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
  limits: Limits,
  others?: OtherRuns,
): Promise<void> {
  const { fleet, backups, clock } = ports;
  const { region } = command;
  const { state } = recorder;
  /** Why what was announced is not done: announcing it took its time, and regions go side by side. */
  const notAfterAll = (ids: readonly string[], held: Held): CallFailure | undefined => {
    const now = clock.now();
    const holder = ids.flatMap((id) => held.get(id) ?? [])[0];
    if (holder !== undefined) return inHandOf(holder);
    const closed = closedFor(recorder.state, standingOf(recorder.state, now), now, limits);
    if (closed) return { kind: 'unsent', code: nothingNew, message: closed.reason };
    const unmet = ids.flatMap((id) => unmetBy(id, recorder.state, now))[0];
    if (unmet !== undefined) return { kind: 'unsent', code: nothingNew, message: unmet };
    return (recorder.state.lease?.until ?? 0) - now >= leaseForCallMs ? undefined : tooLate;
  };
  switch (command.do) {
    case 'look':
      return void (await recorder.record([await look(fleet, state, region, clock)], 'look'));
    case 'inspect': {
      const { ids, figuresOf } = command;
      const looking = inspect(fleet, region, ids, clock, state).then((event) =>
        recorder.record([event], 'look'),
      );
      const measuring = figuresOf && measure(region, figuresOf, recorder, ports);
      return void (await Promise.all([looking, measuring]));
    }
    case 'judge':
      return judge(region, command.ids, recorder, ports);
    case 'measure':
      return measure(region, command.ids, recorder, ports);
    case 'submit': {
      const { ids } = command;
      const announced = { type: 'submitting', at: clock.now(), region, ids } as const;
      const held = await announce(announced, recorder, others);
      if (!held) return;
      const sure = ids.every((id) => {
        const one = state.instances.get(id);
        return isSure(one, clock.now()) && !needsJudging(one, state.rules, clock.now());
      });
      const failure = notAfterAll(ids, held) ?? (sure ? undefined : tooLate);
      const answer = failure
        ? ({ kind: 'refused', failure } as const)
        : await lookingMeanwhile(fleet.submit(region, state.rules.action, ids), region, recorder, ports);
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
      const held = await announce({ type: 'backing-up', at: clock.now(), region, id }, recorder, others);
      if (!held) return;
      // That took its time: it may have been concluded meanwhile, and the run with it.
      if (recorder.state.instances.get(id)?.phase.kind === 'done') return;
      const failure = notAfterAll([id], held);
      const answer = failure
        ? ({ kind: 'refused', failure } as const)
        : await backups.make(region, id, `nightshift ${state.run}`);
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

/** Why an instance may not be started now though it might when its call was announced. */
function unmetBy(id: string, state: RunState, now: number): readonly string[] {
  const one = state.instances.get(id);
  const readiness = one && readinessOf(one, state, now);
  if (readiness?.kind === 'never') return [readiness.reason];
  return readiness?.kind === 'waits' && readiness.unmet ? [readiness.unmet().reason] : [];
}

/**
 * Puts what is about to be done into the journal, and looks only then at what others have in hand: of two that announce
 * the same instance at once, at least one sees the other. While the journal makes certain that it is there, the look is
 * under way; it is made anew where it was not. `undefined` when it may not be done.
 */
async function announce(
  event: RunEvent,
  recorder: Recorder,
  others: OtherRuns | undefined,
): Promise<Held | undefined> {
  let looking: Promise<Held> | undefined;
  const look = () => {
    looking = others?.look(recorder.state);
    // It is heard below, unless it counts no longer.
    looking?.catch(() => undefined);
  };
  if (!(await recorder.record([event], 'intent', look))) return undefined;
  return (await (looking ?? others?.look(recorder.state))) ?? nothingHeld;
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
  // Without a reason, an error with its stack would be made of every one.
  const heard = answer.finally(() => over.abort('it was answered'));
  for (;;) {
    await Promise.race([heard, clock.wait(doubtedPollMs, over.signal)]);
    if (over.signal.aborted) return heard;
    const seen = look(fleet, recorder.state, region, clock);
    const event = await Promise.race([heard.then(() => undefined), seen]);
    if (event === undefined) return heard;
    await recorder.record([event], 'look');
  }
}

async function measure(
  region: string,
  asked: readonly string[],
  recorder: Recorder,
  { fleet, clock }: Ports,
): Promise<void> {
  const { state } = recorder;
  const isWanted = figuresWanted(state, region, asked);
  const ids = (state.regions.get(region)?.ids ?? []).filter(isWanted);
  const figures = { ...(await fleet.measure(region, figuresFor(state, ids))), asked };
  await recorder.record([measured(recorder.state, region, figures, clock.now())], 'look');
}

/** So long a look at metrics may take: who is not judged by then is as one of whom nothing is known. Milliseconds. */
const judgingMs = 20_000;

async function judge(
  region: string,
  ids: readonly string[],
  recorder: Recorder,
  { metrics, clock }: Ports,
): Promise<void> {
  const { conditions, windowEnd } = recorder.state.rules;
  const now = clock.now();
  const until = Math.min(now + judgingMs, windowEnd ?? Number.POSITIVE_INFINITY);
  const wanted = { region, ids, rules: conditions?.rules ?? [], now, until };
  const verdicts = await readVerdicts(metrics, wanted);
  await recorder.record(
    [{ type: 'conditions-read', at: clock.now(), region, verdicts: [...verdicts] }],
    'look',
  );
}
