import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseAt } from '../../../functions/maintenance/run/lease.ts';
import { beginsHere, instancesInHand } from '../../../functions/maintenance/run/other-runs.ts';
import { createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { stillClock } from '../notify/still-clock.ts';
import { calling, holding, region } from './calling.ts';
import { startAt } from './night.ts';
import { a, b, beside, c, concluded, submitting, turnsStale } from './runs-beside.ts';

describe('the runs beside one', () => {
  test('are read from the journal, and only once where they are about other instances', async () => {
    const { enter, look, reads, others } = await beside();
    await enter('first@now', [a, b], submitting(a));
    await enter('other@now', [b, c], submitting(b));
    expect([...others.held]).toEqual([]);
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([...others.held]).toEqual([[a, 'first@now']]);
    await look();
    expect(reads).toEqual(['first@now', 'other@now', 'first@now']);
  });

  test('are told of when others have something in hand, or it is another one that has it', async () => {
    const { enter, look, told, journal } = await beside();
    await look();
    expect(told).toEqual([]);
    const position = (await enter('first@now', [a], submitting(a))) ?? 0;
    await look();
    await look();
    expect(told.map((held) => [...held])).toEqual([[[a, 'first@now']]]);
    await journal.append('first@now', position, [concluded(a)]);
    await enter('second@now', [a], submitting(a));
    await look();
    expect(told.map((held) => [...held])).toEqual([[[a, 'first@now']], [[a, 'second@now']]]);
  });

  test('hold nothing that they are yet to begin with after it, however often they are read', async () => {
    const { enter, look } = await beside();
    // It opened at the same instant, and its name comes later.
    await enter('second@now', [a]);
    expect([await look(), await look()]).toEqual([[], []]);
  });

  test('hold nothing that is not in the journal yet', async () => {
    const { look, register } = await beside();
    await register.enter({ kind: 'begins', run: 'first@now', at: startAt });
    expect(await look()).toEqual([]);
  });
});

describe('a run that this process is about to open', () => {
  async function beginning(clock: Clock) {
    const scene = await beside(undefined, [a], clock);
    const { journal, enter, others } = scene;
    const end = beginsHere('first@now', journal, clock);
    const position = (await enter('first@now', [a], submitting(a))) ?? 0;
    const { events, appends } = await journal.read('first@now');
    const recorder = createRecorder(
      { state: fold(events), position, appends, repeated: false },
      { journal, clock, by: 'first@now' },
    );
    scene.reads.length = 0;
    return { ...scene, end, open: () => others.enter('first@now', recorder) };
  }

  test('is waited for, and its journal is not asked', async () => {
    const never: Clock = { now: () => startAt, wait: () => new Promise(() => {}) };
    const { look, open, reads } = await beginning(never);
    const looking = look();
    open();
    expect(await looking).toEqual([[a, 'first@now']]);
    expect(reads).toEqual([]);
  });

  test('is waited for no longer than a second in all, and then its journal is asked', async () => {
    const clock = stillClock(startAt);
    const { look, reads } = await beginning(clock);
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([reads, clock.waits]).toEqual([['first@now'], [1_000]]);
    await look();
    expect([reads.length, clock.waits.length]).toEqual([2, 1]);
  });

  test('and is not opened after all is not waited for', async () => {
    const clock = stillClock(startAt);
    const { look, end, reads } = await beginning(clock);
    end();
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([reads, clock.waits]).toEqual([['first@now'], []]);
  });
});

describe('a run of the same process', () => {
  async function known(ids: readonly string[], own?: readonly string[]) {
    const { store, spoil } = turnsStale(0);
    const scene = await beside(spoil, own);
    const position = (await scene.enter('first@now', ids, submitting(...ids))) ?? 0;
    const { events, appends } = await scene.journal.read('first@now');
    const open = { state: fold(events), position, appends, repeated: true };
    const { journal, others } = scene;
    const recorder = createRecorder(open, { journal, clock: stillClock(startAt), by: 'first@now' });
    others.enter('first@now', recorder);
    scene.reads.length = 0;
    return { ...scene, recorder, store };
  }

  test('is known without its journal, until it is left', async () => {
    const { look, reads, others } = await known([a]);
    expect(await look()).toEqual([[a, 'first@now']]);
    expect(reads).toEqual([]);
    others.leave('first@now');
    // Whoever had it before in this process, and was taken for dead, may leave it later.
    others.leave('first@now');
    expect(await look()).toEqual([[a, 'first@now']]);
    expect(reads).toEqual(['first@now']);
  });

  test('is remembered once it was left, whatever its journal shows of it then', async () => {
    const { look, others, recorder, store } = await known([a]);
    await recorder.leave('waiting');
    others.leave('first@now');
    store.stale = true;
    expect(await look()).toEqual([[a, 'first@now']]);
  });

  test('is done with an instance when its journal says so, which is not waited for', async () => {
    const { look, recorder, journal } = await known([a]);
    await recorder.record([concluded(a)], 'look');
    expect(await look()).toEqual([]);
    expect((await journal.read('first@now')).events).toContainEqual(concluded(a));
  });

  test('writes nothing for others that are about other instances, or for those it is not done with', async () => {
    const { look, recorder, journal } = await known([a, b]);
    const { position } = await journal.read('first@now');
    await recorder.record([concluded(b)], 'look');
    expect(await look()).toEqual([[a, 'first@now']]);
    expect((await journal.read('first@now')).position).toBe(position);
  });

  test('makes sure once that its journal says so, as an append may be answered and not stored', async () => {
    const { look, recorder, journal } = await known([a]);
    const appends = async () => (await journal.read('first@now')).appends;
    await recorder.record([concluded(a)], 'fact');
    const before = await appends();
    expect([await look(), await appends()]).toEqual([[], before + 1]);
    expect([await look(), await appends()]).toEqual([[], before + 1]);
  });

  test('has in hand what it concludes while others wait for its journal, until that says so as well', async () => {
    const { look, recorder, journal, store } = await known([a, b], [a, b]);
    await recorder.record([concluded(a)], 'look');
    const { append } = journal;
    journal.append = async (...call) => {
      journal.append = append;
      void recorder.record([concluded(b)], 'look');
      const position = await append(...call);
      store.loses = 1;
      return position;
    };
    expect(await look()).toEqual([[b, 'first@now']]);
  });

  test.each(['fact', 'look'] as const)(
    'has in hand what it concluded, as a %s, in an append that was answered and not stored',
    async (weight) => {
      const { look, recorder, store } = await known([a]);
      store.loses = 1;
      await recorder.record([concluded(a)], weight);
      expect(await look()).toEqual([[a, 'first@now']]);
      expect(recorder.lost).toBe(true);
    },
  );

  test('is read from the journal when somebody else has taken it', async () => {
    const { look, recorder, journal } = await known([a]);
    const { position } = await journal.read('first@now');
    await journal.append('first@now', position, [leaseAt(startAt, 'another'), concluded(a)]);
    await recorder.record([], 'fact');
    expect(recorder.lost).toBe(true);
    expect(await look()).toEqual([]);
  });
});

test('in hand of any open run is what it has sent, as long as it has not finished', async () => {
  const { enter, journal, register } = await beside();
  await enter('first@now', [a, b], submitting(a));
  await enter('second@now', [c], submitting(c), { type: 'finished', at: startAt });
  await register.enter({ kind: 'begins', run: 'third@now', at: startAt });
  expect([...(await instancesInHand({ journal, register }))]).toEqual([a]);
});

describe('before a call that changes something', () => {
  /** A journal that answers that it has taken what is announced, and makes certain of it for four seconds. */
  const announcing = (append: Journal['append'] | undefined) =>
    calling(({ journal, clock }) => ({
      journal: {
        read: journal.read,
        async append(id, position, events, beside) {
          beside?.answered?.();
          await clock.wait(4_000);
          return (append ?? journal.append)(id, position, events);
        },
      },
    }));

  test('others are looked at once, while the journal makes certain of what was announced', async () => {
    const { make, ids, events, clock } = await announcing(undefined);
    const looks: number[] = [];
    const look = async () => {
      looks.push(clock.now() - startAt);
      await clock.wait(4_000);
      return nothingHeld.with([[ids[0] ?? '', 'weekly']]);
    };
    await make({ do: 'submit', region, ids }, { ...holding(), look });
    expect(looks).toEqual([0]);
    expect((await events()).at(-1)).toMatchObject({ type: 'refused', failure: { code: 'in-hand' } });
  });

  test('that look may fail where the journal has not taken it after all', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => unheard.push(error);
    process.on('unhandledRejection', hear);
    const { make, ids, events } = await announcing(async () => undefined);
    await make({ do: 'submit', region, ids }, { ...holding(), look: () => Promise.reject(new Error('no')) });
    await new Promise((heard) => setImmediate(heard));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    expect(await events()).toEqual([]);
  });
});
