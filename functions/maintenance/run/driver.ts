import type { Clock } from '../foundation/clock.ts';
import { groupBy } from '../foundation/group-by.ts';
import type { Call, Command, Limits } from './command.ts';
import type { RunEvent } from './event.ts';
import { type Leaving, mayLeaveWaiting } from './leave-waiting.ts';
import { makeCall } from './make-call.ts';
import { nextCommands } from './next-commands.ts';
import type { OpenRun } from './open-run.ts';
import type { OtherRuns } from './other-runs.ts';
import type { Ports } from './ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { RunState } from './state.ts';
import { figuresFor } from './take-look.ts';

/**
 * How driving a run ended: to its end; because somebody else has taken it; or because only waiting is left to do
 * (`waiting`) or this invocation's time is over (`time`), and the next one goes on. `acted` tells whether this one
 * did anything at all.
 */
export type DriveResult = {
  readonly end: 'finished' | 'lost' | 'waiting' | 'time';
  readonly open: OpenRun;
  readonly acted: boolean;
};

/** Who drives, how long it may act and, where another invocation can go on, when it leaves. */
export type Driving = {
  readonly by: string;
  readonly limits: Limits;
  readonly leaving: Leaving | undefined;
  /** Absent where there can be no other run. */
  readonly others?: OtherRuns;
};

/**
 * Carries a run out: asks `nextCommands`, does what it says, records what happened. Calls to one region follow each
 * other, regions go side by side, and what changes anything is in the journal before it is done.
 */
export async function drive(open: OpenRun, driving: Driving, ports: Ports): Promise<DriveResult> {
  const { clock, journal } = ports;
  const recorder = createRecorder(open, { journal, clock, by: driving.by });
  const busy = new Map<string, Promise<void>>();
  const { run } = open.state;
  driving.others?.enter(run, recorder);
  try {
    return await driveOn(recorder, busy, driving, ports);
  } catch (bug) {
    // Whoever goes on must not have to wait for the lease of somebody who is gone.
    await Promise.allSettled(busy.values());
    await recorder.leave('time').catch(() => undefined);
    throw bug;
  } finally {
    driving.others?.leave(run);
  }
}

async function driveOn(
  recorder: Recorder,
  busy: Map<string, Promise<void>>,
  { limits, leaving, others }: Driving,
  ports: Ports,
): Promise<DriveResult> {
  const { clock } = ports;
  const result = (end: DriveResult['end']): DriveResult => ({
    end: recorder.lost ? 'lost' : end,
    open: recorder.open,
    acted: recorder.acted,
  });
  const leave = async (why: 'time' | 'waiting'): Promise<DriveResult> => {
    // What is on its way is heard out: an answer that nobody hears makes an outcome unknown.
    await Promise.all(busy.values());
    const left = result(why);
    await recorder.leave(why);
    return left;
  };

  const begin = (call: Call): void => {
    const made = makeCall(call, recorder, ports, limits, others);
    const lane = laneOf(call);
    busy.set(
      lane,
      made.finally(() => busy.delete(lane)),
    );
  };
  /**
   * What is to be sent is looked at whoever has it in hand, and that changes nothing. But for a flush, whose keys tell
   * whether it was carried out: another run that is done before it is looked for may have emptied what was counted here.
   */
  const readMeanwhile = (): void => {
    const now = clock.now();
    if (recorder.state.rules.action === 'flush' || (leaving && now >= leaving.at)) return;
    for (const command of nextCommands(recorder.state, now, limits))
      if (command.do === 'inspect' || command.do === 'measure') begin(command);
  };

  let lookedAt = Number.NEGATIVE_INFINITY;
  let isHeardOut = false;
  for (;;) {
    if (others && wantsLook(recorder.state, others, clock.now() - lookedAt)) {
      const looking = lookAround(others, recorder, ports);
      if (lookedAt === Number.NEGATIVE_INFINITY) readMeanwhile();
      await Promise.race([looking, Promise.all(busy.values()).then(() => looking)]);
      lookedAt = clock.now();
    }
    await recorder.quiet();
    if (recorder.failure !== undefined) throw recorder.failure;
    if (recorder.lost) break;
    const now = clock.now();
    if (leaving && now >= leaving.at) return leave('time');
    if (now >= limits.actUntil && !isHeardOut) {
      isHeardOut = true;
      await nextChange([Promise.all(busy.values())], lastWordMs, clock);
      continue;
    }
    const commands = nextCommands(recorder.state, now, limits, others?.held);
    if (commands.length === 0) break;
    let until = Math.min(recorder.renewAt, leaving?.at ?? Number.POSITIVE_INFINITY);
    if (others && others.held.size > 0) until = Math.min(until, lookedAt + recorder.state.rules.settle.poll);
    let decided = false;
    for (const command of commands) {
      if (command.do === 'wait') until = Math.min(until, command.until);
      else if ('region' in command) {
        if (!busy.has(laneOf(command))) begin(command);
      } else {
        const weight = command.do === 'conclude' ? 'look' : 'intent';
        await recorder.record([eventOf(command, clock.now())], weight);
        decided = true;
      }
    }
    if (decided) continue;
    if (
      busy.size === 0 &&
      leaving?.returns &&
      !isPatient(recorder.state, others, now) &&
      mayLeaveWaiting(recorder.state, now)
    )
      return leave('waiting');
    await nextChange([...busy.values()], until - clock.now(), clock);
    if (clock.now() >= recorder.renewAt) await recorder.record([], 'fact');
  }
  return result('finished');
}

