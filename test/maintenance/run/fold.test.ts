import { describe, expect, test } from 'vitest';
import { askToCancel } from '../../../functions/maintenance/invocation/answer-command.ts';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import type { DriveResult } from '../../../functions/maintenance/run/driver.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { apply, fold } from '../../../functions/maintenance/run/fold.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { mayLeaveWaiting } from '../../../functions/maintenance/run/leave-waiting.ts';
import { nextCommands } from '../../../functions/maintenance/run/next-commands.ts';
import type { RunState } from '../../../functions/maintenance/run/state.ts';
import { tracking } from '../../../functions/maintenance/run/tally.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { runInInvocations } from './in-invocations.ts';
import { fleetOf } from './night.ts';
import { pause, run, type Stage, setStage } from './stage.ts';

const faults: readonly Fault[] = [
  { operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'call-refused', code: 'DCS.4111' } },
  { operation: 'RestartOrFlushInstances', after: 2, times: 1, effect: { kind: 'gateway-timeout' } },
  { operation: 'ListInstances', after: 4, times: 6, effect: { kind: 'throttled' } },
  {
    operation: 'RestartOrFlushInstances',
    matches: { instance: instanceIdOf('cache-5') },
    times: 1,
    effect: { kind: 'item-failed' },
  },
  {
    operation: 'ListInstances',
    after: 9,
    times: 1,
    effect: { kind: 'instance-vanishes', instance: instanceIdOf('cache-8') },
  },
];

/** Journals of runs that were driven to their end, whose events together are of every kind. */
type Recorded = { readonly events: readonly RunEvent[]; readonly state: RunState };

/** A night on which much goes wrong. */
async function badNight(): Promise<Recorded> {
  const instances = [...fleetOf(8), { name: 'frozen', status: 'FROZEN' }];
  const stage = setStage({ instances, job: { rollout: { concurrency: 3, maxFailures: 5 } }, faults });
  return recordOf(stage, await stage.perform());
}

/** A night of flushes that need a backup first, of which one is not to be had. */
async function nightOfBackups(): Promise<Recorded> {
  const stage = setStage({
    instances: fleetOf(3),
    job: { action: 'flush', destroysData: 'acknowledged', backup: 'required' },
    faults: [
      {
        operation: 'CopyInstance',
        matches: { instance: instanceIdOf('cache-2') },
        effect: { kind: 'call-refused', code: 'DCS.4800' },
      },
    ],
  });
  return recordOf(stage, await stage.perform());
}

/** A night over several invocations, which somebody cancels in the middle, and of which people are told. */
async function cancelledNight(): Promise<Recorded> {
  const stage = setStage({ instances: fleetOf(6), job: { rollout: { concurrency: 1 } } });
  const plan = () => planTask({ job: stage.job, windowEnd: null }, stage.fleet);
  const running = runInInvocations(stage, plan, { timeLimitMs: 90_000 });
  await pause(stage.clock, 100);
  await askToCancel(run, { ...stage, by: 'li.wei' });
  await running;
  const { events, position } = await stage.journal.read(run);
  const at = stage.clock.now();
  // What another run had in hand; what that changes has tests of its own.
  const anew = { type: 'measured-anew', at, region: 'beijing', ids: [], keys: [], nodes: [] } as const;
  const judged = { type: 'conditions-read', at, region: 'beijing', verdicts: [] } as const;
  const told = { type: 'told', at, told: [] } as const;
  const others = [anew, judged, told];
  await stage.journal.append(run, position, others);
  return { events: [...events, ...others], state: fold(others, fold(events)) };
}

async function recordOf(stage: Stage, driven: DriveResult | undefined): Promise<Recorded> {
  if (!driven) expect.unreachable('the run was not driven');
  return { events: (await stage.journal.read(run)).events, state: driven.open.state };
}

const journals = {
  'a bad night': await badNight(),
  'a night of backups': await nightOfBackups(),
  'a night that was cancelled': await cancelledNight(),
};

/** A kind of event that is not here is an error of types; the journals above must hold each but what stands in no run's own. */
const kinds: Readonly<Record<Exclude<RunEvent['type'], 'ending'>, true>> = {
  opened: true,
  held: true,
  left: true,
  'cancel-asked': true,
  observed: true,
  inspected: true,
  'look-failed': true,
  measured: true,
  'measured-anew': true,
  'conditions-read': true,
  submitting: true,
  answered: true,
  refused: true,
  securing: true,
  'backups-seen': true,
  'backing-up': true,
  'backup-begun': true,
  'backup-refused': true,
  secured: true,
  retrying: true,
  concluded: true,
  finished: true,
  told: true,
};

test('the journals below hold every kind of event', () => {
  const held = new Set(Object.values(journals).flatMap(({ events }) => events.map(({ type }) => type)));
  expect([...held].sort()).toEqual(Object.keys(kinds).sort());
});

describe.each(Object.entries(journals))('the journal of %s', (_, { events, state }) => {
  test('gives the state that the run ended with', () => {
    expect(fold(events)).toEqual(state);
    expect(state.finishedAt).toBeDefined();
  });

  test('gives it after a journey through JSON, too', () => {
    expect(fold(JSON.parse(JSON.stringify(events)))).toEqual(state);
  });

  test('gives the same state whether it is folded at once, event by event or in two parts', () => {
    let one: RunState | undefined;
    for (const [index, event] of events.entries()) {
      one = apply(one, event);
      expect(one).toEqual(fold(events.slice(0, index + 1)));
      expect(fold(events.slice(index + 1), one)).toEqual(state);
    }
  });

  test('asks and decides at every step as if none of its instances could be passed over', () => {
    let state: RunState | undefined;
    for (const event of events) {
      state = apply(state, event);
      // Of a run that was never opened, none only waits for its turn.
      const restless = {
        ...state,
        instances: tracking(state.instances.values(), Number.NEGATIVE_INFINITY),
      };
      const held = nothingHeld.with([...state.instances.keys()].slice(0, 1).map((id) => [id, 'another']));
      for (const seconds of [0, 7_200]) {
        const now = event.at + seconds * 1_000;
        expect(mayLeaveWaiting(state, now)).toBe(mayLeaveWaiting(restless, now));
        for (const until of [now, Number.POSITIVE_INFINITY])
          for (const others of [undefined, held]) {
            const limits = { startUntil: until, actUntil: until };
            expect(nextCommands(state, now, limits, others)).toEqual(
              nextCommands(restless, now, limits, others),
            );
          }
      }
    }
  });

  test('leaves the states on the way as they were', () => {
    const half = fold(events.slice(0, Math.floor(events.length / 2)));
    const said = () => structuredClone({ ...half, instances: [...half.instances.values()] });
    const before = said();
    fold(events.slice(Math.floor(events.length / 2)), half);
    expect(said()).toEqual(before);
  });
});

describe('a journal that cannot be folded', () => {
  test('is empty, or does not begin with "opened"', () => {
    expect(() => fold([])).toThrow(TypeError);
    const [, ...rest] = journals['a bad night'].events;
    expect(() => fold(rest)).toThrow('a journal begins with "opened"');
  });
});
