import { expect, test } from 'vitest';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedDuringBackup, acceptedSince } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, startAt } from './night.ts';
import { pause, type Stage, setStage } from './stage.ts';

const id = instanceIdOf('cache-1');
const backupSeconds = 300;

/** Begins a backup some seconds after a first call was announced, and takes part in nothing else. */
async function acceptedBeside(stage: Stage, ports?: Partial<Ports>): Promise<readonly string[]> {
  const driven = await stage.perform(ports);
  expect(driven?.end).toBe('finished');
  const { open } = driven ?? expect.unreachable('it was not opened');
  const outcomes = [...open.state.instances.values()].map(({ phase }) =>
    phase.kind === 'done' ? phase.conclusion.outcome : phase.kind,
  );
  expect(new Set(outcomes)).toEqual(new Set(['succeeded']));
  expect(acceptedSince(stage.dcs.log.entries(), startAt + backupSeconds * 1_000)).not.toHaveLength(0);
  return acceptedDuringBackup(stage.dcs.log.entries());
}

test('a call that was throttled is preceded by a new look: a backup that began meanwhile is not cut short', async () => {
  const stage = setStage({
    instances: fleetOf(1),
    faults: [
      {
        operation: 'RestartOrFlushInstances',
        times: 1,
        effect: { kind: 'throttled', retryAfterSeconds: 20 },
      },
    ],
  });
  void pause(stage.clock, 5).then(() => stage.dcs.startBackup(id, backupSeconds));
  expect(await acceptedBeside(stage)).toEqual([]);
});

test('a call whose announcement took long is not made by what a look showed half a minute before', async () => {
  const stage = setStage({ instances: fleetOf(2) });
  // One look is answered at once, the other twenty seconds later: by then the first is as old.
  const fleet: Fleet = {
    ...stage.fleet,
    async show(region, instance) {
      const shown = await stage.fleet.show(region, instance);
      if (instance !== id) await pause(stage.clock, 20);
      return shown;
    },
  };
  let slow = true;
  const journal: Journal = {
    read: stage.journal.read,
    async append(run, position, events) {
      if (slow && events.some(({ type }) => type === 'submitting')) {
        slow = false;
        stage.dcs.startBackup(id, backupSeconds);
        // Shorter than what the lease of a minute leaves for the call.
        await pause(stage.clock, 15);
      }
      return stage.journal.append(run, position, events);
    },
  };
  expect(await acceptedBeside(stage, { fleet, journal })).toEqual([]);
});
