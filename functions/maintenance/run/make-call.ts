import type { Command } from './command.ts';
import { leaseForCallMs } from './lease.ts';
import { findBackups, inspect, look, measured } from './looks.ts';
import { isSure } from './next-call.ts';
import type { Ports } from './ports.ts';
import type { Recorder } from './recorder.ts';

/** A command that is carried out by a call to one region. */
export type Call = Extract<Command, { region: string }>;

/**
 * Why a call that was announced was not made after all: it must end before anybody else may act on the run, and what
 * the last look at its instances showed must still hold.
 */
const tooLate = {
  kind: 'unsent',
  code: 'lease',
  message: 'writing the journal took so long that the call was not made',
} as const;

/** Makes one call and records what came of it; what changes anything is announced in the journal first. */
export async function makeCall(command: Call, recorder: Recorder, ports: Ports): Promise<void> {
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
      const { keys, nodes } = await fleet.measure(region);
      const event = measured(recorder.state, region, keys, nodes, clock.now());
      return void (await recorder.record([event], 'look'));
    }
    case 'submit': {
      const { ids } = command;
      const announced = { type: 'submitting', at: clock.now(), region, ids } as const;
      if (!(await recorder.record([announced], 'intent'))) return;
      const sure = ids.every((id) => isSure(state.instances.get(id), clock.now()));
      const answer =
        sure && mayCall()
          ? await fleet.submit(region, state.rules.action, ids)
          : ({ kind: 'refused', failure: tooLate } as const);
      const at = clock.now();
      if (answer.kind === 'refused')
        await recorder.record([{ type: 'refused', at, region, ids, failure: answer.failure }], 'fact');
      else
        await recorder.record(
          [{ type: 'answered', at, region, ids, accepted: answer.accepted, rejected: answer.rejected }],
          'fact',
        );
      return;
    }
    case 'find-backups':
      return void (await recorder.record(
        [await findBackups(backups, state, region, command.ids, clock)],
        'look',
      ));
    case 'back-up': {
      const { id } = command;
      if (!(await recorder.record([{ type: 'backing-up', at: clock.now(), region, id }], 'intent'))) return;
      const answer = mayCall()
        ? await backups.make(region, id, `nightshift ${state.run}`)
        : ({ kind: 'refused', failure: tooLate } as const);
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
