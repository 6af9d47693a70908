import { describe, expect, test } from 'vitest';
import { dayMs } from '../../../functions/maintenance/foundation/time/duration.ts';
import type { Fleet, SubmitAnswer } from '../../../functions/maintenance/run/fleet.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { leaseForCallMs, leaseMs } from '../../../functions/maintenance/run/lease.ts';
import { calling, holding, region } from './calling.ts';
import { startAt } from './night.ts';
import { pause, run, type StageOptions } from './stage.ts';
import { owned } from './windowed-night.ts';

const onlyIf = { memory_frag_ratio: '> 1.5' };

/** The same with a DCS that accepts every call at once, and with whom it was called for. */
async function accepting(
  given: Partial<Extract<SubmitAnswer, { kind: 'answered' }>> = {},
  staged: Partial<StageOptions> = {},
) {
  const sent: (readonly string[])[] = [];
  const submit: Fleet['submit'] = async (_, __, ids) => {
    sent.push(ids);
    return { kind: 'answered', accepted: ids, rejected: [], ...given };
  };
  return { ...(await calling(({ fleet }) => ({ fleet: { ...fleet, submit } }), staged)), sent };
}

describe('a call that sends the action', () => {
  test('is announced, and then what DCS answered is recorded', async () => {
    const { make, ids, events, sent } = await accepting({ requestId: 'r-1' });
    await make({ do: 'submit', region, ids });
    expect(sent).toEqual([ids]);
    const at = startAt;
    expect(await events()).toStrictEqual([
      { type: 'submitting', at, region, ids },
      { type: 'answered', at, region, ids, accepted: ids, rejected: [], requestId: 'r-1' },
    ]);
  });

  test('keeps words that are not documented', async () => {
    const odd = [['a', '"SUCCESS"']] as const;
    const { make, ids, events } = await accepting({ odd });
    await make({ do: 'submit', region, ids });
    expect((await events())[1]).toMatchObject({ type: 'answered', odd });
  });

  /** A call before which it takes so long to ask who else has its instances in hand. */
  const askingFor = async (ms: number) => {
    const its = await accepting();
    const look = async () => {
      await its.clock.wait(ms);
      return nothingHeld;
    };
    await its.make({ do: 'submit', region, ids: its.ids }, { ...holding(), look });
    return its;
  };

  test('is made as long as the lease outlasts it, and not later', async () => {
    const latest = leaseMs - leaseForCallMs;
    expect((await askingFor(latest)).sent).toHaveLength(1);
    const { sent, ids, events } = await askingFor(latest + 1);
    expect(sent).toEqual([]);
    const message = 'writing the journal took so long that the call was not made';
    const tooLate = { kind: 'unsent', code: 'lease', message };
    expect((await events()).at(-1)).toMatchObject({ type: 'refused', ids, failure: tooLate });
  });

  test('is given up when the journal has news', async () => {
    const { make, ids, events, journal, sent } = await accepting();
    const { position } = await journal.read(run);
    await journal.append(run, position, [{ type: 'cancel-asked', at: startAt, by: 'li.wei' }]);
    await make({ do: 'submit', region, ids });
    expect(sent).toEqual([]);
    expect((await events()).map(({ type }) => type)).toEqual(['cancel-asked']);
  });

  test('is not made when another run has one of its instances in hand', async () => {
    const { make, ids, events, sent } = await accepting();
    await make({ do: 'submit', region, ids }, holding([ids[1] ?? '', 'weekly']));
    expect(sent).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({
      type: 'refused',
      ids,
      failure: {
        kind: 'unsent',
        code: 'in-hand',
        message: 'the run weekly was working on it, so the call was not made',
      },
    });
  });

  test('is not made when the look at one of its instances is too old by then', async () => {
    const { make, ids, events, clock, sent } = await accepting();
    await pause(clock, 30);
    await make({ do: 'submit', region, ids });
    expect(sent).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ type: 'refused', failure: { code: 'lease' } });
  });

  /** Others are looked at, and meanwhile an instance turns out to have failed: the run allows none. */
  const failingMeanwhile = ({ recorder, ids: [failed = ''] }: Awaited<ReturnType<typeof calling>>) => ({
    ...holding(),
    async look() {
      const conclusions = [{ id: failed, outcome: 'unknown', code: 'unseen', reason: 'went' }] as const;
      await recorder.record([{ type: 'concluded', at: startAt, conclusions }], 'fact');
      return nothingHeld;
    },
  });

  test('is not made when more failed than may while it was announced, which is no trouble of its region', async () => {
    const its = await accepting();
    const [, id = ''] = its.ids;
    await its.make({ do: 'submit', region, ids: [id] }, failingMeanwhile(its));
    expect(its.sent).toEqual([]);
    expect((await its.events()).at(-1)).toMatchObject({
      type: 'refused',
      ids: [id],
      failure: { kind: 'unsent', message: 'not started: 1 failed, and maxFailures allows 0' },
    });
    const { instances, regions } = its.recorder.state;
    expect(instances.get(id)).toMatchObject({ phase: { kind: 'waiting' }, attempts: 0 });
    expect(instances.get(id)?.trouble).toBeUndefined();
    expect(regions.get(region)).toMatchObject({ setbacks: 0 });
  });

  test('is not made when the time to start ended while it was announced', async () => {
    const its = await accepting();
    const look = async () => {
      await its.clock.wait(1);
      return nothingHeld;
    };
    const late = { startUntil: startAt + 1, actUntil: startAt + 10_000 };
    await its.makeWithin(late, { do: 'submit', region, ids: its.ids }, { ...holding(), look });
    expect(its.sent).toEqual([]);
    const failure = {
      kind: 'unsent',
      // Records keep it, and are read by it.
      code: 'nothing-new',
      message: "not started: the function's time ended first",
    };
    expect((await its.events()).at(-1)).toMatchObject({ type: 'refused', failure });
  });

  test.each([
    ['closed', 0, 'its maintenance window is 19:00-19:30:15 UTC'],
    [
      'closed, which was its last',
      dayMs,
      'not started: its turn did not come in its maintenance window within a day; its maintenance window is 19:00-19:30:15 UTC',
    ],
  ])('is not made when the window of its instance %s while it was announced', async (_, since, message) => {
    const instances = [owned('a', '19:00', '19:30:15')];
    const its = await accepting({}, { instances, job: { inMaintenanceWindow: true } });
    await its.clock.wait(since);
    await its.lookAgain();
    const look = async () => {
      await its.clock.wait(6_000);
      return nothingHeld;
    };
    const limits = { startUntil: startAt + 2 * dayMs, actUntil: startAt + 2 * dayMs };
    await its.makeWithin(limits, { do: 'submit', region, ids: its.ids }, { ...holding(), look });
    expect(its.sent).toEqual([]);
    const failure = { kind: 'unsent', code: 'nothing-new', message };
    expect((await its.events()).at(-1)).toMatchObject({ type: 'refused', failure });
  });

  test('is not made when the last look showed one of its instances in another state', async () => {
    const { make, ids, events, recorder, sent } = await accepting();
    const busy = { id: ids[1] ?? '', status: 'EXTENDING', idle: true, updatedAt: undefined };
    await recorder.record([{ type: 'inspected', at: startAt, region, sightings: [busy] }], 'look');
    await make({ do: 'submit', region, ids });
    expect(sent).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ type: 'refused', failure: { code: 'lease' } });
  });

  test('is not made when the metrics of one of its instances are yet to be looked at', async () => {
    const { make, ids, events, sent } = await accepting({}, { job: { onlyIf } });
    await make({ do: 'submit', region, ids });
    expect(sent).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ type: 'refused', failure: { code: 'lease' } });
  });

  /** A call that hangs for 12 seconds, and when the region is looked at meanwhile. */
  const hanging = async (lookMs: number) => {
    const listed: number[] = [];
    const its = await calling(({ fleet, clock }) => ({
      fleet: {
        ...fleet,
        async submit(_, __, ids) {
          await clock.wait(12_000);
          return { kind: 'answered', accepted: ids, rejected: [] };
        },
        async list(where) {
          listed.push(clock.now() - startAt);
          await clock.wait(lookMs);
          return fleet.list(where);
        },
      },
    }));
    await its.make({ do: 'submit', region, ids: its.ids });
    return { ...its, listed };
  };

  test('is followed by looks while its answer hangs, which wait for the next append', async () => {
    const { listed, events, journal } = await hanging(0);
    expect(listed).toEqual([5_000, 10_000]);
    // Opened, announced, answered.
    expect((await journal.read(run)).appends).toBe(3);
    expect((await events()).map(({ type }) => type)).toEqual([
      'submitting',
      'observed',
      'observed',
      'answered',
    ]);
  });

  test('is over with its answer, also where a look has none yet', async () => {
    const { clock, events } = await hanging(60_000);
    expect(clock.now() - startAt).toBe(12_000);
    expect((await events()).map(({ type }) => type)).toEqual(['submitting', 'answered']);
  });
});
