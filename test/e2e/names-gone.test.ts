import { expect, test } from 'vitest';
import { type Deployed, halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `
  nightly:
    action: soft_restart
    cron: "30,40 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    destroysData: acknowledged
    rollout: { concurrency: 1 }
    settle: { poll: 1s, acceptance: 4s, inFunction: 1s }
    notify: [ops, plain]
`;
// Longer than the function waits: with a journal the run is left to the next tick.
const instances = ['cache-1', 'cache-2'].map((name) => ({ name, restartSeconds: 120 }));
const more = 'journal: "file:journal"\n';

/** Lets a tick come some minutes after half past three; what channels were told meanwhile, by their paths. */
async function tickAt(deployed: Deployed, minutes: number) {
  const at = halfPastThree + minutes * 60_000;
  const before = deployed.inbox.messages.length;
  await deployed.reach(at);
  const invocation = await deployed.tick(at);
  const told = deployed.inbox.messages.slice(before).map(({ path }) => path.split('/').at(-1));
  return { invocation, told: told.sort() };
}

test('a run whose names are gone from the schedule ends once, as far as it came, and its job goes on', async () => {
  await withDeployed({ jobs, instances, more, scale: 2_000 }, async (deployed) => {
    const { invoke, rewrite } = deployed;
    const started = await tickAt(deployed, 0);
    expect(started.invocation).toMatchObject({ answer: { unfinished: [{ left: 2 }] } });

    await rewrite((schedule) => schedule.replaceAll('beijing', 'away'));
    const ended = await tickAt(deployed, 5);
    const [summary] = summariesOf(ended.invocation);
    expect(summary).toMatchObject({
      run: 'nightly@2026-11-23T03:30:00+08:00',
      counts: { unknown: 1, skipped: 1 },
      instances: expect.arrayContaining([
        expect.objectContaining({ outcome: 'unknown', reason: expect.stringContaining('region "beijing"') }),
        expect.objectContaining({ outcome: 'skipped', reason: expect.stringContaining('region "beijing"') }),
      ]),
    });
    expect(ended.told).toEqual(['ops', 'plain']);
    expect(await invoke({ command: 'status' })).toMatchObject({ answer: { unfinished: [] } });

    // The next fire runs; a channel that is renamed meanwhile is told of under its new name, and the old one is untold.
    expect((await tickAt(deployed, 10)).invocation).toMatchObject({ answer: { unfinished: [{ left: 2 }] } });
    await rewrite((schedule) => schedule.replaceAll('ops', 'people'));
    expect((await tickAt(deployed, 15)).told).toEqual([]);
    const over = await tickAt(deployed, 20);
    expect(over.invocation).toMatchObject({
      answer: {
        untold: [{ channel: 'ops', status: 'failed', reason: expect.stringContaining('no channel') }],
      },
    });
    expect(summariesOf(over.invocation)).toMatchObject([{ status: 'succeeded', counts: { succeeded: 2 } }]);
    expect(over.told).toEqual(['ops', 'plain']);
    expect(over.invocation.logs.join('\n')).toMatch(/"level":"error".*"channel told".*"channel":"ops"/);

    // And so does a run whose job is gone; of its channels those hear of it that are there.
    expect(await invoke({ job: 'nightly' })).toMatchObject({ answer: { unfinished: [{ left: 2 }] } });
    await rewrite((schedule) => schedule.replaceAll('nightly', 'other'));
    const gone = await tickAt(deployed, 25);
    expect(summariesOf(gone.invocation)).toMatchObject([
      { job: 'nightly', counts: { unknown: 1, skipped: 1 } },
    ]);
    expect(gone.told).toEqual(['ops', 'plain']);
    expect(await tickAt(deployed, 30)).toMatchObject({ invocation: { answer: { summaries: [] } }, told: [] });
  });
});

test('a schedule that is no YAML is told to the channels that can still be read, once an hour', async () => {
  await withDeployed({ jobs, instances, scale: 20 }, async (deployed) => {
    const { invoke, inbox, rewrite } = deployed;
    await rewrite((schedule) => schedule.replace('timezone: Asia', 'timezone: "Asia'));
    for (const told of [2, 2]) {
      expect(await deployed.tick(halfPastThree)).toMatchObject({
        kind: 'failed',
        errorMessage: expect.stringContaining('schedule.yaml:2'),
      });
      expect(inbox.messages.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(['ops', 'plain']);
      expect(inbox.messages).toHaveLength(told);
    }
    // What somebody asks who may touch something is told each time.
    await invoke({ job: 'nightly' });
    expect(inbox.messages).toHaveLength(4);
  });
});
