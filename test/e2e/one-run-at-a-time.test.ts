import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { Cloud } from '../../functions/minicloud/gateway/cloud.ts';
import { type Deployed, halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const job = (name: string, action: string, more: string) => `
  ${name}:
    action: ${action}
    targets: { region: beijing, names: ["cache-*"] }
    destroysData: acknowledged
    backup: none
    settle: { poll: 2s, acceptance: 4s, inFunction: 4s, timeout: 5m }
    ${more}
`;
const cron = 'cron: "30 3 * * *"';
const instances = ['cache-1', 'cache-2'].map((name) => ({ name, restartSeconds: 60, keys: 100 }));

/** The instances that were sent an action while another action on them was not over, as far as the cloud saw. */
function overlapsIn(cloud: Cloud): readonly string[] {
  const overlaps: string[] = [];
  const until = new Map<string, number>();
  for (const entry of cloud.audit()) {
    if (entry.kind !== 'accepted') continue;
    if (entry.at < (until.get(entry.instance) ?? 0)) overlaps.push(entry.instance);
    // A flush is over in no time.
    if (entry.action !== 'flush') until.set(entry.instance, entry.at + 20_000);
  }
  return overlaps;
}

const outcomesIn = (summaries: ReturnType<typeof summariesOf>) =>
  Object.fromEntries(summaries.map((each) => [each.job, each.counts.succeeded]));

async function ticksUntilOver(deployed: Deployed, most = 8) {
  const summaries = [];
  for (let minutes = 0; minutes <= most * 5; minutes += 5) {
    const at = halfPastThree + minutes * 60_000;
    await deployed.reach(at);
    summaries.push(...summariesOf(await deployed.tick(at)));
    if (summaries.length >= 2) break;
  }
  return summaries;
}

describe('two jobs that are due at once on the same instances', () => {
  const both = job('a', 'soft_restart', cron) + job('b', 'flush', cron);

  test.each([
    ['without a journal', ''],
    ['with one', 'journal: "file:journal"\n'],
  ])('work on each of them one after the other, and nobody is told of a loss: %s', async (_, more) => {
    await withDeployed({ jobs: both, instances, more, scale: 2_000 }, async (deployed) => {
      const summaries = await ticksUntilOver(deployed);
      expect(outcomesIn(summaries)).toEqual({ a: 2, b: 2 });
      expect(overlapsIn(deployed.cloud)).toEqual([]);
      const log = deployed.inbox.messages.map(({ body }) => body).join('');
      expect(log).not.toContain('data-lost');
    });
  });
});

describe('an instance that a run of another invocation has in hand', () => {
  const more = 'journal: "file:journal"\n';
  const jobs =
    job('slow', 'soft_restart', 'rollout: { concurrency: 2 }') +
    job('next', 'soft_restart', `cron: "35 3 * * *"\n    startDeadline: 6m`) +
    job('other', 'restart', 'rollout: { concurrency: 2 }')
      .replace('cache-*', 'other-*')
      .replace('inFunction: 4s', 'inFunction: 2m');

  test('is waited for, says so in the status and the log, and ends skipped with the run that has it', async () => {
    const stuck = [
      { name: 'cache-1', restartSeconds: 3_000 },
      { name: 'cache-3', restartSeconds: 20 },
      { name: 'other-1', restartSeconds: 20 },
    ];
    const seen = jobs
      .replace('names: ["cache-*"]', `ids: ["${instanceIdOf('cache-1')}"]`)
      .replace('timeout: 5m', 'timeout: 1h');
    await withDeployed({ jobs: seen, instances: stuck, more, scale: 3_000 }, async (deployed) => {
      const { invoke, reach, tick } = deployed;
      const [holder] = [await invoke({ job: 'slow' }, 'r-1')];
      expect(holder).toMatchObject({ answer: { unfinished: [{ run: 'slow@by-hand-r-1', left: 1 }] } });
      // Whatever is about other instances goes on.
      expect(summariesOf(await invoke({ job: 'other' }, 'r-2'))).toMatchObject([{ status: 'succeeded' }]);

      const at = (minutes: number) => halfPastThree + minutes * 60_000;
      await reach(at(5));
      const begun = await tick(at(5));
      expect(begun.logs.join('\n')).toContain('run waits for instances that another one has in hand');
      expect(JSON.stringify(await invoke({ command: 'status' }))).toContain(
        'waits for slow@by-hand-r-1, which is working on 1 of its instances',
      );
      await reach(at(12));
      const [summary] = summariesOf(await tick(at(15)));
      expect(summary).toMatchObject({ job: 'next', counts: { succeeded: 1, skipped: 1 } });
      expect(summary?.instances.find(({ outcome }) => outcome === 'skipped')).toMatchObject({
        name: 'cache-1',
        code: 'in-hand',
        reason: expect.stringContaining('slow@by-hand-r-1'),
      });
      expect(overlapsIn(deployed.cloud)).toEqual([]);
    });
  });
});
