import { describe, expect, test } from 'vitest';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { Backups, MakeAnswer } from '../../../functions/maintenance/run/fleet.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseForCallMs, leaseMs } from '../../../functions/maintenance/run/lease.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import { calling, holding, region } from './calling.ts';
import { startAt } from './night.ts';
import { run } from './stage.ts';

const failure: CallFailure = { kind: 'denied', code: 'DCS.4003', message: 'no right' };

describe('a call for a backup', () => {
  const making = async (answer: MakeAnswer, spoilt?: (stage: Ports) => Partial<Ports>) => {
    const remarks: string[] = [];
    const make: Backups['make'] = async (_, __, remark) => {
      remarks.push(remark);
      return answer;
    };
    const its = await calling((stage) => ({ backups: { ...stage.backups, make }, ...spoilt?.(stage) }));
    const [id = ''] = its.ids;
    return { ...its, remarks, id, command: { do: 'back-up', region, id } as const };
  };
  const begun: MakeAnswer = { kind: 'begun', backup: 'b-1' };
  const at = startAt;

  test('is announced, and then which one was begun is recorded', async () => {
    const { make, command, id, remarks, events } = await making(begun);
    await make(command);
    expect(remarks).toEqual([`nightshift ${run}`]);
    expect(await events()).toStrictEqual([
      { type: 'backing-up', at, region, id },
      { type: 'backup-begun', at, region, id, backup: 'b-1' },
    ]);
  });

  test('that is refused is recorded with why', async () => {
    const { make, command, id, events } = await making({ kind: 'refused', failure });
    await make(command);
    expect((await events())[1]).toStrictEqual({ type: 'backup-refused', at, region, id, failure });
  });

  test('is not made when the lease does not outlast it', async () => {
    const slowly = ({ journal, clock }: Ports) => ({
      journal: {
        ...journal,
        async append(...all: Parameters<Journal['append']>) {
          const position = await journal.append(...all);
          await clock.wait(leaseMs - leaseForCallMs + 1);
          return position;
        },
      },
    });
    const { make, id, remarks, command, events } = await making(begun, slowly);
    await make(command);
    expect(remarks).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ type: 'backup-refused', id, failure: { code: 'lease' } });
  });

  test('is not made when another run has the instance in hand', async () => {
    const { make, id, remarks, command, events } = await making(begun);
    await make(command, holding([id, 'weekly']));
    expect(remarks).toEqual([]);
    const unsent = { kind: 'unsent', code: 'in-hand' };
    expect((await events()).at(-1)).toMatchObject({ type: 'backup-refused', id, failure: unsent });
  });

  test('is not made when its instance was concluded while others were looked at', async () => {
    const { make, id, recorder, remarks, command, events } = await making(begun);
    const look = async () => {
      const conclusions = [{ id, outcome: 'refused', code: 'backup-late', reason: 'it is late' }] as const;
      await recorder.record([{ type: 'concluded', at, conclusions }], 'fact');
      return nothingHeld;
    };
    await make(command, { ...holding(), look });
    expect(remarks).toEqual([]);
    expect((await events()).map(({ type }) => type)).toEqual(['backing-up', 'concluded']);
  });

  test('is not made when nothing new may start by then', async () => {
    const { makeWithin, id, remarks, command, events, recorder } = await making(begun);
    await recorder.record([{ type: 'securing', at, ids: [id] }], 'fact');
    await makeWithin({ startUntil: startAt, actUntil: startAt + 10_000 }, command, holding());
    expect(remarks).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ type: 'backup-refused', failure: { kind: 'unsent' } });
    expect(recorder.state.instances.get(id)?.phase.kind).toBe('waiting');
    expect(recorder.state.regions.get(region)).toMatchObject({ setbacks: 0 });
  });

  test('is given up when the journal has news', async () => {
    const { make, command, journal, remarks, events } = await making(begun);
    const { position } = await journal.read(run);
    await journal.append(run, position, [{ type: 'cancel-asked', at, by: 'li.wei' }]);
    await make(command);
    expect(remarks).toEqual([]);
    expect((await events()).map(({ type }) => type)).toEqual(['cancel-asked']);
  });
});
