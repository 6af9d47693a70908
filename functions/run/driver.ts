import { advance } from './advance.ts';
import { fold } from './apply.ts';
import type { Backups } from './backups.ts';
import type { Clock } from './clock.ts';
import type { Command, Limits } from './command.ts';
import type { RunEvent } from './event.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import { findBackups, inspect, look, measured } from './looks.ts';
import type { RunState } from './state.ts';

/** What a run needs of the world. */
export type Ports = {
  readonly fleet: Fleet;
  readonly backups: Backups;
  readonly journal: Journal;
  readonly clock: Clock;
};

/** How driving a run ended: to its end, or because somebody else writes its journal. */
export type DriveResult = { readonly end: 'finished' | 'lost'; readonly state: RunState };

/** A run as its journal has it. */
export type OpenRun = { readonly state: RunState; readonly position: number };

type Call = Extract<Command, { region: string }>;

/**
 * Carries a run out: asks `advance`, does what it says, appends what happened. Calls to one region follow each
 * other, regions go side by side, and nothing is folded that the journal did not take.
 */
export async function drive(open: OpenRun, limits: Limits, ports: Ports): Promise<DriveResult> {
  const { fleet, backups, journal, clock } = ports;
  let { state, position } = open;
  let lost = false;
  const busy = new Map<string, Promise<void>>();

  /** False when another invocation appended first: then this one must not act any more. */
  const record = serially(async (events: readonly RunEvent[]): Promise<boolean> => {
    if (lost || events.length === 0) return !lost;
    const next = await journal.append(state.run, position, events);
    if (next === undefined) {
      lost = true;
      return false;
    }
    position = next;
    state = fold(events, state);
    return true;
  });

  const call = async (command: Call): Promise<void> => {
    const { region } = command;
    switch (command.do) {
      case 'look':
        return void (await record([await look(fleet, state, region, clock)]));
      case 'inspect':
        return void (await record([await inspect(fleet, region, command.ids, clock)]));
      case 'measure': {
        const { keys, nodes } = await fleet.measure(region);
        return void (await record([measured(state, region, keys, nodes, clock.now())]));
      }
      case 'submit': {
        const { ids } = command;
        if (!(await record([{ type: 'submitting', at: clock.now(), region, ids }]))) return;
        const answer = await fleet.submit(region, state.rules.action, ids);
        const at = clock.now();
        if (answer.kind === 'refused')
          await record([{ type: 'refused', at, region, ids, failure: answer.failure }]);
        else
          await record([
            { type: 'answered', at, region, ids, accepted: answer.accepted, rejected: answer.rejected },
          ]);
        return;
      }
      case 'find-backups':
        return void (await record([await findBackups(backups, state, region, command.ids, clock)]));
      case 'back-up': {
        const { id } = command;
        if (!(await record([{ type: 'backing-up', at: clock.now(), region, id }]))) return;
        const answer = await backups.make(region, id, `nightshift ${state.run}`);
        const at = clock.now();
        if (answer.kind === 'begun')
          await record([{ type: 'backup-begun', at, region, id, backup: answer.backup }]);
        else await record([{ type: 'backup-refused', at, region, id, failure: answer.failure }]);
        return;
      }
      default:
        return command satisfies never;
    }
  };

  while (!lost) {
    const commands = advance(state, clock.now(), limits);
    if (commands.length === 0) break;
    let until = Number.POSITIVE_INFINITY;
    let decided = false;
    for (const command of commands) {
      switch (command.do) {
        case 'conclude':
          decided = await record([{ type: 'concluded', at: clock.now(), conclusions: command.conclusions }]);
          break;
        case 'secure':
          decided = await record([{ type: 'securing', at: clock.now(), ids: command.ids }]);
          break;
        case 'note-secured':
          decided = await record([{ type: 'secured', at: clock.now(), secured: command.secured }]);
          break;
        case 'retry':
          decided = await record([{ type: 'retrying', at: clock.now(), retries: command.retries }]);
          break;
        case 'finish':
          decided = await record([{ type: 'finished', at: clock.now() }]);
          break;
        case 'wait':
          until = Math.min(until, command.until);
          break;
        default:
          if (!busy.has(command.region))
            busy.set(
              command.region,
              call(command).finally(() => busy.delete(command.region)),
            );
      }
    }
    if (!decided && !lost) await nextChange(busy, until - clock.now(), clock);
  }
  // Only a call that outlasted the run's time is still on its way; whatever it answers, the run has ended.
  for (const late of busy.values()) late.catch(() => undefined);
  return { end: lost ? 'lost' : 'finished', state };
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

/** Runs calls of an async function one after another, in the order they were made. */
function serially<Args extends unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const next = last.then(() => work(...args));
    last = next.catch(() => undefined);
    return next;
  };
}
