import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseAt, leaseMs } from '../../../functions/maintenance/run/lease.ts';
import { createRecorder, type Recorder, type Weight } from '../../../functions/maintenance/run/recorder.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { startAt } from './night.ts';
import { run, setStage } from './stage.ts';

/** A run of three instances, opened a moment ago, and whoever writes its journal. */
async function recording(through: (journal: Journal) => Journal = (journal) => journal, like = {}) {
  const stage = setStage({ instances: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
  const opened = await stage.open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  const journal = through(stage.journal);
  const clock = createHandClock(startAt);
  const recorder = createRecorder({ ...opened, ...like }, { journal, clock, by: 'first' });
  const ids = [...opened.state.instances.keys()];
  const typesIn = async () => (await stage.journal.read(run)).events.map(({ type }) => type);
  return { recorder, journal: stage.journal, clock, ids, opened, typesIn };
}

const seen = (status: string, ids: readonly string[]): RunEvent => ({
  type: 'observed',
  at: startAt,
  region: 'beijing',
  changes: ids.map((id) => ({ id, status, idle: true, updatedAt: undefined })),
});
const submitting = (...ids: readonly string[]): RunEvent => ({
  type: 'submitting',
  at: startAt,
  region: 'beijing',
  ids,
});
const statusOf = ({ state }: Recorder, id = '') => state.instances.get(id)?.seen?.status;
/** Whoever waits for no clock is through by then. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const cancel: RunEvent = { type: 'cancel-asked', at: startAt, by: 'li.wei' };

describe('the recorder of a run', () => {
  test('keeps what was merely seen until something must be durable, and then writes it first', async () => {
    const { recorder, ids, typesIn } = await recording();
    expect(await recorder.record([seen('RUNNING', ids)], 'look')).toBe(true);
    expect(recorder.state.instances.get(ids[0] ?? '')?.seen?.status).toBe('RUNNING');
    expect(await typesIn()).toEqual(['opened', 'held']);
    await recorder.record([submitting(...ids)], 'intent');
    expect(await typesIn()).toEqual(['opened', 'held', 'held', 'observed', 'submitting']);
  });

  test('appends together what comes while it appends', async () => {
    const { recorder, ids, journal } = await recording();
    await Promise.all(ids.map((id) => recorder.record([submitting(id)], 'intent')));
    expect((await journal.read(run)).appends).toBe(2);
    expect(recorder.open).toMatchObject({ appends: 2, repeated: true });
  });

  test('has something pending from when it is recorded until the journal has it', async () => {
    const { recorder, ids } = await recording();
    expect(recorder.pending).toBe(false);
    const recorded = recorder.record([submitting(...ids)], 'intent');
    expect(recorder.pending).toBe(true);
    await recorded;
    expect(recorder.pending).toBe(false);
    await recorder.record([seen('RUNNING', ids)], 'look');
    expect(recorder.pending).toBe(true);
    await recorder.record([], 'fact');
    expect(recorder.pending).toBe(false);
  });

  test('renews the lease with every append', async () => {
    const { recorder, clock } = await recording();
    clock.advance(30_000);
    await recorder.record([], 'fact');
    expect(recorder.state.lease).toEqual({ by: 'first', until: startAt + 30_000 + leaseMs });
  });

  test('takes in a wish to cancel: what happened is written all the same, what was intended is not', async () => {
    const { recorder, journal, opened, ids, typesIn } = await recording();
    await journal.append(run, opened.position, [cancel]);
    const finished = recorder.record([{ type: 'finished', at: startAt }], 'fact');
    const intended = recorder.record([submitting(...ids)], 'intent');
    expect(await Promise.all([finished, intended])).toEqual([true, false]);
    expect(recorder.lost).toBe(false);
    expect(recorder.state.cancelled?.by).toBe('li.wei');
    expect(await typesIn()).toEqual(['opened', 'held', 'cancel-asked', 'held', 'finished']);
  });

  test('writes nothing more once somebody else holds the run', async () => {
    const { recorder, journal, opened, ids, typesIn } = await recording();
    await journal.append(run, opened.position, [leaseAt(startAt, 'second')]);
    expect(await recorder.record([{ type: 'finished', at: startAt }], 'fact')).toBe(false);
    expect(recorder.lost).toBe(true);
    expect(recorder.state.lease?.by).toBe('first');
    expect(await recorder.record([submitting(...ids)], 'intent')).toBe(false);
    expect(await recorder.record([seen('RESTARTING', ids)], 'look')).toBe(false);
    expect(statusOf(recorder, ids[0])).toBeUndefined();
    expect(await typesIn()).toEqual(['opened', 'held', 'held']);
  });

  test('writes nothing more once the journal has failed, as what it holds is not known', async () => {
    const failure = new Error('the bucket is gone');
    const { recorder, typesIn } = await recording((journal) => ({
      ...journal,
      append: () => Promise.reject(failure),
    }));
    await expect(recorder.record([{ type: 'finished', at: startAt }], 'fact')).rejects.toBe(failure);
    expect([recorder.lost, recorder.failure]).toEqual([true, failure]);
    expect(await recorder.record([{ type: 'finished', at: startAt }], 'fact')).toBe(false);
    expect(await typesIn()).toEqual(['opened', 'held']);
  });

  test('fails with a fault of our own in what was seen, and lets nobody wait for ever', async () => {
    const bug = new TypeError('status of undefined');
    const fails = () => {
      throw bug;
    };
    const { recorder, ids, typesIn } = await recording();
    const look = { ...seen('RUNNING', ids), changes: new Proxy([], { get: fails }) } as RunEvent;
    const both = [recorder.record([submitting(...ids)], 'intent'), recorder.record([look], 'look')];
    expect(await Promise.allSettled(both)).toEqual(Array(2).fill({ status: 'rejected', reason: bug }));
    await recorder.quiet();
    expect([recorder.lost, recorder.failure]).toEqual([true, bug]);
    expect(await typesIn()).toEqual(['opened', 'held']);
  });

  test('gives up a journal that takes nothing, and has no news either', async () => {
    const { recorder, typesIn } = await recording((journal) => ({
      ...journal,
      append: () => Promise.resolve(undefined),
    }));
    expect(await recorder.record([{ type: 'finished', at: startAt }], 'fact')).toBe(false);
    expect(recorder.lost).toBe(true);
    expect(await typesIn()).toEqual(['opened', 'held']);
  });

  test('has acted when it opened the run, or wrote more than leases and what it saw', async () => {
    expect((await recording()).recorder.acted).toBe(true);
    const { recorder, ids } = await recording(undefined, { repeated: true });
    await recorder.record([seen('RUNNING', ids)], 'look');
    await recorder.record([], 'fact');
    expect(recorder.acted).toBe(false);
    await recorder.record([submitting(...ids)], 'intent');
    expect(recorder.acted).toBe(true);
  });

  test('takes in nothing that comes while it appends before that is in the journal', async () => {
    let goOn = () => {};
    const { recorder, ids, journal } = await recording((sound) => ({
      ...sound,
      async append(...all) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        return sound.append(...all);
      },
    }));
    const first = recorder.record([submitting(...ids)], 'intent');
    await settled();
    const look = recorder.record([seen('RESTARTING', ids)], 'look');
    expect(statusOf(recorder, ids[0])).toBeUndefined();
    goOn();
    expect(await Promise.all([first, look])).toEqual([true, true]);
    expect(statusOf(recorder, ids[0])).toBe('RESTARTING');
    expect(recorder.state.instances).toEqual(
      fold([...(await journal.read(run)).events, seen('RESTARTING', ids)]).instances,
    );
  });

  test('gives the lease back when it leaves, and writes nothing after that', async () => {
    const { recorder, ids, typesIn } = await recording();
    await recorder.leave('waiting');
    expect(recorder.state.lease).toBeUndefined();
    expect(await recorder.record([submitting(...ids)], 'intent')).toBe(false);
    expect((await typesIn()).at(-1)).toBe('left');
  });

  test('has the state that its journal gives, whatever comes in whichever order', async () => {
    const weights = fc.constantFrom<Weight>('look', 'fact', 'intent');
    const kinds = fc.array(fc.tuple(weights, fc.nat(2), fc.boolean(), fc.boolean()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(kinds, async (steps) => {
        const { recorder, journal, ids } = await recording();
        const pending: Promise<boolean>[] = [];
        for (const [weight, index, cancels, waits] of steps) {
          const id = ids[index] ?? '';
          if (cancels) {
            const { position } = await journal.read(run);
            await journal.append(run, position, [cancel]);
          }
          pending.push(
            recorder.record([weight === 'look' ? seen('RESTARTING', [id]) : submitting(id)], weight),
          );
          if (waits) await Promise.all(pending);
        }
        await Promise.all(pending);
        await recorder.record([], 'fact');
        expect(recorder.state).toEqual(fold((await journal.read(run)).events));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the recorder of a run whose record has many appends', () => {
  const many = { appends: 8_000 };
  const spacingMs = 25_000;
  test('waits before the next one, writes all together that comes meanwhile, and takes in at once what was seen', async () => {
    const { recorder, ids, clock, journal } = await recording(undefined, many);
    const first = recorder.record([submitting(...ids.slice(0, 1))], 'intent');
    await settled();
    const second = recorder.record([submitting(...ids.slice(1, 2))], 'intent');
    let isWritten = false;
    void second.then(() => {
      isWritten = true;
    });
    expect(await recorder.record([seen('RESTARTING', ids.slice(2))], 'look')).toBe(true);
    expect(statusOf(recorder, ids[2])).toBe('RESTARTING');
    clock.advance(spacingMs - 1);
    await settled();
    expect(isWritten).toBe(false);
    expect((await journal.read(run)).appends).toBe(1);
    clock.advance(1);
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect((await journal.read(run)).appends).toBe(2);
    // It does not rest any more.
    const late = recorder.record([seen('RESTARTING', ids)], 'look');
    expect(statusOf(recorder, ids[0])).toBeUndefined();
    await late;
    expect(recorder.open.appends).toBe(many.appends + 1);
  });

  test('waits for nothing when it has nothing to append', async () => {
    const { recorder, ids, clock } = await recording(undefined, many);
    await recorder.record([seen('RUNNING', ids)], 'look');
    await recorder.quiet();
    expect(clock.now()).toBe(startAt);
  });

  test('waits no longer once it has left', async () => {
    const { recorder, clock } = await recording(undefined, many);
    const left = recorder.leave('waiting');
    await settled();
    clock.advance(spacingMs);
    await left;
    expect(await recorder.record([], 'fact')).toBe(false);
  });
});
