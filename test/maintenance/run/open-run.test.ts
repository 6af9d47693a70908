import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseAt, leaseMs } from '../../../functions/maintenance/run/lease.ts';
import { closeUnbegun, takeUpRun } from '../../../functions/maintenance/run/open-run.ts';
import { fleetOf, startAt } from './night.ts';
import { run, setStage } from './stage.ts';

const stage = () => setStage({ instances: [...fleetOf(2), ...fleetOf(1, { region: 'cn-east-3' }, 'east')] });
const typesIn = async (journal: Journal) => (await journal.read(run)).events.map(({ type }) => type);
const submitting = (ids: readonly string[]): RunEvent => ({
  type: 'submitting',
  at: startAt,
  region: 'beijing',
  ids,
});

/** A run that somebody opened, who then did this and is gone. */
async function leftBy(...did: readonly RunEvent[]) {
  const { clock, journal, open } = stage();
  const opened = await open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  if (did.length > 0) await journal.append(run, opened.position, did);
  await clock.wait(leaseMs);
  const takeUp = () => takeUpRun(run, { journal, clock, by: 'second' });
  return { clock, journal, open, opened, takeUp, ids: [...opened.state.instances.keys()] };
}

describe('a run', () => {
  test('that is not in the journal is opened, and the same run is taken up after that', async () => {
    const { journal, clock, open } = stage();
    const first = await open();
    expect(first).toMatchObject({ kind: 'mine', repeated: false, appends: 1 });
    await clock.wait(leaseMs);
    const second = await open({}, 'second');
    const { events, position, appends } = await journal.read(run);
    expect(second).toEqual({ kind: 'mine', repeated: true, appends, position, state: fold(events) });
    expect(appends).toBe(2);
  });

  test('that somebody else holds is not taken up before his lease is over', async () => {
    const { open } = stage();
    await open();
    expect(await open({}, 'second')).toEqual({
      kind: 'held',
      lease: { by: 'first', until: startAt + leaseMs },
    });
  });

  test('that nobody opened is none', async () => {
    const { journal, clock } = stage();
    expect(await takeUpRun(run, { journal, clock, by: 'first' })).toEqual({ kind: 'none' });
  });

  test('that somebody else takes up at the same moment is his', async () => {
    const { journal, clock } = await leftBy();
    const quicker: Journal = {
      ...journal,
      async append(id, position, events) {
        await journal.append(id, position, [leaseAt(clock.now(), 'third')]);
        return journal.append(id, position, events);
      },
    };
    const found = await takeUpRun(run, { journal: quicker, clock, by: 'second' });
    expect(found).toMatchObject({ kind: 'held', lease: { by: 'third' } });
  });

  test('that has finished is over when people were told, and is taken up before that', async () => {
    const finished: RunEvent = { type: 'finished', at: startAt };
    const told: RunEvent = { type: 'told', at: startAt, told: [] };
    const over = await leftBy(finished, told);
    const { events } = await over.journal.read(run);
    expect(await over.takeUp()).toEqual({ kind: 'over', state: fold(events) });
    expect(await (await leftBy(finished)).takeUp()).toMatchObject({ kind: 'mine' });
  });

  test('that somebody else opens while it is planned is his', async () => {
    const { journal, open } = stage();
    const quicker: Journal = {
      ...journal,
      async append(id, position, events) {
        if (position === 0) await journal.append(id, 0, [...events.slice(0, 1), leaseAt(startAt, 'third')]);
        return journal.append(id, position, events);
      },
    };
    expect(await open({ journal: quicker })).toMatchObject({ kind: 'held', lease: { by: 'third' } });
  });

  test('is opened without waiting for it to be certain: nothing is done before the next append', async () => {
    const { journal, open } = stage();
    const besides: unknown[] = [];
    const append: Journal['append'] = (...call) => {
      besides.push(call[3]);
      return journal.append(...call);
    };
    await open({ journal: { ...journal, append } });
    expect(besides).toEqual([{ lookLater: true }]);
  });

  test('that nobody has begun is closed for good, and read only where something stands there', async () => {
    const { journal, open } = stage();
    let reads = 0;
    const read: Journal['read'] = (id) => {
      reads += 1;
      return journal.read(id);
    };
    const close = () => closeUnbegun(run, { journal: { ...journal, read } });
    expect([await close(), reads]).toEqual([true, 0]);
    expect([await close(), reads]).toEqual([true, 1]);
    await expect(open()).rejects.toMatchObject({ code: 'run.over' });
  });

  test('that was begun is not closed', async () => {
    const { journal, open } = stage();
    await open();
    expect(await closeUnbegun(run, { journal })).toBe(false);
  });

  test('of which the journal has something, and then nothing, is not begun', async () => {
    const { open } = stage();
    const journal: Journal = {
      read: async () => ({ events: [], position: 0, appends: 0 }),
      append: async () => undefined,
    };
    await expect(open({ journal })).rejects.toMatchObject({ code: 'run.over' });
  });
});

describe('a call that somebody announced who is gone', () => {
  test('counts as one whose answer was lost, of those that were announced and not answered', async () => {
    const { takeUp, journal, ids } = await leftBy();
    const [first = '', second = ''] = ids;
    const { position } = await journal.read(run);
    const accepted = { region: 'beijing', ids: [second], accepted: [second], rejected: [] };
    await journal.append(run, position, [
      submitting([first]),
      submitting([second]),
      { type: 'answered', at: startAt, ...accepted },
    ]);
    await takeUp();
    const { events } = await journal.read(run);
    const at = startAt + leaseMs;
    expect(events.slice(-2)).toEqual([
      leaseAt(at, 'second'),
      {
        type: 'refused',
        at,
        region: 'beijing',
        ids: [first],
        failure: {
          kind: 'ambiguous',
          code: 'interrupted',
          message: 'the function ended before the answer came',
          ending: 'unheard',
        },
      },
    ]);
  });

  test('is told of in no region where nothing was announced', async () => {
    const { takeUp, journal } = await leftBy();
    await takeUp();
    expect(await typesIn(journal)).toEqual(['opened', 'held', 'held']);
  });
});
