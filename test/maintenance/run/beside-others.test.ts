import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { type Driving, drive } from '../../../functions/maintenance/run/driver.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { renewEveryMs } from '../../../functions/maintenance/run/lease.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import { createOtherRuns, instancesInHand } from '../../../functions/maintenance/run/other-runs.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { jobOf, startAt } from './night.ts';
import { about, endless, pause, type Stage, setStage } from './stage.ts';

type Given = {
  readonly job?: Readonly<Record<string, unknown>>;
  readonly fleet?: Partial<Fleet>;
  readonly leaving?: Driving['leaving'];
  readonly waitUntil?: number;
  /** Its own process when it is another one's journal. */
  readonly journal?: Journal;
  /** How long the register takes to tell the runs that have begun. */
  readonly lookSeconds?: number;
};

/** A cloud and the records of several runs, which take turns at its instances. */
function setScene(instances: readonly InstanceSeed[]) {
  const stage: Stage = setStage({ instances });
  const records = createMemoryRecords();
  const { clock } = stage;
  const seconds = () => (clock.now() - startAt) / 1_000;
  /** When the runs that have begun were asked for, and by whom. */
  const looks: { readonly by: string; readonly at: number }[] = [];
  /** Journals that were read, and by whom. */
  const reads: { readonly by: string; readonly run: string }[] = [];
  const asOtherProcess = (by: string): Journal => ({
    append: records.journal.append,
    read(run) {
      reads.push({ by, run });
      return records.journal.read(run);
    },
  });
  const shared = asOtherProcess('all');
  /** Opens a run now, to be driven later: it is planned before anything happens. */
  const begin = async (name: string, given: Given = {}) => {
    const { journal = asOtherProcess(name), fleet: spoilt, leaving, waitUntil, lookSeconds = 0 } = given;
    const fleet = { ...stage.fleet, ...spoilt };
    await records.register.enter({ kind: 'begins', run: name, at: clock.now() });
    const register: typeof records.register = {
      ...records.register,
      async begun() {
        looks.push({ by: name, at: seconds() });
        if (lookSeconds > 0) await clock.wait(lookSeconds * 1_000);
        return records.register.begun();
      },
    };
    const plan = () => planTask({ job: { ...jobOf(given.job), name }, windowEnd: null }, fleet);
    const fresh = {
      run: name,
      scheduledFor: startAt,
      about: { ...about, ...(waitUntil !== undefined && { waitUntil }) },
      plan,
    };
    const opened = await openRun(fresh, { journal, clock, by: name });
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const others = createOtherRuns({ journal, register }, clock, () => undefined);
    const driving = { ...endless(name), leaving, others };
    return async () => {
      const { end } = await drive(opened, driving, { ...stage, fleet, journal });
      if (end === 'finished')
        await records.register.enter({
          kind: 'ended',
          ended: { run: name, job: name, status: 'over', endedAt: clock.now(), outcomes: {} },
        });
      return { end, seconds: seconds() };
    };
  };
  const perform = async (name: string, given: Given = {}) => (await begin(name, given))();
  /** Two runs that are opened at once, of which the first has its instances in hand before the second. */
  const performBoth = async (first: Given, second: Given) => {
    const both = [await begin('first', first), await begin('second', second)];
    return Promise.all(both.map((drive) => drive()));
  };
  const eventsOf = async (name: string) => (await records.journal.read(name)).events;
  const endsOf = async (name: string) =>
    (await eventsOf(name)).flatMap((event) =>
      event.type === 'concluded' ? event.conclusions.map(({ outcome, code }) => `${outcome} ${code}`) : [],
    );
  const looksOf = (name: string) => looks.flatMap(({ by, at }) => (by === name ? [at] : []));
  return { ...stage, records, shared, looksOf, reads, perform, performBoth, eventsOf, endsOf };
}

const only = (...names: readonly string[]) => ({ targets: { region: 'beijing', names } });
const slowest: InstanceSeed = { name: 'a', restartSeconds: 48, flushSeconds: 48 };
const kept = (name: string, parts: Partial<InstanceSeed> = {}): InstanceSeed => ({
  name,
  keys: 100,
  restartSeconds: 20,
  ...parts,
});

