import type { Clock } from '../foundation/clock.ts';
import type { Call, Command, Limits } from './command.ts';
import type { RunEvent } from './event.ts';
import { type Leaving, mayLeaveWaiting } from './leave-waiting.ts';
import { makeCall } from './make-call.ts';
import { nextCommands } from './next-commands.ts';
import type { OpenRun } from './open-run.ts';
import type { Ports } from './ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';

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
export type Driving = { readonly by: string; readonly limits: Limits; readonly leaving: Leaving | undefined };

/**
 * Carries a run out: asks `nextCommands`, does what it says, records what happened. Calls to one region follow each
 * other, regions go side by side, and what changes anything is in the journal before it is done.
 */
export async function drive(open: OpenRun, driving: Driving, ports: Ports): Promise<DriveResult> {
  const { clock, journal } = ports;
  const recorder = createRecorder(open, { journal, clock, by: driving.by });
  const busy = new Map<string, Promise<void>>();
  try {
    return await driveOn(recorder, busy, driving, ports);
  } catch (bug) {
    // Whoever goes on must not have to wait for the lease of somebody who is gone.
    await Promise.allSettled(busy.values());
    await recorder.leave('time').catch(() => undefined);
    throw bug;
  }
}

async function driveOn(
  recorder: Recorder,
  busy: Map<string, Promise<void>>,
  { limits, leaving }: Driving,
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

  for (;;) {
    await recorder.quiet();
    if (recorder.lost) break;
    const now = clock.now();
    if (leaving && now >= leaving.at) return leave('time');
    const commands = nextCommands(recorder.state, now, limits);
    if (commands.length === 0) break;
    let until = Math.min(recorder.renewAt, leaving?.at ?? Number.POSITIVE_INFINITY);
    let decided = false;
    for (const command of commands) {
      if (command.do === 'wait') until = Math.min(until, command.until);
      else if ('region' in command) {
        if (busy.has(command.region)) continue;
        const call = makeCall(command, recorder, ports);
        busy.set(
          command.region,
          call.finally(() => busy.delete(command.region)),
        );
      } else {
        const weight = command.do === 'conclude' ? 'look' : 'intent';
        await recorder.record([eventOf(command, clock.now())], weight);
        decided = true;
      }
    }
    if (decided) continue;
    if (busy.size === 0 && leaving?.returns && mayLeaveWaiting(recorder.state, now)) return leave('waiting');
    await nextChange(busy, until - clock.now(), clock);
    if (clock.now() >= recorder.renewAt) await recorder.record([], 'fact');
  }
  // Only a call that outlasted the run's time is still on its way; whatever it answers, the run has ended.
  for (const late of busy.values()) late.catch(() => undefined);
  return result('finished');
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
async function nextChange(busy: ReadonlyMap<string, Promise<void>>, ms: number, clock: Clock): Promise<void> {
  const timer = new AbortController();
  try {
    await Promise.race([...busy.values(), clock.wait(Math.max(0, ms), timer.signal)]);
  } finally {
    timer.abort();
  }
}
