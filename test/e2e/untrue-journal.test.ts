import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { ObsFault, ObsFaultEffect } from '../../functions/minicloud/obs/obs-fault.ts';
import { halfPastThree } from './deployed-night.ts';
import { withDurable } from './durable-night.ts';
import { alpha, fleet, jobs } from './two-jobs.ts';

/** What a read of OBS may give once, and for how many reads. */
const passing: readonly (readonly [string, ObsFaultEffect])[] = [
  ['cut in the middle of a line', { kind: 'cut-read' }],
  ['not there', { kind: 'refused', code: 'NoSuchKey' }],
];

describe('a record that is read badly for a while', () => {
  const flush = `
  alpha:
    action: flush
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["alpha-*"] }
    destroysData: acknowledged
    backup: none
    rollout: { concurrency: 1 }
    notify: [ops]
`;
  test.each(passing)(
    '%s: its run goes on when it is whole again, flushes once and is told once',
    async (_, effect) => {
      await withDurable({ jobs: flush, instances: fleet.slice(0, 2), scale: 6_000 }, async (night) => {
        let acted = 0;
        night.cloud.interceptor = ({ method }) => {
          if (method === 'PUT') acted += 1;
          return acted === 1 && method === 'PUT' ? 'kill-after' : 'pass';
        };
        await night.tick();
        night.cloud.interceptor = undefined;
        // All reads of the next tick, and the first of the one after it.
        night.cloud.obs.addFault({ operation: 'GetObject', keyPrefix: 'nightshift/runs/', times: 5, effect });
        await night.cloud.clock.wait(halfPastThree + 300_000 - night.cloud.clock.now());
        await night.tick();
        await night.tickUntilOver();
        expect(night.failures()).toEqual([]);
        expect(night.summaries()).toMatchObject([{ run: alpha, status: 'succeeded' }]);
        const flushed = night.cloud
          .audit()
          .flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
        expect([...flushed].sort()).toEqual([instanceIdOf('alpha-0'), instanceIdOf('alpha-1')].sort());
      });
    },
  );

  test('and long enough: what the part that can be read shows is said, and nothing is sent again', async () => {
    await withDurable({ jobs: flush, instances: fleet.slice(0, 2), scale: 6_000 }, async (night) => {
      // Ends at the second look after the call: the first stands in the record behind the answer.
      let acted = false;
      let looks = 0;
      night.cloud.interceptor = ({ method, target }) => {
        if (method === 'PUT') acted = true;
        if (acted && method === 'GET' && target.includes('/instances')) looks += 1;
        return looks === 2 ? 'kill-after' : 'pass';
      };
      await night.tick();
      night.cloud.interceptor = undefined;
      night.cloud.obs.addFault({
        operation: 'GetObject',
        keyPrefix: 'nightshift/runs/',
        effect: { kind: 'cut-read', bytes: 3 },
      });
      await night.tickUntilOver();
      const [told] = night.summaries();
      expect(told?.counts).toMatchObject({ selected: 2, unknown: 2 });
      const reasons = told?.instances.map(({ reason }) => reason);
      expect(reasons).toContainEqual(expect.stringMatching(/^the flush was .*cannot be read - look at/));
      expect(JSON.stringify(night.inbox.distinct())).not.toContain('start the run anew');
      expect(night.cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(night.failures()).toEqual([]);
    });
  });
});

describe('a journal that fails every tick', () => {
  test.each<[string, ObsFault, RegExp]>([
    [
      'as its clock is off',
      { operation: 'any', effect: { kind: 'clock-off', seconds: 1_200 } },
      /the clock of 127\.0\.0\.1:\d+ is off: it is 20 minutes ahead of that of this machine, with which the timer of FunctionGraph agrees/,
    ],
    [
      'as it takes no append',
      { operation: 'AppendObject', effect: { kind: 'refused', code: 'OperationNotSupported' } },
      /bucket journal takes no appends/,
    ],
    [
      'as every append is refused for a condition, with 412',
      { operation: 'AppendObject', effect: { kind: 'refused', code: 'PreconditionFailed' } },
      /bucket journal refuses nightshift\/open\/\S+ for a condition that was not sent; look at what stands between here and 127/,
    ],
    [
      'as every append is refused for its position, with 409',
      { operation: 'AppendObject', effect: { kind: 'refused', code: 'PositionNotEqualToLength' } },
      /refused to write open\/\S+, as something stood there, and it is not there/,
    ],
  ])('%s is told at once and then once an hour, with what is off', async (_, fault, what) => {
    // A process of its own for each tick, as they come in FunctionGraph.
    await withDurable({ jobs, instances: fleet, obsFaults: [fault], scale: 6_000 }, async (night) => {
      for (const minutes of [0, 5, 30, 60]) {
        const at = halfPastThree + minutes * 60_000;
        if (at > night.cloud.clock.now()) await night.cloud.clock.wait(at - night.cloud.clock.now());
        await night.tick(at);
      }
      expect(night.cloud.audit().filter(({ kind }) => kind === 'accepted')).toEqual([]);
      const told = night.failures();
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(what);
    });
  });
});

describe('an append that is answered and not stored', () => {
  test.each([
    ['the first of a run', 0],
    ['one of the later ones', 3],
  ])('%s: no call goes out under it, and the run comes to its end', async (_, after) => {
    await withDurable({ jobs, instances: fleet.slice(0, 2), scale: 6_000 }, async (night) => {
      night.cloud.obs.addFault({
        operation: 'AppendObject',
        keyPrefix: 'nightshift/runs/alpha',
        after,
        times: 1,
        effect: { kind: 'not-stored' },
      });
      await night.tick();
      await night.tickUntilOver();
      expect(night.failures()).toEqual([]);
      expect(JSON.stringify(night.inbox.distinct())).not.toContain('TypeError');
      const told = night.summaries().find(({ run }) => run === alpha);
      expect(told?.counts).toMatchObject({ selected: 2 });
      const alphas = night.cloud
        .audit()
        .flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
      expect([...alphas].sort()).toEqual([instanceIdOf('alpha-0'), instanceIdOf('alpha-1')].sort());
    });
  });
});