describe('a run beside another that has its instance in hand', () => {
  test('announces nothing, and looks for the other every poll until it is done', async () => {
    const { performBoth, looksOf, eventsOf, endsOf } = setScene([slowest]);
    const [first] = await performBoth({}, {});
    const events = await eventsOf('second');
    expect(events.filter(({ type }) => type === 'submitting')).toHaveLength(1);
    expect(await endsOf('second')).toEqual(['succeeded returned']);
    // Before it begins, every ten seconds until it is seen to be free, and once its call is announced.
    const polls = Math.floor((first?.seconds ?? 0) / 10) + 1;
    expect(looksOf('second')).toHaveLength(polls + 2);
    expect(looksOf('second').slice(0, polls + 1)).toEqual(
      Array.from({ length: polls + 1 }, (_, index) => index * 10),
    );
    // And keeps its lease meanwhile.
    const held = events.flatMap(({ type, at }) => (type === 'held' ? [at] : []));
    expect(Math.max(...held.slice(1).map((at, index) => at - (held[index] ?? 0)))).toBe(renewEveryMs);
  });

  test('takes figures anew of what the other has had until now and of nothing else, once', async () => {
    const { performBoth, eventsOf, dcs } = setScene([kept('a', slowest), kept('b'), kept('c'), kept('d')]);
    const flush = { ...only('a'), action: 'flush', destroysData: 'acknowledged' };
    await performBoth({ job: flush }, { job: { ...only('*'), rollout: { concurrency: 2 } } });
    const events = await eventsOf('second');
    const anew = events.filter(({ type }) => type === 'measured-anew');
    const [id, freed] = [instanceIdOf('a'), anew[0]?.at ?? 0];
    const nodes = [[id, expect.anything()]];
    expect(anew).toEqual([
      { type: 'measured-anew', at: freed, region: 'beijing', ids: [id], keys: [[id, 0]], nodes },
    ]);
    // It is looked at anew as well, and both wait for the append that announces the call.
    const next = events.slice(events.findIndex(({ type }) => type === 'measured-anew') + 1);
    const until = next.findIndex(({ type }) => type === 'submitting');
    expect(next.slice(0, until).map(({ type }) => type)).toEqual(['observed', 'inspected']);
    const over = (await eventsOf('first')).find(({ type }) => type === 'finished')?.at ?? 0;
    expect(freed - over).toBeGreaterThanOrEqual(0);
    expect(freed - over).toBeLessThanOrEqual(10_000);
    expect(dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(5);
  });

  test('takes its first figures beside the first look for others, and anew what another one had then', async () => {
    const { performBoth, eventsOf } = setScene([slowest]);
    await performBoth({}, {});
    const types = (await eventsOf('second')).map(({ type }) => type);
    const figures = types.filter((type) => type.startsWith('measured'));
    expect(figures).toEqual(['measured', 'measured-anew', 'measured']);
  });

  test('takes no figures anew of what it has given up', async () => {
    const { performBoth, eventsOf, endsOf } = setScene([slowest, { name: 'b', restartSeconds: 200 }]);
    await performBoth({ job: only('a') }, { waitUntil: startAt + 20_000 });
    expect(await endsOf('second')).toEqual(['skipped in-hand', 'succeeded returned']);
    expect((await eventsOf('second')).map(({ type }) => type)).not.toContain('measured-anew');
  });

  test('waits for that as long as the function waits for anything, and then leaves it to the next', async () => {
    const { performBoth } = setScene([{ name: 'a', restartSeconds: 600 }]);
    const leaving = { at: startAt + 3_000_000, returns: true };
    const [, second] = await performBoth({}, { leaving });
    expect(second).toEqual({ end: 'waiting', seconds: 60 });
  });
});

describe('a run beside others', () => {
  test.each([
    ['flush', 3],
    ['restart', 0],
  ] as const)(
    'that is to %s takes its first figures %i seconds into a look of three, as keys must be its own to lose',
    async (action, expected) => {
      const { perform, eventsOf } = setScene([kept('a')]);
      const job = { ...only('a'), action, destroysData: 'acknowledged' } as const;
      await perform('first', { job, lookSeconds: 3 });
      const measured = (await eventsOf('first')).find(({ type }) => type === 'measured');
      expect(((measured?.at ?? 0) - startAt) / 1_000).toBe(expected);
    },
  );

  test('looks for them once before it begins, and at each call that it announces', async () => {
    const { perform, looksOf } = setScene([kept('a'), kept('b')]);
    await perform('first', { job: { rollout: { concurrency: 1 } } });
    expect(looksOf('first')).toHaveLength(3);
  });

  test('stays for none that have nothing of it in hand', async () => {
    const failure = {
      kind: 'throttled',
      code: 'APIGW.0308',
      message: 'too many',
      retryAfterMs: 300_000,
    } as const;
    const fleet: Partial<Fleet> = { submit: async () => ({ kind: 'refused', failure }) };
    const leaving = { at: startAt + 3_000_000, returns: true };
    const { perform } = setScene([slowest]);
    expect(await perform('first', { fleet, leaving })).toEqual({ end: 'waiting', seconds: 0 });
  });

  test('looks for none when there is nothing left to send', async () => {
    const { perform, looksOf } = setScene([{ name: 'a', restartSeconds: 60 }]);
    const leaving = { at: startAt + 30_000, returns: false };
    expect((await perform('first', { leaving })).end).toBe('time');
    const before = looksOf('first').length;
    await perform('first');
    expect(looksOf('first')).toHaveLength(before);
  });

  test('of the same process is known to them without its journal, until it is left', async () => {
    const { clock, perform, shared, reads, records } = setScene([slowest]);
    const leaving = { at: startAt + 30_000, returns: false };
    const first = perform('first', { journal: shared, leaving });
    await pause(clock, 3);
    const before = reads.length;
    const inHand = () => instancesInHand({ journal: shared, register: records.register });
    expect([...(await inHand())]).toEqual([instanceIdOf('a')]);
    expect(reads).toHaveLength(before);
    expect((await first).end).toBe('time');
    expect([...(await inHand())]).toEqual([instanceIdOf('a')]);
    expect(reads).toHaveLength(before + 1);
  });
});
