import { expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { summariesOf, withDeployed } from './deployed-night.ts';

const jobs = `
  carts:
    action: soft_restart
    targets: { region: beijing, tags: { app: cart } }
    destroysData: acknowledged
`;
const carts = Array.from({ length: 10 }, (_, index) => `cart-${index}`);
const instances = [
  ...carts.map((name) => ({ name, tags: { app: 'cart' }, restartSeconds: 20 })),
  ...Array.from({ length: 1_190 }, (_, index) => ({ name: `other-${index}` })),
];

test('a job about few of many instances reads those, and lists no others', async () => {
  await withDeployed({ jobs, instances, scale: 2_000 }, async ({ cloud, invoke }) => {
    const asked: string[] = [];
    cloud.interceptor = ({ method, target }) => {
      if (target.startsWith('/v2/')) asked.push(`${method} ${target.replace(/^\/v2\/\w+\//, '')}`);
      return 'pass';
    };
    const [summary] = summariesOf(await invoke({ job: 'carts' }));
    expect(summary?.instances.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(
      carts.map((name) => `${name} succeeded`),
    );
    const lists = asked.filter((call) => call.startsWith('GET instances?'));
    expect(new Set(lists)).toEqual(new Set(['GET instances?offset=0&limit=1000&tags=app%3Dcart']));
    const shown = asked.filter((call) => /^GET instances\/[\w-]{36}$/.test(call));
    // Before and after, and nobody else.
    expect(new Set(shown)).toEqual(new Set(carts.map((name) => `GET instances/${instanceIdOf(name)}`)));
    expect(shown.length).toBeGreaterThanOrEqual(2 * carts.length);
  });
});
