import { expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { type Deployed, summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `  defragment:
    action: soft_restart
    targets: { region: beijing, tags: { app: cart } }
    onlyIf: { memory_frag_ratio: "> 1.5 for 30m", used_memory: "> 5MB", instantaneous_ops: "< 500" }
    rollout: { canary: 1, concurrency: 1 }
    settle: { acceptance: 10s }
    notify: [ops]
`;
const minute = 60_000;
const carts = Array.from({ length: 10 }, (_, index) => `cart-${index}`);
const fragmented = ['cart-2', 'cart-7'];
const instances = carts.map((name, index) => ({
  name,
  tags: { app: 'cart' },
  cacheMode: index % 2 === 0 ? ('ha' as const) : ('cluster' as const),
  keys: 50_000,
  restartSeconds: 100,
  measured: { operations: 300, ...(fragmented.includes(name) && { fragmentation: 1.8 }) },
}));

/** All that the documents of Cloud Eye leave open, as unlike what is likely as it can be. */
const knobs = {
  lagSeconds: 100,
  gaps: 0.05,
  order: 'unstable',
  withoutData: 'left-out',
  figures: 'texts',
  beforeFrom: 'given',
  errors: 'text',
  mostMetrics: 10,
  mostPoints: 600,
} as const;

const restarted = ({ cloud }: Deployed) =>
  cloud
    .audit()
    .flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []))
    .map((id) => carts.find((name) => instanceIdOf(name) === id));

test('only who meets the conditions of its job is restarted, whatever Cloud Eye answers', async () => {
  await withDeployed({ jobs, instances, ces: { knobs }, scale: 1_000 }, async (deployed) => {
    const { cloud, inbox, invoke } = deployed;
    const run = async (more: object = {}) => {
      const before = restarted(deployed).length;
      const [summary] = summariesOf(await invoke({ job: 'defragment', ...more }));
      const told = new Map(summary?.instances.map((one) => [one.name, one]));
      return { summary, told, done: restarted(deployed).slice(before) };
    };
    const night = await run();
    expect(night.done).toEqual(fragmented);
    expect(night.summary).toMatchObject({
      status: 'succeeded',
      counts: { selected: 10, succeeded: 2, skipped: 8 },
    });
    const left = carts.filter((name) => !fragmented.includes(name));
    for (const name of left)
      expect(night.told.get(name)).toMatchObject({
        outcome: 'skipped',
        code: 'condition',
        reason: expect.stringMatching(/memory_frag_ratio.* 1\.\d+, wanted > 1\.5 for 30m/),
      });
    const messages = inbox.messages.length;
    expect(messages).toBeGreaterThan(0);

    // Until there are newer values, those from before the restart count.
    await deployed.reach(cloud.clock.now() + 5 * minute);
    const mended = await run();
    expect(mended.done).toEqual([]);
    expect(mended.summary).toMatchObject({ status: 'succeeded', counts: { skipped: 10 } });
    expect(inbox.messages.length).toBe(messages);

    // The first takes its time, and meanwhile Cloud Eye comes to tell that the second is busy.
    const now = cloud.clock.now();
    for (const name of ['cart-4', 'cart-6']) {
      const instance = instanceIdOf(name);
      cloud.ces.set({ instance, everyNode: true, metric: 'memory_frag_ratio', value: 2 });
      cloud.ces.set({ instance, metric: 'instantaneous_ops', value: 20 });
    }
    const second = instanceIdOf('cart-6');
    cloud.ces.set({ instance: second, metric: 'instantaneous_ops', value: 900, from: now - 90_000 });
    const busy = await run();
    expect(busy.done).toEqual(['cart-4']);
    expect(busy.told.get('cart-6')).toMatchObject({
      outcome: 'skipped',
      code: 'condition',
      reason: expect.stringContaining('instantaneous_ops is 900/s, wanted < 500'),
    });

    cloud.ces.addFault({ operation: 'any', times: 40, effect: { kind: 'server-error' } });
    const outage = await run();
    expect(outage.done).toEqual([]);
    expect(outage.told.get('cart-4')).toMatchObject({
      outcome: 'refused',
      code: 'condition-unknown',
      cause: { code: 'ces.0007', status: 500 },
    });

    const anyway = await run({ instances: [instanceIdOf('cart-1')], ignoreConditions: true });
    expect(anyway.done).toEqual(['cart-1']);
    expect(cloud.clock.now() - now).toBeLessThan(40 * minute);
  });
});
