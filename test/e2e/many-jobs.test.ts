import { expect, test } from 'vitest';
import { withDurable } from './durable-night.ts';

const regions = {
  beijing: 'cn-north-4',
  shanghai: 'cn-east-3',
  guangzhou: 'cn-south-1',
  guiyang: 'cn-southwest-2',
};
const names = Object.keys(regions);
const count = 44;
const nameOf = (index: number) => `cache-${String(index).padStart(2, '0')}`;
const instances = Array.from({ length: count }, (_, index) => ({
  name: nameOf(index),
  region: Object.values(regions)[index % names.length] ?? '',
  // One in three is not back when the first invocation has to leave.
  restartSeconds: index % 3 === 0 ? 90 : 5,
}));
const jobs = instances.map(
  ({ name }, index) => `  of-${name}:
    action: soft_restart
    cron: "30 3 * * *"
    destroysData: acknowledged
    targets: { region: ${names[index % names.length]}, names: [${name}] }
    notify: [ops]
`,
);
const timeLimitSeconds = 90;

test('many jobs at one minute are all carried out and told, planned by one list a region, and every invocation leaves in time', async () => {
  const options = { jobs: jobs.join(''), instances, timeLimitSeconds, handOver: false, scale: 2_000 };
  await withDurable(options, async ({ cloud, tick, tickUntilOver, summaries, ends }) => {
    const calls = () => cloud.audit().flatMap((entry) => (entry.kind === 'call' ? [entry.operation] : []));
    await tick();
    const planned = calls().slice(0, calls().indexOf('RestartOrFlushInstances'));
    expect(planned.filter((operation) => operation === 'ListInstances')).toHaveLength(names.length);
    await tickUntilOver(5);
    expect(calls().filter((operation) => operation === 'RestartOrFlushInstances')).toHaveLength(count);
    expect(
      summaries()
        .map(({ job, status }) => `${job} ${status}`)
        .sort(),
    ).toEqual(instances.map(({ name }) => `of-${name} succeeded`));
    expect(ends().length).toBeGreaterThan(1);
    expect(ends().filter(({ end }) => end !== 'answered')).toEqual([]);
  });
});