/** Calls of one lane follow each other. What is in flight is not out of sight because metrics are long in coming. */
function laneOf(call: Call): string {
  return call.do === 'judge' ? `metrics of ${call.region}` : call.region;
}

/** Calls that only read end with the time there is: how they do is waited for, since it says what was waited for. Milliseconds. */
const lastWordMs = 2_000;

/** What another run has in hand may be free soon: for as long as the function waits for anything, it waits for that. */
function isPatient({ openedAt, rules }: RunState, others: OtherRuns | undefined, now: number): boolean {
  return others !== undefined && others.held.size > 0 && now < openedAt + rules.settle.inFunction;
}

/** Before anything begins, and every poll while others have something of it in hand. */
function wantsLook({ instances, rules }: RunState, { held }: OtherRuns, sinceMs: number): boolean {
  if (held.size > 0) return sinceMs >= rules.settle.poll;
  if (sinceMs < Number.POSITIVE_INFINITY) return false;
  for (const { phase } of instances.values()) if (phase.kind === 'waiting') return true;
  return false;
}

/** What another run is done with is measured and looked at anew: what it lost there, this run's turn has not cost it. */
async function lookAround(others: OtherRuns, recorder: Recorder, { fleet, clock }: Ports): Promise<void> {
  const before = others.held;
  const held = await others.look(recorder.state);
  const { instances } = recorder.state;
  const freed = [...held.freedSince(before)].flatMap((id) => instances.get(id) ?? []);
  const waiting = freed.filter(({ phase }) => phase.kind === 'waiting').map(({ planned }) => planned);
  for (const [region, its] of groupBy(waiting, ({ region }) => region)) {
    const free = its.map(({ id }) => id);
    const { keys, nodes } = await fleet.measure(region, figuresFor(recorder.state, free));
    const isFree = ([id]: readonly [string, unknown]) => free.includes(id);
    const figures = { ids: free, keys: [...keys].filter(isFree), nodes: [...nodes].filter(isFree) };
    await recorder.record([{ type: 'measured-anew', at: clock.now(), region, ...figures }], 'look');
  }
}

/** What is decided goes into the journal as it is. */
function eventOf(command: Exclude<Command, Call | { do: 'wait' }>, at: number): RunEvent {
  switch (command.do) {
    case 'conclude':
      return { type: 'concluded', at, conclusions: command.conclusions };
    case 'secure':
      return { type: 'securing', at, ids: command.ids };
    case 'note-secured':
      return { type: 'secured', at, secured: command.secured };
    case 'retry':
      return { type: 'retrying', at, retries: command.retries };
    case 'finish':
      return { type: 'finished', at };
    default:
      return command satisfies never;
  }
}

/** Waits for the first call to be answered, or for the time to come. */
async function nextChange(calls: readonly Promise<unknown>[], ms: number, clock: Clock): Promise<void> {
  // Most waits are for nothing but time.
  if (calls.length === 0) return clock.wait(Math.max(0, ms));
  const timer = new AbortController();
  try {
    await Promise.race([...calls, clock.wait(Math.max(0, ms), timer.signal)]);
  } finally {
    // Without a reason, an error with its stack would be made of every one.
    timer.abort('no longer waited for');
  }
}
