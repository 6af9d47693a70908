import { describe, expect, test } from 'vitest';
import { brokenPromises, type Promises } from './broken-promises.ts';
import { type DurableOptions, withDurable } from './durable-night.ts';
import { startUnreliableProxy, type UnreliableProxy } from './unreliable-proxy.ts';

const seeds = [1, 2, 3, 4, 5, 6];

type Story = Omit<DurableOptions, 'instances' | 'through'> & { readonly promises: Promises };

const apps = ['cart', 'cart', 'mail', 'shop', 'shop', 'feed'];
const settle = '{ poll: 10s, acceptance: 30s, timeout: 10m }';

const restarts: Story = {
  jobs: `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { canary: 1, concurrency: 2, spreadBy: "tag:app", maxFailures: 2 }
    settle: ${settle}
    notify: [ops]
`,
  promises: {
    selected: apps.map((app, index) => ({ name: `${index}-${app}`, tags: { app }, restartSeconds: 20 })),
    concurrency: 2,
    spreadBy: 'app',
    canary: ['0-cart'],
    maxFailures: 2,
  },
};

const flushes: Story = {
  jobs: `
  nightly:
    action: flush
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 2, maxFailures: 4 }
    settle: ${settle}
    destroysData: acknowledged
    backup: required
    notify: [ops]
`,
  promises: {
    selected: apps.slice(0, 4).map((app, index) => ({ name: `${index}-${app}`, newBackupSeconds: 20 })),
    concurrency: 2,
    maxFailures: 4,
    backup: 'required',
  },
};

/** One exchange in five goes wrong, and a delay is at most a fifth of what a call may take. */
async function nightThroughProxy({ promises, ...options }: Story, seed: number) {
  const proxies: UnreliableProxy[] = [];
  const through = async (to: string) => {
    const proxy = await startUnreliableProxy({ to, seed, one: 5, longestDelayMs: 60 });
    proxies.push(proxy);
    return proxy.endpoint;
  };
  const night = { broken: ['no night'] as readonly string[], statuses: [] as readonly string[] };
  try {
    await withDurable({ ...options, instances: promises.selected, scale: 100, through }, async (durable) => {
      await durable.tick();
      await durable.tickUntilOver();
      night.broken = brokenPromises(durable, promises);
      night.statuses = durable.summaries().map(({ status }) => status);
    });
  } finally {
    for (const proxy of proxies) await proxy.close();
  }
  const done = proxies.flatMap((proxy) => [...proxy.done]);
  const mischief = done.reduce((sum, [kind, count]) => sum + (kind === 'none' ? 0 : count), 0);
  return { seed, ...night, mischief };
}

describe('through a network that drops, delays and truncates', () => {
  test.each([
    ['restarts', restarts],
    ['flushes after backups', flushes],
  ])('a run of %s keeps every promise', async (_, story) => {
    const nights = await Promise.all(seeds.map((seed) => nightThroughProxy(story, seed)));
    expect(nights.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(nights.map(({ statuses }) => statuses.length)).toEqual(seeds.map(() => 1));
    expect(Math.min(...nights.map(({ mischief }) => mischief))).toBeGreaterThan(4);
    expect(nights.filter(({ statuses }) => statuses.includes('succeeded')).length).toBeGreaterThan(1);
  });
});
