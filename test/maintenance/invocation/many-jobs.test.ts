import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../functions/maintenance/invocation/answer.ts';
import { carryOutSideBySide } from '../../../functions/maintenance/invocation/answer-runs.ts';
import { fleetOf } from '../run/night.ts';
import { durableProcess, tickAt, toldIn } from './durable-process.ts';

const runsOf = (count: number) => Array.from({ length: count }, (_, index) => `job-${index}@now`);

/** A process, and runs that take ten minutes each, as it begins and ends them. */
function longRuns(count: number) {
  const at = durableProcess();
  const [begun, inHand] = [new Set<string>(), new Set<string>()];
  const seen = { begun, most: 0 };
  const work = runsOf(count).map((run) => ({
    run,
    async carryOut() {
      begun.add(run);
      inHand.add(run);
      seen.most = Math.max(seen.most, inHand.size);
      await at.clock.wait(600_000);
      inHand.delete(run);
      return { kind: 'unfinished', run, left: 1, continues: 'tick' } as const;
    },
  }));
  return { at, seen, work };
}

const unfinishedIn = (answer: Answer) => ('unfinished' in answer ? (answer.unfinished ?? []) : []);

describe('more runs than are in hand at once', () => {
  test('are a hundred at a time, and all are carried out', async () => {
    const { at, seen, work } = longRuns(250);
    const unfinished = unfinishedIn(await carryOutSideBySide(work, at.invocation()));
    expect(seen.most).toBe(100);
    expect(unfinished.map(({ run }) => run)).toEqual(runsOf(250));
  });

  test('are not begun any more when it is time to leave, and are told apart from what was left', async () => {
    const { at, seen, work } = longRuns(250);
    const until = at.clock.now() + 600_000;
    const unfinished = unfinishedIn(await carryOutSideBySide(work, at.invocation(), until));
    expect([...seen.begun]).toEqual(runsOf(100));
    const neverBegun = unfinished.filter(({ left }) => left === undefined).map(({ run }) => run);
    expect(neverBegun).toEqual(runsOf(250).slice(100));
  });
});

test('many jobs at one minute are planned by one list, and each is carried out and told once', async () => {
  const count = 12;
  const jobs = Array.from(
    { length: count },
    (_, index) => `  job-${index}:
    action: soft_restart
    cron: "30 3 * * *"
    destroysData: acknowledged
    targets: { region: beijing, names: ["cache-${String(index + 1).padStart(2, '0')}"] }
    notify: [ops]
`,
  );
  const listed: string[] = [];
  const at = durableProcess({
    yaml: `\njournal: { url: "obs://bucket/nightshift", region: cn-north-4 }\njobs:\n${jobs.join('')}`,
    instances: fleetOf(count),
    throughFleet: (fleet) => ({
      ...fleet,
      list: (region, wanted) => {
        if (!wanted?.ids) listed.push(region);
        return fleet.list(region, wanted);
      },
    }),
  });
  for (let minutes = 0; minutes <= 30 && toldIn(at).length < count; minutes += 5) await tickAt(at, minutes);
  expect(listed).toEqual(['beijing']);
  expect(new Set(toldIn(at).map(({ run, status }) => `${run} ${status}`)).size).toBe(count);
  expect(new Set(toldIn(at).map(({ status }) => status))).toEqual(new Set(['succeeded']));
});
