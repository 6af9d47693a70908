import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { notWanted } from '../../../functions/maintenance/notify/is-wanted.ts';
import type { Background } from '../../../functions/maintenance/report/comparison.ts';
import { runCard } from '../../../functions/maintenance/report/run-card.ts';
import { en } from '../../../functions/maintenance/report/wording/en.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { JournalError } from '../../../functions/maintenance/run/journal-error.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { durableProcess, nightly, run, tickAt } from './durable-process.ts';
import type { WarmProcess } from './warm-process.ts';

const dayMinutes = 24 * 60;
const oneTry = nightly.replace('notify: [ops]', 'retry: { attempts: 1 }\n    notify: [ops, audit]');

/** DCS says "failed" for the instances of these names, night after night. */
function failing(warm: () => WarmProcess, byNight: readonly (readonly string[])[]) {
  return (fleet: Fleet): Fleet => ({
    ...fleet,
    async submit(region, action, ids) {
      const night = Math.floor((warm().clock.now() - startAt) / (dayMinutes * 60_000));
      const bad = new Set((byNight[night] ?? []).map(instanceIdOf));
      const rejected = ids.filter((id) => bad.has(id));
      if (rejected.length === ids.length) return { kind: 'answered', accepted: [], rejected };
      const answer = await fleet.submit(
        region,
        action,
        ids.filter((id) => !bad.has(id)),
      );
      return answer.kind === 'refused' ? answer : { ...answer, rejected };
    },
  });
}

/** What the channel was told beside each summary. */
function backgrounds({ told }: WarmProcess, channel = 'ops'): readonly (Background | undefined)[] {
  return told.flatMap(({ channel: to, notice }) =>
    to === channel && notice.type === 'nightshift.run.finished' ? [notice.background] : [],
  );
}

describe('a run of which the journal knows the one before', () => {
  test('is told with who fails anew, who is well again, and who has failed for how long', async () => {
    const nights = [['cache-1'], ['cache-1', 'cache-2'], ['cache-1']];
    const at: WarmProcess = durableProcess({ yaml: oneTry, throughFleet: failing(() => at, nights) });
    for (const night of [0, 1, 2]) await tickAt(at, night * dayMinutes);
    expect(backgrounds(at).map((each) => each?.comparison)).toMatchObject([
      undefined,
      {
        lastStatus: 'partial',
        newlyFailing: ['cache-2'],
        recovered: [],
        failingFor: [{ name: 'cache-1', runs: 2 }],
      },
      { newlyFailing: [], recovered: ['cache-2'], failingFor: [{ name: 'cache-1', runs: 3 }] },
    ]);
  });

  test('is held against the last that ran, not against a fire that was skipped', async () => {
    const hourly = nightly.replace('"30 3 * * *"', '"30 3,4 * * *"').replace('1h', '5m');
    const at = durableProcess({ yaml: hourly });
    await tickAt(at, 0);
    await tickAt(at, 90);
    await tickAt(at, dayMinutes);
    expect(backgrounds(at).map((each) => each?.comparison?.lastStatus)).toEqual([
      undefined,
      undefined,
      'succeeded',
    ]);
  });

  test('says which channels did not confirm that they heard of it, once', async () => {
    const at = durableProcess({ yaml: oneTry, answers: { audit: 'failed' } });
    await tickAt(at, 0);
    await tickAt(at, dayMinutes);
    expect(backgrounds(at).map((each) => each?.untold)).toEqual([[], ['audit']]);
  });

  test('keeps with the run how each channel was told, with its answer', async () => {
    const at = durableProcess({ yaml: oneTry, answers: { audit: 'failed' } });
    await tickAt(at, 0);
    const [ended] = await at.records.register.ended(1);
    const { events } = await at.records.journal.read(ended?.run ?? '');
    expect(events.findLast(({ type }) => type === 'told')).toMatchObject({
      told: [
        { channel: 'ops', status: 'delivered', attempts: 1, answer: 'so it was told' },
        { channel: 'audit', status: 'failed', attempts: 1, answer: 'so it was told' },
      ],
    });
  });
});

test('what is refused every night for its data is in every summary, and calls people once', async () => {
  const instances = [...fleetOf(3), ...fleetOf(1, { cacheMode: 'single' }, 'ledger')];
  const at = durableProcess({ yaml: oneTry, instances });
  for (const night of [0, 1, 2]) await tickAt(at, night * dayMinutes);
  const nights = at.told.flatMap(({ channel, notice }) =>
    channel === 'ops' && notice.type === 'nightshift.run.finished' ? [notice] : [],
  );
  expect(nights.map(({ summary }) => [summary.status, summary.counts.refused])).toEqual([
    ['partial', 1],
    ['partial', 1],
    ['partial', 1],
  ]);
  expect(nights.map((notice) => notWanted(notice, 'failure', 'ops') === undefined)).toEqual([
    true,
    false,
    false,
  ]);
  const mentions = nights.map(({ summary, background }) =>
    runCard(summary, en, background).glance.some(({ kind }) => kind === 'mention'),
  );
  expect(mentions).toEqual([true, false, false]);
  expect(nights[0]?.summary.notes).toContain(
    'exclude: { names: ["ledger-1"] } in the targets leaves out what is refused for its data',
  );
});

test.each([
  ['refuses to', 0, 'could not read it'],
  ['takes a minute to', 60_000, 'did not answer within 5 s'],
])('a run whose journal %s tell of the last one is told in time all the same', async (_, ms, reason) => {
  const at = durableProcess();
  await tickAt(at, 0);
  await at.clock.wait(startAt + dayMinutes * 60_000 - at.clock.now());
  const invocation = at.invocation();
  const journal: typeof invocation.journal = {
    ...invocation.journal,
    async read(id) {
      if (id !== run) return invocation.journal.read(id);
      await at.clock.wait(ms);
      throw new JournalError('journal.unreachable', 'could not read it');
    },
  };
  await answerRequest({ kind: 'tick', at: at.clock.now() }, { ...invocation, journal });
  expect(backgrounds(at)).toHaveLength(2);
  expect(backgrounds(at)[1]?.comparison).toBeUndefined();
  const [line, ...more] = at.lines.filter((each) => each.includes('is not compared with'));
  expect(more).toEqual([]);
  expect(line).toContain(reason);
});

test.each([
  ['the canary and the others', 'canary: 1, concurrency: 1', ['canary', 'others']],
  ['each wave where there are any', 'concurrency: 1, ramp: true', ['wave 1', 'wave 2', 'wave 3', 'wave 4']],
])('the longest outage of %s is told', async (_, rollout, told) => {
  const at = durableProcess({ yaml: nightly.replace('concurrency: 1', rollout) });
  await tickAt(at, 0);
  const parts = backgrounds(at)[0]?.parts?.map(({ part }) => Object.values(part).join(' '));
  expect(parts).toEqual(told);
});
